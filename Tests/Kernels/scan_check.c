// The kernels that look for single bytes: traits, places to cut, rows.
#include "check.h"
#include "json_kinds.h"
#include "kernel_checks.h"
#include "texts.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 150000 };

static uint8_t text[LONGEST + 2000];

static int naive_traits(const uint8_t *bytes, size_t count) {
  int traits = 0;
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] >= 0x80) traits |= BYTEMASK_JSON_HAS_HIGH;
    if (bytes[i] == '<') traits |= BYTEMASK_JSON_HAS_LESS;
    if (bytes[i] == '&') traits |= BYTEMASK_JSON_HAS_AMPERSAND;
    if (bytes[i] == '"') traits |= BYTEMASK_JSON_HAS_QUOTE;
  }
  return traits;
}

static void check_one_traits(guarded memory, int placements, size_t count) {
  const bytemask_json_kernels *kinds[JSON_CHOICES];
  int kind_count = json_kinds(kinds);
  int expected = naive_traits(text, count);
  answer_number((uint64_t)expected);
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text, count, PADDING_NONE);
      now_checking("traits", kinds[k]->name, text, count, at.name, at.distance);
      require(kinds[k]->traits(at.text, count) == expected, "other traits");
    }
  }
}

void check_traits(guarded memory) {
  for (int kind = 0; kind < TEXT_KINDS; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      random_text(kind, text, count);
      check_one_traits(memory, PLACEMENTS, count);
    }
  }
  // One byte among such as have no trait, at every place.
  static const uint8_t single[] = {'<', '&', '"', 0x80, 0xFF, 0x7F, 0, '=', '%', '#', '!', ';'};
  for (size_t s = 0; s < sizeof single; s++) {
    for (size_t at = 0; at < 200; at++) {
      memset(text, at < 100 ? 'a' : 0, 100);
      text[at % 100] = single[s];
      check_one_traits(memory, 1, 100);
    }
  }
}

// A byte at a time: what is escaped is nothing, what is in a string is nothing, brackets go up and down.
static size_t naive_cut(const uint8_t *bytes, size_t start, size_t count, int values, bytemask_json_state *state,
                        size_t *closing) {
  size_t found = 0;
  *closing = count;
  for (size_t i = start; i < count; i++) {
    uint8_t byte = bytes[i];
    if (state->after_backslash) {
      state->after_backslash = 0;
    } else if (byte == '\\') {
      state->after_backslash = 1;
    } else if (byte == '"') {
      state->in_string = ~state->in_string;
    } else if (state->in_string) {
      continue;
    } else if (byte == '{' || byte == '[') {
      state->depth++;
    } else if (byte == '}' || byte == ']') {
      if (state->depth == 0 && values) continue;
      if (state->depth == 0) {
        *closing = i;
        return found;
      }
      state->depth--;
      if (state->depth == 0 && values) found = i + 1;
    } else if (byte == ',' && state->depth == 0 && !values) {
      found = i + 1;
    }
  }
  return found;
}

static void check_one_cut(guarded memory, int placements, size_t count) {
  const bytemask_json_kernels *kinds[JSON_CHOICES];
  int kind_count = json_kinds(kinds);
  for (int values = 0; values < 2; values++) {
    // In two calls, as a block that comes in parts: the state goes over.
    size_t middle = random_below(count + 1);
    bytemask_json_state states[2] = {{.depth = random64() & 1 ? 0 : (int64_t)random_below(3)}};
    bytemask_json_state first_state = states[0];
    size_t closings[2], cuts[2];
    cuts[0] = naive_cut(text, 0, middle, values, &states[0], &closings[0]);
    int goes_on = closings[0] == middle;
    states[1] = states[0];
    cuts[1] = goes_on ? naive_cut(text, middle, count, values, &states[1], &closings[1]) : 0;
    answer(cuts, sizeof cuts);
    for (int k = 0; k < kind_count; k++) {
      for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
        placed at = place(memory, placement, text, count, PADDING_ZEROS);
        now_checking(values ? "cut of values" : "cut of elements", kinds[k]->name, text, count, at.name, at.distance);
        bytemask_json_state state = first_state;
        for (int part = 0; part <= goes_on; part++) {
          size_t closing;
          size_t cut = kinds[k]->cut(at.text, part ? middle : 0, part ? count : middle, values, &state, &closing);
          require(cut == cuts[part], "another place to cut");
          require(closing == closings[part], "another closing bracket");
          // Behind the closing bracket nobody goes on.
          if (closing != (part ? count : middle)) break;
          require(state.depth == states[part].depth, "another depth");
          require(state.in_string == states[part].in_string, "another view of whether a string is open");
          require(!state.after_backslash == !states[part].after_backslash, "another view of whether a byte is escaped");
        }
      }
    }
  }
}

