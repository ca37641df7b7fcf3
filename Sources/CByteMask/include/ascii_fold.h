#ifndef ASCII_FOLD_H
#define ASCII_FOLD_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Sixteen bytes of any machine: clang turns the vector type to SSE2, NEON or plain code, so no twin is needed.
typedef uint8_t ascii_fold_bytes __attribute__((vector_size(16)));

/// Loads the sixteen bytes at `*at`. Where fewer are left: the last sixteen once more, with `*at` moved back to them, since what
/// was folded already comes out the same; of a text of fewer the rest by overlapping loads, and zeros after it.
///
/// Reads `count` bytes of `in` at most.
static inline ascii_fold_bytes ascii_fold_load(const uint8_t *in, size_t count, size_t *at) {
  ascii_fold_bytes b;
  size_t left = count - *at;
  if (left < 16 && count >= 16) {
    *at = count - 16;
    left = 16;
  }
  if (left >= 16) {
    memcpy(&b, in + *at, 16);
    return b;
  }
  uint64_t halves[2] = {0, 0};
  const uint8_t *p = in + *at;
  if (left > 8) {
    memcpy(&halves[0], p, 8);
    memcpy(&halves[1], p + left - 8, 8);
    halves[1] >>= 8 * (16 - left);
  } else if (left >= 4) {
    uint32_t low, high;
    memcpy(&low, p, 4);
    memcpy(&high, p + left - 4, 4);
    halves[0] = low | (uint64_t)high << (8 * (left - 4));
  } else {
    for (size_t i = 0; i < left; i++) halves[0] |= (uint64_t)p[i] << (8 * i);
  }
  memcpy(&b, halves, 16);
  return b;
}

/// The place of the first byte that is not zero; 16 where all are.
static inline size_t ascii_fold_first(ascii_fold_bytes stops) {
  uint64_t halves[2];
  memcpy(halves, &stops, 16);
  if (halves[0]) return (size_t)__builtin_ctzll(halves[0]) / 8;
  if (halves[1]) return 8 + (size_t)__builtin_ctzll(halves[1]) / 8;
  return 16;
}

/// Folds the printable ASCII and white space that `in` starts with to `out`: letters to lowercase; white space, hyphen, low
/// line and both ASCII apostrophes to a space; the rest as it is. One byte gives one byte.
///
/// Stops at the first byte that is no ASCII or another control character and returns how many bytes come before it.
/// Reads `count` bytes at most; may write 16 bytes past the last one folded.
static inline size_t ascii_fold(const uint8_t *in, size_t count, uint8_t *out) {
  size_t at = 0;
  while (at < count) {
    ascii_fold_bytes b = ascii_fold_load(in, count, &at);
    b |= (ascii_fold_bytes)((ascii_fold_bytes)(b - 'A') < 26) & 0x20;
    ascii_fold_bytes joins = (ascii_fold_bytes)((ascii_fold_bytes)(b - 9) < 5) | (ascii_fold_bytes)(b == '-')
      | (ascii_fold_bytes)(b == '_') | (ascii_fold_bytes)(b == '\'') | (ascii_fold_bytes)(b == '`');
    ascii_fold_bytes stops = (ascii_fold_bytes)(b > 0x7E) | ((ascii_fold_bytes)(b < 0x20) & ~joins);
    b = (b & ~joins) | (joins & 0x20);
    memcpy(out + at, &b, 16);
    size_t first = ascii_fold_first(stops);
    at += first;
    if (first < 16) return at;
  }
  return at;
}

/// Writes the printable ASCII that `in` starts with to `out`, letters in lowercase: of each the folded form by itself.
///
/// Stops at the first other byte, and at a grave accent, which folds to an apostrophe; returns how many bytes come before it.
/// Reads `count` bytes at most; may write 16 bytes past the last one folded.
static inline size_t ascii_lower(const uint8_t *in, size_t count, uint8_t *out) {
  size_t at = 0;
  while (at < count) {
    ascii_fold_bytes b = ascii_fold_load(in, count, &at);
    ascii_fold_bytes stops = (ascii_fold_bytes)(b > 0x7E) | (ascii_fold_bytes)(b < 0x20) | (ascii_fold_bytes)(b == '`');
    b |= (ascii_fold_bytes)((ascii_fold_bytes)(b - 'A') < 26) & 0x20;
    memcpy(out + at, &b, 16);
    size_t first = ascii_fold_first(stops);
    at += first;
    if (first < 16) return at;
  }
  return at;
}
#endif
