#include "check.h"
#include "json_kinds.h"
#include "kernel_checks.h"
#include "naive_json.h"
#include "texts.h"

#include <string.h>

enum { MOST_PIECES = 40, ROOM = 3000, LONGEST = 60000 };

// Shapes as the reader learns them: one to three kinds of records, of keys with texts and other values, which begin alike or
// not. Pieces are as long as chance has it: shorter than a register, as long as one, longer.
typedef struct {
  uint8_t bytes[8000];
  size_t count;
  bytemask_json_piece pieces[MOST_PIECES];
  uint32_t piece_count;
} shape_set;

static void append(shape_set *set, const char *text) {
  memcpy(set->bytes + set->count, text, strlen(text));
  set->count += strlen(text);
}

static void append_key(shape_set *set, uint8_t name) {
  size_t length = random_below(4) ? random_below(12) : random_below(80);
  append(set, "\"");
  set->bytes[set->count++] = name;
  while (length--) set->bytes[set->count++] = (uint8_t)('a' + random_below(26));
  if (random_below(8) == 0) append(set, "\\\"\\n\\\\");
  append(set, random_below(8) == 0 ? "\":\n\t" : random64() & 1 ? "\":" : "\": ");
}

static void make_shapes(shape_set *set) {
  memset(set, 0, sizeof *set);
  uint32_t first_of_last_shape = 0;
  size_t shapes = 1 + random_below(3);
  for (size_t s = 0; s < shapes; s++) {
    uint32_t from = set->piece_count;
    size_t values = random_below(4);
    const char *before = "{";
    for (size_t v = 0; v <= values; v++) {
      bytemask_json_piece *piece = &set->pieces[set->piece_count];
      piece->offset = (uint32_t)set->count;
      append(set, before);
      if (v == values) {
        append(set, "}");
        piece->follows = BYTEMASK_JSON_END;
      } else {
        append_key(set, (uint8_t)('a' + s));
        int is_text = (int)(random64() & 1);
        if (is_text) append(set, "\"");
        int is_filled = is_text && random_below(3) == 0;
        piece->follows = is_filled ? BYTEMASK_JSON_FILLED : is_text ? BYTEMASK_JSON_TEXT : BYTEMASK_JSON_ANY;
        piece->role = is_text ? (uint32_t)random_below(4) : 1 + (uint32_t)random_below(5);
        before = is_text ? "\"," : random64() & 1 ? "," : " , ";
        if (v + 1 == values) before = is_text ? "\"" : "";
      }
      piece->length = (uint32_t)set->count - piece->offset;
      for (size_t i = piece->offset; i < set->count; i++)
        piece->stops += set->bytes[i] == '"' || set->bytes[i] == '\\' || set->bytes[i] < 0x20;
      piece->next = ++set->piece_count;
    }
    // The kinds are tried in turn where a record begins.
    if (s > 0) set->pieces[first_of_last_shape].other = from;
    first_of_last_shape = from;
  }
}

// Writes a record after one of the shapes, mostly; returns its length.
static size_t make_record(const shape_set *set, uint8_t *out, int has_line_feeds) {
  size_t at = 0, turns = random_below(3);
  uint32_t index = 0;
  while (turns-- && set->pieces[index].other) index = set->pieces[index].other;
  for (;; index = set->pieces[index].next) {
    const bytemask_json_piece *piece = &set->pieces[index];
    memcpy(out + at, set->bytes + piece->offset, piece->length);
    at += piece->length;
    if (piece->follows == BYTEMASK_JSON_END) return at;
    size_t size = random_below(random_below(5) ? 20 : 200);
    at += piece->follows != BYTEMASK_JSON_ANY
      ? random_string_content(out + at, size)
      : random_json(out + at, size, random_below(20) ? (int)random_below(piece->role + 1) : 7, has_line_feeds);
  }
}

