#include "check.h"
#include "kernel_checks.h"
#include "texts.h"
#include "word_kinds.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 40000, ROLE_BITS = 14, SINGLE_BITS = 16, PAIR_BITS = 17 };

// Tables that are filled at random, with about the share of ones that terms give or with many more.
static uint8_t role[1 << ROLE_BITS];
static uint64_t single[1 << (SINGLE_BITS - 6)], pair[1 << (PAIR_BITS - 6)];
#define FACTORS {0x9E3779B1, 0x85EBCA77}
static const bytemask_factors factors = FACTORS;
static const bytemask_filter filter = {FACTORS, role, single, pair, ROLE_BITS, SINGLE_BITS, PAIR_BITS};

static void fill_tables(int one_in) {
  for (size_t i = 0; i < sizeof role; i++) role[i] = random_below((size_t)one_in) == 0 ? (uint8_t)random_below(128) : 0;
  for (size_t i = 0; i < sizeof single / 8; i++) single[i] = random64() & random64();
  for (size_t i = 0; i < sizeof pair / 8; i++) pair[i] = random64() & random64();
}

// A word's hash, a byte at a time: of its first eight bytes, and its length.
static uint32_t naive_hash(const uint8_t *text, bytemask_word word, uint64_t fold) {
  uint32_t length = word.end - word.start;
  uint32_t low = 0, high = length << 24;
  for (uint32_t i = 0; i < 8 && i < length; i++) {
    uint32_t byte = text[word.start + i] | (uint32_t)(fold >> (8 * i) & 255);
    if (i < 4) low += byte << (8 * i);
    else high += byte << (8 * (i - 4));
  }
  return low * factors.low + high * factors.high;
}

// Whether the kinds of pairs that the first of two words starts and those that the second ends have one in common.
static int may_pair(uint8_t own, uint8_t after) {
  for (int kind = 0; kind < 3; kind++)
    if ((own >> (1 + kind) & 1) && (after >> (4 + kind) & 1)) return 1;
  return 0;
}

static int has_bit(const uint64_t *table, unsigned bits, uint64_t number) {
  uint64_t bit = number * 0xC2B2AE3D27D4EB4F >> (64 - bits);
  return table[bit / 64] >> (bit % 64) & 1;
}

static size_t naive_candidates(const uint8_t *text, const bytemask_word *words, size_t count, uint64_t fold, uint32_t *out) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t hash = naive_hash(text, words[i], fold), next = naive_hash(text, words[i + 1], fold);
    uint8_t own = role[hash >> (32 - ROLE_BITS)], after = role[next >> (32 - ROLE_BITS)];
    if (!(own & 1) && !may_pair(own, after)) continue;
    int goes_on = has_bit(pair, PAIR_BITS, hash | (uint64_t)next << 32);
    if (has_bit(single, SINGLE_BITS, hash) || goes_on) out[found++] = (uint32_t)i | (goes_on ? BYTEMASK_GOES_ON : 0);
  }
  return found;
}

// `text` has 64 bytes behind `count`, which are read of a short last word.
static void check_one(guarded memory, guarded results, int placements, const uint8_t *text, size_t count, uint64_t fold) {
  static bytemask_word words[LONGEST / 2 + 81];
  static uint32_t expected[LONGEST / 2 + 2];
  static guarded word_memory;
  if (!word_memory.first) word_memory = guarded_memory(sizeof words);
  const bytemask_words_kernels *kinds[WORD_CHOICES];
  int kind_count = word_kinds(kinds);
  // Cut words as the matcher does, and let the last ones be those that only stand behind.
  size_t all = kinds[0]->words(text, count, 0, words);
  words[all] = (bytemask_word){(uint32_t)count, (uint32_t)count};
  size_t own = all == 0 || random64() & 1 ? all : all - random_below(all < 5 ? all : 5);
  size_t found = naive_candidates(text, words, own, fold, expected);
  answer_number(found);
  answer(expected, found * sizeof *expected);
  // Of the words no more may be read than the one behind the last; of the text no more than 64 bytes behind that one.
  size_t readable = words[own].start;
  size_t bytes = (own + 1) * sizeof *words;
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      // The 64 bytes behind are those of the text itself: a short word's eight bytes reach into them.
      placed at = place(memory, placement, text, readable + 64, PADDING_NONE);
      bytemask_word *list = (bytemask_word *)room_before_the_end(word_memory, bytes);
      memcpy(list, words, bytes);
      uint32_t *out = (uint32_t *)room_before_the_end(results, (own + 1) * sizeof *out);
      now_checking("candidates", kinds[k]->name, text, count, at.name, at.distance);
      require(kinds[k]->candidates(at.text, list, own, fold, &filter, out) == found, "another number of candidates");
      require(!memcmp(out, expected, found * sizeof *out), "other candidates");
    }
  }
}

// Eight words, the last of which is long and starts as far behind the first as two wide registers reach, or nearly.
static void check_spread(guarded memory, guarded results, uint8_t *text) {
  for (size_t distance = 100; distance < 140; distance++) {
    for (int round = 0; round < 20; round++) {
      memset(text, ' ', 400);
      for (size_t i = 0; i < 7; i++) text[2 * i] = (uint8_t)('a' + random_below(26));
      for (size_t i = 0; i < 8; i++) text[distance + i] = (uint8_t)('a' + random_below(26));
      check_one(memory, results, 1, text, 336, 0);
    }
  }
}

void check_candidates(guarded memory, guarded results) {
  static uint8_t text[LONGEST + 64];
  static const uint64_t folds[2] = {0x2020202020202020, 0};
  for (int kind = 0; kind < TEXT_KINDS; kind++) {
    fill_tables(kind % 2 ? 2 : 12);
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      random_text(kind, text, count + 64);
      check_one(memory, results, PLACEMENTS, text, count, folds[count % 2]);
    }
    // More words than are hashed at once, on both sides of each thousand.
    for (int round = 0; round < 12; round++) {
      size_t count = random_below(LONGEST);
      random_text(round % 3 ? 0 : kind, text, count + 64);
      check_one(memory, results, 2, text, count, folds[round % 2]);
    }
    for (size_t round = 0; round < 90; round++) {
      size_t words = 1020 + round % 9;
      memset(text, ' ', sizeof text);
      for (size_t i = 0; i < words; i++) text[2 * i] = (uint8_t)('a' + random_below(26));
      check_one(memory, results, 1, text, 2 * words, folds[0]);
    }
    check_spread(memory, results, text);
  }
}
