// What the word kernels of all processors share: words.c has the plain, SSE2 and NEON ones, words_avx2.c and words_avx512.c the wider.
#ifndef WORDS_KERNELS_H
#define WORDS_KERNELS_H
#include "bytemask_words.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// clang sees through a mask made by movemask and turns later shifts and population counts into code for each bit, 3.5
// times slower; behind this it is just a number.
INLINE uint64_t opaque(uint64_t mask) {
  __asm__("" : "+r"(mask));
  return mask;
}

INLINE uint64_t load8(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return value;
}

INLINE size_t positions(uint64_t mask, uint32_t base, uint32_t *out) {
  size_t found = 0;
  while (mask) {
    out[found++] = base + (uint32_t)__builtin_ctzll(mask);
    mask &= mask - 1;
  }
  return found;
}

// A word starts where the mask goes from 0 to 1 and ends where it goes back: of all such places the starts and the ends take
// turns, as they do in memory. A letter that is no word by itself goes from the mask where no bit is beside its own; of the last
// bit the next one is not known, so it stays.
#define WORDS_BODY(MASK, LETTER_MASK, POSITIONS)                                                   \
  uint32_t *places = (uint32_t *)words;                                                            \
  size_t found = 0, at = 0;                                                                        \
  uint64_t carry = 0;                                                                              \
  for (; count - at >= 64; at += 64) WORDS_STEP(MASK(text + at), LETTER_MASK, POSITIONS)           \
  if (at < count) WORDS_STEP(MASK(text + at) & (((uint64_t)1 << (count - at)) - 1), LETTER_MASK, POSITIONS) \
  if (found & 1) places[found++] = (uint32_t)count;                                                \
  return found / 2;

#define WORDS_STEP(BYTES, LETTER_MASK, POSITIONS)                                                  \
  {                                                                                                \
    uint64_t mask = BYTES;                                                                         \
    uint64_t beside = mask << 1 | carry | mask >> 1 | (uint64_t)1 << 63;                           \
    mask &= beside | ~LETTER_MASK(text + at, letter);                                              \
    uint64_t shifted = mask << 1 | carry;                                                          \
    carry = mask >> 63;                                                                            \
    found += POSITIONS(mask ^ shifted, (uint32_t)at, places + found);                              \
  }

// Where a scalar outside ASCII starts a byte has its two upper bits set. Every mask is written, and those with a bit stay. Most
// texts are all ASCII, and what they begin with is passed over 256 bytes at a time.
#define LEADS_BODY(MASK, IS_BEYOND_ASCII_256)                                                      \
  bytemask_leads *next = leads;                                                                    \
  size_t at = 0;                                                                                   \
  while (count - at >= 256 && !IS_BEYOND_ASCII_256(text + at)) at += 256;                          \
  for (; count - at >= 64; at += 64) LEADS_STEP(MASK(text + at))                                   \
  if (at < count) LEADS_STEP(MASK(text + at) & (((uint64_t)1 << (count - at)) - 1))                \
  return (size_t)(next - leads);

#define COPY_LEADS_BODY(MASK)                                                                      \
  bytemask_leads *next = leads;                                                                    \
  size_t at = 0;                                                                                   \
  for (; count - at >= 64; at += 64) {                                                             \
    memcpy(target + at, text + at, 64);                                                            \
    LEADS_STEP(MASK(text + at))                                                                    \
  }                                                                                                \
  memcpy(target + at, text + at, count - at);                                                      \
  if (at < count) LEADS_STEP(MASK(text + at) & (((uint64_t)1 << (count - at)) - 1))                \
  return (size_t)(next - leads);

#define LEADS_STEP(BYTES)                                                                          \
  {                                                                                                \
    uint64_t mask = BYTES;                                                                         \
    *next = (bytemask_leads){mask, at};                                                            \
    next += mask != 0;                                                                             \
  }

// Each word's hash by itself.
INLINE void hashes_plain(const uint8_t *text, const bytemask_word *words, size_t count, uint32_t end, uint64_t fold,
                         bytemask_factors factors, uint32_t *hashes) {
  (void)end;
  for (size_t i = 0; i < count; i++) {
    uint32_t length = words[i].end - words[i].start;
    hashes[i] = bytemask_hash_word(bytemask_first8(load8(text + words[i].start) | fold, length), length, factors);
  }
}

// What each word is in terms, by its hash.
INLINE void look_up(const uint32_t *hashes, size_t count, const uint8_t *role, unsigned shift, uint8_t *roles) {
  for (size_t i = 0; i < count; i++) roles[i] = role[hashes[i] >> shift];
}

// The words' hashes first, HASHES being the kernel's own; then, by a look at each word's and its neighbor's roles, those that may be
// a term or the first of two words of one; and of these those that the tables of terms and of pairs have. A thousand words at a
// time, whose hashes stay in the first cache.
#define CANDIDATES_BODY(HASHES, ROLES, ROLE_MASK, POSITIONS)                                       \
  uint32_t hashes[CANDIDATES_CHUNK + 16];                                                          \
  uint8_t roles[CANDIDATES_CHUNK + 65];                                                            \
  uint32_t list[CANDIDATES_CHUNK + 64];                                                            \
  unsigned role_shift = 32 - filter->role_bits, single_shift = 64 - filter->single_bits;           \
  unsigned pair_shift = 64 - filter->pair_bits;                                                    \
  const uint8_t *role = filter->role;                                                              \
  const uint64_t *single = filter->single, *pair = filter->pair;                                   \
  size_t kept = 0;                                                                                 \
  for (size_t from = 0; from < count; from += CANDIDATES_CHUNK) {                                  \
    size_t here = count - from < CANDIDATES_CHUNK ? count - from : CANDIDATES_CHUNK;               \
    HASHES(text, words + from, here + 1, words[count].start, fold, filter->factors, hashes);       \
    ROLES(hashes, here + 1, role, role_shift, roles);                                              \
    memset(roles + here + 1, 0, 64);                                                               \
    size_t passed = 0;                                                                             \
    for (size_t i = 0; i < here; i += 64) {                                                        \
      uint64_t mask = ROLE_MASK(roles + i);                                                        \
      if (here - i < 64) mask &= ((uint64_t)1 << (here - i)) - 1;                                  \
      passed += POSITIONS(mask, (uint32_t)i, list + passed);                                       \
    }                                                                                              \
    size_t left = 0;                                                                               \
    for (size_t k = 0; k < passed; k++) {                                                          \
      uint32_t i = list[k];                                                                        \
      uint64_t alone = bytemask_hash_single(hashes[i]) >> single_shift;                            \
      uint64_t both = bytemask_hash_pair(hashes[i] | (uint64_t)hashes[i + 1] << 32) >> pair_shift; \
      uint32_t goes_on = pair[both >> 6] >> (both & 63) & 1;                                       \
      out[kept + left] = ((uint32_t)from + i) | goes_on << 31;                                     \
      left += (single[alone >> 6] >> (alone & 63) & 1) | goes_on;                                  \
    }                                                                                              \
    kept += left;                                                                                  \
  }                                                                                                \
  return kept;

enum { CANDIDATES_CHUNK = 1024 };

#if defined(__x86_64__)
// The kernels for processors with AVX2.
const bytemask_words_kernels *bytemask_word_kernels_avx2(void);
// The kernels for processors with AVX-512 and its byte permutations (VBMI, VBMI2); NULL where this one has them not.
const bytemask_words_kernels *bytemask_word_kernels_avx512(void);
#endif
#endif
