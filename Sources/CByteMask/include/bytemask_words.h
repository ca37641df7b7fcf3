// Bytes to words to candidates, and where there is more than ASCII: the kernels of the matcher.
//
// Each kernel has a plain twin; `bytemask_word_kernels(BYTEMASK_BEST)` chooses once, at start, what the processor can do.
// All of them may read 64 bytes past the end of the text.
#ifndef BYTEMASK_WORDS_H
#define BYTEMASK_WORDS_H
#include <stddef.h>
#include <stdint.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

// What makes two words' hashes differ; both odd.
typedef struct {
  uint32_t low;  // for a word's first four bytes
  uint32_t high; // for the next four, and the length
} bytemask_factors;

// Filters over the terms' words, made when the trie is built. A word that fails is in no term's first place.
typedef struct {
  bytemask_factors factors;
  const uint8_t *role;    // 1 byte for each hash of a word, with the bits of BYTEMASK_SINGLE, _FIRST and _SECOND
  const uint64_t *single; // 1 bit for each hash of a term of one word
  const uint64_t *pair;   // 1 bit for each hash of a term's first two words
  uint32_t role_bits;     // log2 of the number of entries
  uint32_t single_bits;
  uint32_t pair_bits;
} bytemask_filter;

// What a word is in some term: all of it, the first of several words, the second. The two first words of a term are of one of three
// kinds, which have the bits from these on: a first word goes on only before a second one of its kind.
enum { BYTEMASK_SINGLE = 1, BYTEMASK_FIRST = 2, BYTEMASK_SECOND = 16, BYTEMASK_PAIR_KINDS = 3 };

// A word's place in its text; the byte at `end` is the first behind it.
typedef struct {
  uint32_t start;
  uint32_t end;
} bytemask_word;

// 64 bytes, with a bit for each that starts a scalar outside ASCII, and where they are in the text.
typedef struct {
  uint64_t mask;
  uint64_t start;
} bytemask_leads;

// The bit of a candidate beside its word's index, which is less.
#define BYTEMASK_GOES_ON 0x80000000u

typedef struct {
  // Writes where each word of `text` is, returns how many there are.
  // A word is a run of ASCII letters, digits and bytes above 127. The byte at `count` and those after it are not read as
  // part of a word; a word that touches the end, ends there. `letter` is a small letter that no term has as a word, or 0 for none: by
  // itself it is left out, and so is its capital, save at a place that is the last of 64. One word in seven of Flickr's captions
  // is "a". `words` needs room for count / 2 + 80.
  size_t (*words)(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words);

  // Writes the indices of the words that may start a term, returns how many there are; with BYTEMASK_GOES_ON where such a term
  // may have more than this one word.
  // words[count] must be a place in the text, with 64 readable bytes behind it; `fold` is or-ed to each 8 bytes (0x20 in each
  // byte lowers ASCII letters and leaves digits). `out` is room for count + 1 numbers.
  size_t (*candidates)(const uint8_t *text, const bytemask_word *words, size_t count, uint64_t fold,
                       const bytemask_filter *filter, uint32_t *out);

  // Writes each 64 bytes in which a scalar outside ASCII starts in UTF-8, returns how many they are; room for count / 64 + 1.
  size_t (*leads)(const uint8_t *text, size_t count, bytemask_leads *leads);
  // The same, and copies the text to `target`: one way through the memory where the copy is wanted anyway.
  size_t (*copy_leads)(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads);
  const char *name;
} bytemask_words_kernels;

// Whether the environment asks for the instructions that every processor of this kind has: CORPUS_INSTRUCTIONS=baseline.
// So the wide ones can be measured, and ruled out; CORPUS_INSTRUCTIONS=avx2 rules out the widest alone.
int bytemask_wants_baseline(void);
int bytemask_wants_avx2(void);

enum { BYTEMASK_BEST = 0, BYTEMASK_PLAIN = 1, BYTEMASK_BASELINE = 2, BYTEMASK_AVX2 = 3 };
// The kernels of a choice, or the best below it that the processor has.
const bytemask_words_kernels *bytemask_word_kernels(int choice);

// A word's first bytes for the filters: those of the eight loaded that belong to the word.
static inline uint64_t bytemask_first8(uint64_t eight, uint32_t length) {
  return length >= 8 ? eight : eight & (((uint64_t)1 << length * 8) - 1);
}

// The hashes that filters and kernels share: of a word's first bytes, a little-endian number, with its length; of that once
// more, for a table whose places must not follow from the first one's; and of two words' hashes, the second's in the upper half.
// The upper bits are the ones to take. A word's has 32 bits, so that eight of them are one register of AVX2.
static inline uint32_t bytemask_hash_word(uint64_t word8, uint32_t length, bytemask_factors factors) {
  return (uint32_t)word8 * factors.low + ((uint32_t)(word8 >> 32) + (length << 24)) * factors.high;
}
static inline uint64_t bytemask_hash_single(uint32_t word) { return word * 0xC2B2AE3D27D4EB4Full; }
static inline uint64_t bytemask_hash_pair(uint64_t both) { return both * 0xC2B2AE3D27D4EB4Full; }

// Asks for the cache line that holds an address, which need not be readable; goes on without waiting for it.
static inline void bytemask_prefetch(const void *at) { __builtin_prefetch(at); }

// Says that memory is better on huge pages; nothing where the system has none or does not want to.
static inline void bytemask_ask_for_huge_pages(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}

#endif
