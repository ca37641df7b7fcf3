// The kernels over records, written once: bytemask_json.c includes this for each kind of processor, with KERNEL, TARGET
// and the primitives stops_, equal_, structure_ and bytes_ of that kind; and, where PLACES is defined, places_.

// The closing quote of the string whose content starts at `p`; NULL where it is not valid.
TARGET static inline const uint8_t *KERNEL(string_end)(const uint8_t *p) {
  for (;;) {
    uint64_t stops = KERNEL(stops)(p);
    if (!stops) {
      p += 64;
      continue;
    }
    p += __builtin_ctzll(stops);
    if (*p == '"') return p;
    size_t length = *p == '\\' ? escape_length(p) : 0;
    if (!length) return NULL;
    p += length;
  }
}

TARGET static size_t KERNEL(skip)(const uint8_t *bytes, size_t start, size_t limit) {
  enum { DEEPEST = 512 };
  uint64_t objects[DEEPEST / 64] = {0};  // a bit for each open container: whether it is an object
  size_t depth = 0;
  const uint8_t *p = bytes + start;
  // A caller that asks for more, or for what is no container, must not reach memory before or behind those bits.
  if (limit > DEEPEST) limit = DEEPEST;
  if (*p != '{' && *p != '[') return 0;
  for (;;) {
    // A value starts at `p`.
    if (*p == '{' || *p == '[') {
      uint64_t object = *p == '{';
      if (depth == limit) return 0;
      objects[depth / 64] = (objects[depth / 64] & ~(1ull << (depth % 64))) | object << (depth % 64);
      depth++;
      p = skip_space(p + 1);
      if (*p == (object ? '}' : ']')) goto closed;
      if (object) goto key;
      continue;
    }
    if (*p == '"') {
      p = KERNEL(string_end)(p + 1);
      if (!p) return 0;
      p++;
    } else {
      p = scalar_end(p);
      if (!p) return 0;
    }
    for (;;) {
      uint64_t object;
      p = skip_space(p);
      object = objects[(depth - 1) / 64] >> ((depth - 1) % 64) & 1;
      if (*p == ',') {
        p = skip_space(p + 1);
        if (object) goto key;
        break;
      }
      if (*p != (object ? '}' : ']')) return 0;
    closed:
      p++;
      if (--depth == 0) return (size_t)(p - bytes);
    }
    continue;
  key:
    if (*p != '"') return 0;
    p = KERNEL(string_end)(p + 1);
    if (!p) return 0;
    p = skip_space(p + 1);
    if (*p != ':') return 0;
    p = skip_space(p + 1);
  }
}

#ifdef PLACES
// The places of the stops of some bytes, ahead of the one who reads them. Were each looked for where the last one led, the
// processor would wait for a load, a comparison and a count at every string.
typedef struct {
  const uint8_t *bytes, *end;
  size_t wanted;  // how many are looked for at once: few at first, since the one who asks may not come far
  uint32_t places[STOPS_AT_ONCE + 64 + 16];
} KERNEL(stop_list);

// SOUND: the 64 zeros at `end` are stops, so one is found, and of blocks that start at `end` or before all bytes are readable.
TARGET static __attribute__((noinline)) size_t KERNEL(list_stops)(KERNEL(stop_list) *list, const uint8_t *p) {
  size_t count = 0;
  do {
    count += KERNEL(places)(KERNEL(stops)(p), (uint32_t)(p - list->bytes), list->places + count);
    p += 64;
  } while (count < list->wanted && p <= list->end);
  if (list->wanted < STOPS_AT_ONCE) list->wanted *= 2;
  return count;
}

// The list, and beside it, in registers, its length and the first place in it that is not behind the reader.
#define STOPS                                                                \
  KERNEL(stop_list) list;                                                    \
  list.bytes = bytes;                                                        \
  list.end = end;                                                            \
  list.wanted = 32;                                                          \
  size_t stop = 0, stop_count = 0
// The first stop at or after `p`, where all places before `stop` are behind it.
#define FIRST_STOP(p)                                                        \
  ({                                                                         \
    if (stop >= stop_count) {                                                \
      stop_count = KERNEL(list_stops)(&list, p);                             \
      stop = 0;                                                              \
    }                                                                        \
    bytes + list.places[stop];                                               \
  })
#define PASS_STOPS(count) stop += (count)
#define PASS_TO(p)                                                           \
  while (stop < stop_count && list.places[stop] < (uint32_t)((p) - bytes)) stop++
