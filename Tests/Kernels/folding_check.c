#include "ascii_fold.h"
#include "check.h"
#include "kernel_checks.h"
#include "texts.h"
#include "unicode_tables.h"

#include <string.h>

static size_t naive_fold(const uint8_t *in, size_t count, uint8_t *out) {
  for (size_t i = 0; i < count; i++) {
    uint8_t byte = in[i];
    int is_space = (byte >= 9 && byte <= 13) || byte == ' ' || byte == '-' || byte == '_' || byte == '\'' || byte == '`';
    if (!is_space && (byte < 0x20 || byte > 0x7E)) return i;
    out[i] = is_space ? ' ' : byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
  }
  return count;
}

static size_t naive_lower(const uint8_t *in, size_t count, uint8_t *out) {
  for (size_t i = 0; i < count; i++) {
    if (in[i] < 0x20 || in[i] > 0x7E || in[i] == '`') return i;
    out[i] = in[i] >= 'A' && in[i] <= 'Z' ? (uint8_t)(in[i] + 32) : in[i];
  }
  return count;
}

static void check_one(guarded memory, guarded results, int placements, const uint8_t *text, size_t count) {
  static uint8_t expected[400], lower[400];
  size_t lowered = naive_lower(text, count, lower);
  answer_number(lowered);
  answer(lower, lowered);
  size_t folded = naive_fold(text, count, expected);
  answer_number(folded);
  answer(expected, folded);
  for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
    placed at = place(memory, placement, text, count, PADDING_NONE);
    uint8_t *out = room_before_the_end(results, folded + 16);
    now_checking("ascii_fold", "vector", text, count, at.name, at.distance);
    require(ascii_fold(at.text, count, out) == folded, "another number of bytes folded");
    require(!memcmp(out, expected, folded), "folded otherwise");
    out = room_before_the_end(results, lowered + 16);
    now_checking("ascii_lower", "vector", text, count, at.name, at.distance);
    require(ascii_lower(at.text, count, out) == lowered, "another number of bytes made lowercase");
    require(!memcmp(out, lower, lowered), "made lowercase otherwise");
  }
}

void check_folding(guarded memory, guarded results) {
  uint8_t text[LONGEST_LAID];
  for (int kind = 0; kind < TEXT_KINDS; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      random_text(kind, text, count);
      check_one(memory, results, PLACEMENTS, text, count);
    }
  }
  // Each byte at each place of a text that is folded to its end.
  for (int byte = 0; byte < 256; byte++) {
    for (size_t at = 0; at < 40; at++) {
      memset(text, 'T', 40);
      text[at] = (uint8_t)byte;
      check_one(memory, results, 1, text, 40);
      check_one(memory, results, 1, text, at + 1);
    }
  }
}

// The look-ups have no wide kinds. Every scalar's answers go into the digest, which has to be the same on both machines, and
// under the address sanitizer none may be outside its table.
void check_unicode(void) {
  for (uint32_t scalar = 0; scalar <= 0x10FFFF; scalar++) {
    answer_number((uint64_t)unicode_folding(scalar) << 32 | unicode_plain(scalar));
    answer_number(unicode_python(scalar));
    const uint32_t *decomposition = unicode_decomposition(scalar);
    if (decomposition) answer(decomposition, (decomposition[0] + 1) * sizeof *decomposition);
  }
  now_checking("unicode", "tables", (const uint8_t *)"", 0, "constant", 0);
  for (size_t i = 0; i < 961; i++) {
    uint64_t key = unicode_composition_keys[i];
    require(unicode_composition((uint32_t)(key >> 32), (uint32_t)key) == unicode_compositions[i], "a pair is not found");
    require(unicode_composition((uint32_t)(key >> 32), 0) == 0, "a pair is found that is none");
    require(i == 0 || unicode_composition_keys[i - 1] < key, "the pairs are out of order");
    answer_number(unicode_compositions[i]);
  }
}
