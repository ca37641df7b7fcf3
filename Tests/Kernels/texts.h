// Texts to run the kernels on: random ones of several kinds, each with what some kernel finds hard.
#ifndef TEXTS_H
#define TEXTS_H
#include <stddef.h>
#include <stdint.h>

enum { TEXT_KINDS = 6 };

// Writes `count` random bytes of a kind, 0 to TEXT_KINDS - 1.
void random_text(int kind, uint8_t *text, size_t count);

// Writes a random JSON value of about `size` bytes, valid and nested at most `depth` deep, with line feeds in it or none;
// returns its length. `out` needs room for size + 1000 * (depth + 1).
size_t random_json(uint8_t *out, size_t size, int depth, int has_line_feeds);

// Writes the content of a valid JSON string of about `size` bytes; returns its length. `out` needs room for size + 16.
size_t random_string_content(uint8_t *out, size_t size);

// Changes, drops or doubles a byte of a text; returns its new length, one more at most.
size_t damaged(uint8_t *text, size_t count);
#endif
