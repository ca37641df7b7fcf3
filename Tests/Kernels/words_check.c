#include "check.h"
#include "kernel_checks.h"
#include "texts.h"
#include "word_kinds.h"

#include <stdlib.h>
#include <string.h>

static int is_word_byte(uint8_t byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte > 127;
}

static int is_left_out(const uint8_t *text, bytemask_word word, uint8_t letter) {
  return word.end - word.start == 1 && letter && (text[word.start] | 0x20) == letter && word.start % 64 != 63;
}

static size_t naive_words(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    if (!is_word_byte(text[i])) continue;
    if (i == 0 || !is_word_byte(text[i - 1])) words[found++].start = (uint32_t)i;
    words[found - 1].end = (uint32_t)i + 1;
  }
  size_t kept = 0;
  for (size_t i = 0; i < found; i++)
    if (!is_left_out(text, words[i], letter)) words[kept++] = words[i];
  return kept;
}

static size_t naive_leads(const uint8_t *text, size_t count, bytemask_leads *leads) {
  size_t found = 0;
  for (size_t from = 0; from < count; from += 64) {
    uint64_t mask = 0;
    for (size_t i = from; i < count && i < from + 64; i++)
      if ((text[i] & 0xC0) == 0xC0) mask |= (uint64_t)1 << (i - from);
    if (mask) leads[found++] = (bytemask_leads){mask, from};
  }
  return found;
}

static void check_words_but(uint8_t letter, guarded memory, guarded results, int placements, const uint8_t *text, size_t count) {
  const bytemask_words_kernels *kinds[WORD_CHOICES];
  int kind_count = word_kinds(kinds);
  bytemask_word *expected = malloc((count / 2 + 1) * sizeof *expected);
  size_t words = naive_words(text, count, letter, expected);
  answer_number(words);
  answer(expected, words * sizeof *expected);
  size_t room = (count / 2 + 80) * sizeof *expected;
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text, count, PADDING_ANYTHING);
      bytemask_word *found = (bytemask_word *)room_before_the_end(results, room);
      now_checking("words", kinds[k]->name, text, count, at.name, at.distance);
      require(kinds[k]->words(at.text, count, letter, found) == words, "another number of words");
      require(!memcmp(found, expected, words * sizeof *expected), "words at other places");
    }
  }
  free(expected);
}

static void check_one_words(guarded memory, guarded results, int placements, const uint8_t *text, size_t count) {
  check_words_but(0, memory, results, placements, text, count);
  check_words_but('a', memory, results, placements, text, count);
}

static void check_one_leads(guarded memory, guarded results, int placements, const uint8_t *text, size_t count) {
  const bytemask_words_kernels *kinds[WORD_CHOICES];
  int kind_count = word_kinds(kinds);
  static guarded copies;
  if (!copies.first) copies = guarded_memory(64 << 10);
  size_t room = (count / 64 + 1) * sizeof(bytemask_leads);
  bytemask_leads *expected = malloc(room);
  size_t leads = naive_leads(text, count, expected);
  answer_number(leads);
  answer(expected, leads * sizeof *expected);
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text, count, PADDING_ANYTHING);
      bytemask_leads *found = (bytemask_leads *)room_before_the_end(results, room);
      now_checking("leads", kinds[k]->name, text, count, at.name, at.distance);
      require(kinds[k]->leads(at.text, count, found) == leads, "another number of runs");
      require(!memcmp(found, expected, leads * sizeof *expected), "other masks");
      // The copy is the text, and nothing behind its end is written.
      memset(found, 0, leads * sizeof *expected);
      uint8_t *copy = (uint8_t *)room_before_the_end(copies, count);
      require(kinds[k]->copy_leads(at.text, count, copy, found) == leads, "another number of runs in a copy");
      require(!memcmp(found, expected, leads * sizeof *expected), "other masks of a copy");
      require(!memcmp(copy, text, count), "another text in the copy");
    }
  }
  free(expected);
}

typedef void check_one(guarded memory, guarded results, int placements, const uint8_t *text, size_t count);

static void check_all(check_one *check, guarded memory, guarded results) {
  static uint8_t text[40000];
  for (int kind = 0; kind < TEXT_KINDS; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      random_text(kind, text, count);
      check(memory, results, PLACEMENTS, text, count);
    }
    for (int round = 0; round < 8; round++) {
      size_t count = random_below(sizeof text);
      random_text(kind, text, count);
      check(memory, results, 2, text, count);
    }
  }
  // Each byte at each of 64 places, among bytes that are a word and among such as are none.
  for (int byte = 0; byte < 256; byte++) {
    for (int around = 0; around < 2; around++) {
      for (size_t at = 0; at < 64; at++) {
        memset(text, around ? 'a' : ' ', 64);
        text[at] = (uint8_t)byte;
        check(memory, results, 1, text, 64);
      }
    }
  }
  // One letter outside ASCII at each place of a longer text that is ASCII else.
  for (size_t at = 0; at + 1 < 1024; at++) {
    memset(text, 'a', 1024);
    memcpy(text + at, "\xC3\xA9", 2);
    check(memory, results, 1, text, 1024);
  }
}

void check_words(guarded memory, guarded results) { check_all(check_one_words, memory, results); }
void check_leads(guarded memory, guarded results) { check_all(check_one_leads, memory, results); }
