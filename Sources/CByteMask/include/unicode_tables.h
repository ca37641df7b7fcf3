#ifndef UNICODE_TABLES_H
#define UNICODE_TABLES_H
#include <stddef.h>
#include <stdint.h>

// Look-ups in the tables of unicode_tables.c, which Scripts/unicode_tables.py writes. As constant arrays of C they compile in a
// quarter of a second and need no work at start; Swift array literals of this size do neither.
// Each table has two stages: the block of a scalar's 64 neighbours, then the scalar in it. A scalar is at most 0x10FFFF.

extern const uint16_t unicode_folding_index[17408], unicode_plain_index[17408];
extern const uint16_t unicode_python_index[17408], unicode_decomposition_index[17408];
extern const uint32_t unicode_folding_data[], unicode_plain_data[], unicode_python_data[];
extern const uint16_t unicode_decomposition_data[];
extern const uint32_t unicode_decomposed[], unicode_compositions[961];
extern const uint64_t unicode_composition_keys[961];

static inline uint32_t unicode_at(const uint16_t *index, uint32_t scalar) {
  return (uint32_t)index[scalar >> 6] << 6 | (scalar & 63);
}

/// The whole folding of a scalar: bits 0 to 20 what is added to it, 21 to 23 its kind, 24 to 31 its combining class.
/// Where the kind is 0 the scalar needs the normaliser, and bit 0 says whether it starts a segment of its own.
static inline uint32_t unicode_folding(uint32_t scalar) {
  return unicode_folding_data[unicode_at(unicode_folding_index, scalar)];
}

/// The same of a scalar that is normalised already: lowercase, the kind of it, and the combining class before.
static inline uint32_t unicode_plain(uint32_t scalar) {
  return unicode_plain_data[unicode_at(unicode_plain_index, scalar)];
}

/// Python's own view: bits 0 to 20 what lower() adds, then isspace, \w, isdecimal, cased, case-ignorable.
static inline uint32_t unicode_python(uint32_t scalar) {
  return unicode_python_data[unicode_at(unicode_python_index, scalar)];
}

/// The full compatibility decomposition, its length first, or a null pointer; Hangul syllables are left to arithmetic.
static inline const uint32_t *unicode_decomposition(uint32_t scalar) {
  uint16_t at = unicode_decomposition_data[unicode_at(unicode_decomposition_index, scalar)];
  return at == 0 ? NULL : unicode_decomposed + at;
}

/// The primary composite of a pair, or 0; Hangul is left to arithmetic. Ten steps of a binary search.
static inline uint32_t unicode_composition(uint32_t first, uint32_t second) {
  uint64_t key = (uint64_t)first << 32 | second;
  size_t low = 0, high = 961;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (unicode_composition_keys[middle] < key) low = middle + 1; else high = middle;
  }
  return low < 961 && unicode_composition_keys[low] == key ? unicode_compositions[low] : 0;
}
#endif