// One record at `at` by the shapes; its end, and its texts from `found` on, of which there may be no more than `room`.
static size_t naive_record(naive_text text, size_t at, const shape_set *set, int after, uint32_t record,
                           bytemask_json_text *texts, size_t *found, size_t room) {
  const bytemask_json_piece *piece = set->pieces;
  for (;; piece = set->pieces + piece->next) {
    while (text.count - at < piece->length || memcmp(text.bytes + at, set->bytes + piece->offset, piece->length) ||
           (piece->follows == BYTEMASK_JSON_FILLED && naive_byte(text, at + piece->length) == '"')) {
      if (piece->other == 0) return NAIVE_NONE;
      piece = set->pieces + piece->other;
    }
    at += piece->length;
    if (piece->follows == BYTEMASK_JSON_END) return at;
    int has_escapes = 0, byte = naive_byte(text, at);
    size_t from = at;
    if (piece->follows != BYTEMASK_JSON_ANY) {
      at = naive_string(text, at - 1, &has_escapes);
      if (at == NAIVE_NONE || *found == room) return NAIVE_NONE;
      at--;  // the next piece has the closing quote
      texts[(*found)++] =
        (bytemask_json_text){(uint32_t)from, (uint32_t)at, record, (uint16_t)piece->role, (uint16_t)has_escapes};
    } else if (byte == '"') {
      at = naive_string(text, at, &has_escapes);
    } else if (byte == '{' || byte == '[') {
      at = naive_container(text, at, piece->role);
      if (at != NAIVE_NONE && after == BYTEMASK_JSON_LINES && memchr(text.bytes + from, '\n', at - from)) return NAIVE_NONE;
    } else {
      at = naive_scalar(text, at);
    }
    if (at == NAIVE_NONE) return NAIVE_NONE;
  }
}

static size_t naive_records(naive_text text, size_t start, const shape_set *set, int after, bytemask_json_text *texts,
                            size_t room, size_t *found, size_t *next) {
  size_t records = 0, all = 0;
  *found = 0;
  *next = start;
  for (;;) {
    size_t at = naive_record(text, *next, set, after, (uint32_t)records, texts, &all, room);
    if (at == NAIVE_NONE) return records;
    if (after == BYTEMASK_JSON_LINES) {
      at += naive_byte(text, at) == '\r';
      if (naive_byte(text, at) != '\n') return records;
      at++;
    } else {
      at = naive_space(text, at);
      if (after == BYTEMASK_JSON_ELEMENTS) {
        if (naive_byte(text, at) != ',') return records;
        at = naive_space(text, at + 1);
      }
      // The last record is left to the careful way: more of it may come.
      if (at >= text.count) return records;
    }
    records++;
    *found = all;
    *next = at;
  }
}

static void check_one(guarded memory, guarded results, guarded shapes, int placements, naive_text text, size_t start,
                      const shape_set *set, int after, size_t room) {
  static bytemask_json_text expected[ROOM];
  const bytemask_json_kernels *kinds[JSON_CHOICES];
  int kind_count = json_kinds(kinds);
  size_t texts, next, records = naive_records(text, start, set, after, expected, room, &texts, &next);
  answer_number(records);
  answer(expected, texts * sizeof *expected);
  // Of the shapes 64 bytes behind may be read, and no more.
  placed shape = place(shapes, 0, set->bytes, set->count, PADDING_ANYTHING);
  for (int k = 0; k < kind_count; k++) {
    for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
      placed at = place(memory, placement, text.bytes, text.count, PADDING_ZEROS);
      bytemask_json_text *out = (bytemask_json_text *)room_before_the_end(results, room * sizeof *out);
      size_t found, stopped;
      now_checking("records", kinds[k]->name, text.bytes, text.count, at.name, at.distance);
      size_t read =
        kinds[k]->records(at.text, start, text.count, shape.text, set->pieces, after, out, room, &found, &stopped);
      require(read == records, "another number of records");
      require(found == texts, "another number of texts");
      require(stopped == next, "stops at another place");
      require(!memcmp(out, expected, found * sizeof *out), "other texts");
    }
  }
}

void check_records(guarded memory, guarded results, guarded shapes) {
  static const char *const separators[3][3] = {{"\n", "\n", "\r\n"}, {",", ", ", " \n,\n"}, {" ", "\n", ""}};
  static uint8_t text[LONGEST + 20000];
  static shape_set set;
  for (int round = 0; round < 1800; round++) {
    int after = round % 3;
    if (round % 10 == 0) make_shapes(&set);
    size_t wanted = round % 20 == 19 ? random_below(LONGEST) : (size_t)round % (LONGEST_LAID + 1);
    // What comes before the start belongs to records that were read already.
    size_t start = random64() & 1 ? 0 : random_below(70), count = start;
    random_text(3, text, start);
    while (count < wanted) {
      size_t length = make_record(&set, text + count, after != BYTEMASK_JSON_LINES || !random_below(10));
      if (!random_below(wanted < 1000 ? 12 : 300)) length = damaged(text + count, length);
      count += length;
      const char *separator = separators[after][random_below(3)];
      memcpy(text + count, separator, strlen(separator));
      count += strlen(separator);
    }
    if (random64() & 1) count = start + random_below(count - start + 1);
    size_t room = random_below(6) ? ROOM : random_below(9);
    int placements = count <= 2 * LONGEST_LAID ? PLACEMENTS : 2;
    check_one(memory, results, shapes, placements, (naive_text){text, count}, start, &set, after, room);
  }
}