#else
TARGET static inline const uint8_t *KERNEL(first_stop)(const uint8_t *p) {
  for (;; p += 64) {
    // Where there is no zero among these 64 bytes the text's end is not among them.
    uint64_t stops = KERNEL(stops)(p);
    if (stops) return p + __builtin_ctzll(stops);
  }
}

#define STOPS
#define FIRST_STOP(p) KERNEL(first_stop)(p)
#define PASS_STOPS(count)
#define PASS_TO(p)
#endif

TARGET static size_t KERNEL(records)(const uint8_t *bytes, size_t start, size_t count, const uint8_t *shapes,
                                     const bytemask_json_piece *pieces, int after, bytemask_json_text *texts, size_t room,
                                     size_t *found, size_t *next) {
  size_t records = 0;
  const uint8_t *end = bytes + count;
  const uint8_t *p = bytes + start;
  bytemask_json_text *text = texts;
  STOPS;
  *next = start;
  *found = 0;
  for (;;) {
    for (const bytemask_json_piece *piece = pieces;; piece = pieces + piece->next) {
    match:
      while (!KERNEL(equal)(p, shapes + piece->offset, piece->length)) {
        if (!piece->other) return records;
        piece = pieces + piece->other;
      }
      p += piece->length;
      if (piece->follows == BYTEMASK_JSON_END) {
        PASS_STOPS(piece->stops);
        break;
      }
      if (piece->follows == BYTEMASK_JSON_FILLED && *p == '"') {
        if (!piece->other) return records;
        p -= piece->length;
        piece = pieces + piece->other;
        goto match;
      }
      PASS_STOPS(piece->stops);
      if (piece->follows == BYTEMASK_JSON_ANY) {
        if (*p == '"') {
          PASS_STOPS(1);
          p++;
          for (;;) {
            p = FIRST_STOP(p);
            if (*p == '"') break;
            size_t length = *p == '\\' ? escape_length(p) : 0;
            if (!length) return records;
            p += length;
            PASS_TO(p);
          }
          PASS_STOPS(1);
          p++;
        } else if (*p == '{' || *p == '[') {
          const uint8_t *value = p;
          size_t next_value = KERNEL(skip)(bytes, (size_t)(p - bytes), piece->role);
          if (!next_value) return records;
          p = bytes + next_value;
          // White space in a value may be a line feed, but not where a record is a line.
          if (after == BYTEMASK_JSON_LINES && memchr(value, '\n', (size_t)(p - value))) return records;
          PASS_TO(p);
        } else {
          p = scalar_end(p);
          if (!p) return records;
        }
        continue;
      }
      const uint8_t *content = p;
      uint32_t escaped = 0;
      for (;;) {
        p = FIRST_STOP(p);
        if (*p == '"') break;
        size_t length = *p == '\\' ? escape_length(p) : 0;
        if (!length) return records;
        escaped = 1;
        p += length;
        PASS_TO(p);
      }
      if (text == texts + room) return records;
      text->start = (uint32_t)(content - bytes);
      text->end = (uint32_t)(p - bytes);
      text->record = (uint32_t)records;
      text->role = (uint16_t)piece->role;
      text->escaped = (uint16_t)escaped;
      text++;
    }
    if (after == BYTEMASK_JSON_LINES) {
      int carriage = *p == '\r';
      p += carriage;
      if (*p != '\n') return records;
      p++;
      PASS_STOPS((size_t)carriage + 1);
    } else {
      p = skip_space(p);
      if (after == BYTEMASK_JSON_ELEMENTS) {
        if (*p != ',') return records;
        p = skip_space(p + 1);
      }
      if (p >= end) return records;
      PASS_TO(p);
    }
    records++;
    *found = (size_t)(text - texts);
    *next = (size_t)(p - bytes);
  }
}
#undef STOPS
#undef FIRST_STOP
#undef PASS_STOPS
#undef PASS_TO

// Follows one run of 64 bytes bit by bit; returns the last place to cut in it, from 1, or 0.
TARGET static inline size_t KERNEL(walk)(uint64_t opens, uint64_t closes, uint64_t commas, int values, int64_t *depth,
                                         int *closing) {
  size_t place = 0;
  *closing = -1;
  for (uint64_t left = opens | closes | commas; left; left &= left - 1) {
    int at = __builtin_ctzll(left);
    uint64_t bit = 1ull << at;
    if (opens & bit) {
      ++*depth;
    } else if (closes & bit) {
      if (*depth == 0) {
        if (values) continue;
        *closing = at;
        return place;
      }
      if (--*depth == 0 && values) place = (size_t)at + 1;
    } else if (*depth == 0) {
      place = (size_t)at + 1;
    }
  }
  return place;
}

