#include "check.h"
#include "json_kinds.h"
#include "kernel_checks.h"
#include "naive_json.h"
#include "texts.h"

#include <stdio.h>
#include <string.h>

enum { DEEPEST = 512 };

static uint8_t text[20000];

static void check_one(guarded memory, int placements, size_t count, size_t depth) {
  const bytemask_json_kernels *kinds[JSON_CHOICES];
  int kind_count = json_kinds(kinds);
  size_t end = naive_container((naive_text){text, count}, 0, depth < DEEPEST ? depth : DEEPEST);
  size_t expected = end == NAIVE_NONE ? 0 : end;
  answer_number(expected);
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text, count, PADDING_ZEROS);
      now_checking("skip", kinds[k]->name, text, count, at.name, at.distance);
      require(kinds[k]->skip(at.text, 0, depth) == expected, "another end of the value");
    }
  }
}

// Lists and objects in each other, to the deepest that is allowed and one more, closed or not.
static void check_nesting(guarded memory) {
  for (size_t depth = DEEPEST - 2; depth <= DEEPEST + 2; depth++) {
    for (int round = 0; round < 16; round++) {
      uint8_t closing[DEEPEST + 2];
      size_t at = 0;
      for (size_t level = 0; level < depth; level++) {
        int object = round == 0 ? 0 : round == 1 ? 1 : (int)(random64() & 1);
        memcpy(text + at, object ? "{\"\":" : "[", object ? 4 : 1);
        at += object ? 4 : 1;
        closing[level] = object ? '}' : ']';
      }
      text[at++] = '1';
      size_t innermost = at;
      for (size_t level = depth; level-- > 0;) text[at++] = closing[level];
      if (round % 4 == 3) text[innermost + random_below(depth)] ^= ']' ^ '}';
      check_one(memory, 2, at, DEEPEST);
      check_one(memory, 2, at - 1, DEEPEST);
      check_one(memory, 2, at, depth - 1);
      check_one(memory, 2, at, DEEPEST + 100);
    }
  }
}

// Pairs of \u escapes around both ends of the surrogates, whole and with a digit that is none.
static void check_surrogates(guarded memory) {
  static const char *const units[] = {"0041", "d7ff", "D7FF", "d800", "D800", "d9aB", "dbff", "DBFF",
                                      "dc00", "DC00", "dEad", "dfff", "DFFF", "e000", "E000", "FFFF"};
  enum { UNITS = sizeof units / sizeof *units };
  static const char near_digits[] = "/:@G`g\"\\";
  for (size_t first = 0; first < UNITS; first++) {
    for (size_t second = 0; second < UNITS; second++) {
      size_t count = (size_t)snprintf((char *)text, sizeof text, "[\"\\u%s\\u%s\"]", units[first], units[second]);
      check_one(memory, 2, count, 1);
      for (size_t at = 2; at < 14; at++) {
        uint8_t before = text[at];
        text[at] = (uint8_t)near_digits[random_below(sizeof near_digits - 1)];
        check_one(memory, 1, count, 1);
        text[at] = before;
      }
    }
  }
}

void check_skip(guarded memory) {
  for (int kind = 0; kind < TEXT_KINDS; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      random_text(kind, text, count);
      if (count) text[0] = random64() & 1 ? '{' : '[';
      check_one(memory, 4, count, DEEPEST);
    }
  }
  // What is no object or list.
  for (int first = 0; first < 256; first++) {
    memcpy(text, "?1]", 3);
    text[0] = (uint8_t)first;
    check_one(memory, 2, 3, DEEPEST);
  }
  for (int round = 0; round < 12; round++) {
    for (size_t size = 0; size <= LONGEST_LAID; size++) {
      int depth = (int)random_below(7) + 1;
      size_t count = random_json(text, size, depth, 1);
      // As it is, cut short, or with a byte or two that are wrong.
      if (round % 3 == 1) count = random_below(count + 1);
      if (round % 3 == 2) count = damaged(text, damaged(text, count));
      if (count > 4000) continue;
      check_one(memory, count <= LONGEST_LAID && round < 3 ? PLACEMENTS : 8, count, random64() & 1 ? DEEPEST : (size_t)depth);
    }
  }
  // A string of each length, with each stop at each of its places.
  static const uint8_t stops[] = {'"', '\\', 0x1F, 0, 0x20, 0x7F, 0x80, 0xFF};
  for (size_t length = 0; length < 140; length++) {
    for (size_t s = 0; s < sizeof stops; s++) {
      memset(text, 'a', length + 4);
      memcpy(text, "[\"", 2);
      memcpy(text + length + 2, "\"]", 2);
      if (length) text[2 + random_below(length)] = stops[s];
      check_one(memory, 2, length + 4, 1);
    }
  }
  check_nesting(memory);
  check_surrogates(memory);
}