void check_cut(guarded memory) {
  for (int kind = 0; kind < TEXT_KINDS + 1; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID; count++) {
      size_t length = count;
      if (kind < TEXT_KINDS) random_text(kind, text, count);
      else if ((length = random_json(text, count, 6, 1)) > LONGEST_LAID) length = LONGEST_LAID;
      check_one_cut(memory, PLACEMENTS, length);
    }
  }
  // More runs than are kept at once.
  for (int round = 0; round < 24; round++) {
    size_t count = random_below(LONGEST), at = 0;
    while (at < count) {
      if (round % 3 == 0) {
        random_text(3, text + at, 1);
        at++;
      } else {
        uint8_t part[8000];
        size_t length = random_json(part, random_below(400), 5, 1);
        memcpy(text + at, part, length < LONGEST - at ? length : LONGEST - at);
        at += length;
        if (at < LONGEST) text[at++] = ',';
      }
    }
    check_one_cut(memory, 2, at < LONGEST ? at : LONGEST);
  }
}

typedef struct {
  uint8_t delimiter;
  size_t start, columns, column, room;
} row_form;

static size_t naive_rows(size_t count, row_form form, bytemask_json_text *texts, size_t *next) {
  size_t rows = 0;
  *next = form.start;
  while (rows < form.room + 1) {
    size_t end = *next;
    while (end < count && text[end] != '\n') end++;
    if (end == count || end == *next) return rows;
    size_t cells = 1, start = *next, from = 0, to = 0;
    for (size_t i = *next; i <= end; i++) {
      if (i < end && text[i] != form.delimiter) continue;
      if (cells - 1 == form.column) {
        from = start;
        to = i;
      }
      start = i + 1;
      cells += i < end;
    }
    if (cells != form.columns || rows == form.room) return rows;
    if (form.column == form.columns - 1 && to > from && text[to - 1] == '\r') to--;
    if (form.columns == 1 && from == to) return rows;
    texts[rows] = (bytemask_json_text){(uint32_t)from, (uint32_t)to, (uint32_t)rows, 7, 0};
    rows++;
    *next = end + 1;
  }
  return rows;
}

static void check_one_rows(guarded memory, guarded results, int placements, size_t count, row_form form) {
  static bytemask_json_text expected[4000];
  const bytemask_json_kernels *kinds[JSON_CHOICES];
  int kind_count = json_kinds(kinds);
  size_t next, rows = naive_rows(count, form, expected, &next);
  answer_number(rows);
  answer(expected, rows * sizeof *expected);
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text, count, PADDING_ZEROS);
      bytemask_json_text *found = (bytemask_json_text *)room_before_the_end(results, form.room * sizeof *found);
      size_t stopped;
      now_checking("rows", kinds[k]->name, text, count, at.name, at.distance);
      size_t read = kinds[k]->rows(
        at.text, form.start, count, form.delimiter, form.columns, form.column, 7, found, form.room, &stopped);
      require(read == rows, "another number of rows");
      require(stopped == next, "stops at another place");
      require(!memcmp(found, expected, rows * sizeof *found), "other texts");
    }
  }
}

void check_rows(guarded memory, guarded results) {
  for (int kind = 0; kind < 8; kind++) {
    for (size_t count = 0; count <= LONGEST_LAID + 4; count++) {
      size_t length = count <= LONGEST_LAID ? count : random_below(20000);
      row_form form = {
        .delimiter = kind % 2 ? '\t' : ',', .columns = 1 + random_below(4), .room = random_below(4) ? 3999 : random_below(6)};
      form.column = random_below(form.columns);
      // What comes before the start belongs to rows that were read already.
      form.start = random64() & 1 || length == 0 ? 0 : random_below(length < 70 ? length : 70);
      random_text(5, text, form.start);
      // Rows that are as they should be for a while, with a wrong one now and then.
      size_t at = form.start;
      while (at < length) {
        size_t columns = random_below(60) ? form.columns : 1 + random_below(5);
        for (size_t c = 0; c < columns && at < length; c++) {
          size_t cell = random_below(random_below(10) ? 12 : 150);
          while (cell-- && at < length) {
            uint8_t byte = kind < 6 ? (uint8_t)('a' + random_below(26)) : (uint8_t)random64();
            text[at++] = byte == '\n' || byte == form.delimiter ? 'x' : byte;
          }
          if (c + 1 < columns && at < length) text[at++] = form.delimiter;
        }
        if (!random_below(5) && at < length) text[at++] = '\r';
        if (at < length) text[at++] = '\n';
      }
      check_one_rows(memory, results, count <= LONGEST_LAID ? PLACEMENTS : 2, length, form);
    }
  }
}