TARGET static size_t KERNEL(cut)(const uint8_t *bytes, size_t start, size_t count, int values, bytemask_json_state *state,
                                 size_t *closing) {
  enum { RUNS = 512 };
  struct {
    uint64_t opens, closes, strings;
    int64_t depth;
  } runs[RUNS];
  size_t found = 0;
  *closing = count;
  while (start < count) {
    size_t first = start;
    size_t used = 0;
    for (; used < RUNS && start < count; used++, start += 64) {
      structure s = KERNEL(structure)(bytes + start);
      uint64_t inside = count - start < 64 ? (1ull << (count - start)) - 1 : ~0ull;
      uint64_t quotes = s.quotes & inside;
      if ((s.backslashes & inside) | state->after_backslash) {
        uint64_t carry = state->after_backslash;
        uint64_t escaped = escaped_bytes(s.backslashes & inside, &carry);
        // Of a run that the text ends in, the byte after its end may be the escaped one.
        if (inside != ~0ull) carry = (escaped & ~inside) != 0;
        state->after_backslash = carry;
        quotes &= ~escaped;
        s.opens &= ~escaped;
        s.closes &= ~escaped;
        runs[used].strings = escaped;
      } else {
        runs[used].strings = 0;
      }
      uint64_t strings = prefix_xor(quotes) ^ state->in_string;
      state->in_string = 0 - (strings >> 63);
      runs[used].strings |= strings | ~inside;
      runs[used].opens = s.opens & ~strings & inside;
      runs[used].closes = s.closes & ~strings & inside;
      runs[used].depth = state->depth;
      int64_t down = __builtin_popcountll(runs[used].closes);
      int64_t up = __builtin_popcountll(runs[used].opens);
      if (state->depth < down) {
        // The list that is around may close here, or, among values, a bracket too many: look at each bracket.
        int at;
        int64_t depth = state->depth;
        KERNEL(walk)(runs[used].opens, runs[used].closes, 0, values, &depth, &at);
        if (at >= 0) {
          *closing = start + (size_t)at;
          used++;
          break;
        }
        state->depth = depth;
      } else {
        state->depth += up - down;
      }
    }
    // The last place to cut is in the last run that has one.
    for (size_t run = used; run-- > 0;) {
      int64_t depth = runs[run].depth;
      const uint8_t *p = bytes + first + 64 * run;
      uint64_t commas = values ? 0 : KERNEL(bytes)(p, ',') & ~runs[run].strings;
      if (depth > (int64_t)__builtin_popcountll(runs[run].closes) || !(values ? runs[run].closes : commas)) continue;
      int at;
      size_t place = KERNEL(walk)(runs[run].opens, runs[run].closes, commas, values, &depth, &at);
      if (place) {
        found = first + 64 * run + place;
        break;
      }
    }
    if (*closing != count) return found;
  }
  return found;
}

TARGET static size_t KERNEL(rows)(const uint8_t *bytes, size_t start, size_t count, uint8_t delimiter, size_t columns,
                                  size_t column, uint16_t role, bytemask_json_text *texts, size_t room, size_t *next) {
  size_t rows = 0, cell = start, cells = 0, text_start = 0, text_end = 0;
  *next = start;
  for (size_t run = start; run < count; run += 64) {
    uint64_t inside = count - run < 64 ? (1ull << (count - run)) - 1 : ~0ull;
    uint64_t feeds = KERNEL(bytes)(bytes + run, '\n') & inside;
    uint64_t ends = feeds | (KERNEL(bytes)(bytes + run, delimiter) & inside);
    for (; ends; ends &= ends - 1) {
      int bit = __builtin_ctzll(ends);
      size_t at = run + (size_t)bit;
      if (cells == column) {
        text_start = cell;
        text_end = at;
      }
      cells++;
      cell = at + 1;
      if (!(feeds >> bit & 1)) continue;
      if (cells != columns || rows == room) return rows;
      if (column + 1 == columns && text_end > text_start && bytes[text_end - 1] == '\r') text_end--;
      if (columns == 1 && text_end == text_start) return rows;
      texts[rows] = (bytemask_json_text){(uint32_t)text_start, (uint32_t)text_end, (uint32_t)rows, role, 0};
      rows++;
      cells = 0;
      *next = cell;
    }
  }
  return rows;
}
