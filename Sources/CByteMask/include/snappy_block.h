#ifndef SNAPPY_BLOCK_H
#define SNAPPY_BLOCK_H
#include <stddef.h>
#include <stdint.h>

// Decompresses one raw Snappy block, the form in which Parquet stores pages.
//
// Source of the format: google/snappy, format_description.txt.

/// What `snappy_block_decompress` gives for damaged data.
#define SNAPPY_BLOCK_DAMAGED SIZE_MAX

/// Decompresses the whole block `in` to exactly `out_count` bytes; another size is damage.
///
/// Reads and writes within the two lengths only, whatever the data says; bytes of `out` may have been written where the
/// data is damaged. Returns `out_count`, or `SNAPPY_BLOCK_DAMAGED`.
size_t snappy_block_decompress(const uint8_t *in, size_t in_count, uint8_t *out, size_t out_count);
#endif
