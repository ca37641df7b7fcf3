// Bytes of JSON to texts: records that look like the one before, and the places where a list may be cut.
//
// Each kernel has a plain twin; `bytemask_json_kernels_for` chooses once, at start, what the processor can do.
#ifndef BYTEMASK_JSON_H
#define BYTEMASK_JSON_H
#include <stddef.h>
#include <stdint.h>

// What follows a piece of a record's shape.
enum {
  BYTEMASK_JSON_END = 0,     // nothing: the record ends
  BYTEMASK_JSON_STRING = 1,  // any string's content; the next piece starts with its closing quote
  BYTEMASK_JSON_TEXT = 2,    // the same, and it is a text that is wanted
  BYTEMASK_JSON_SCALAR = 3,  // any number, true, false or null
};

// A record's shape is pieces that must be equal, with something that may vary after each.
typedef struct {
  uint32_t offset;  // of the piece in the shape's bytes
  uint32_t length;
  uint32_t follows;
} bytemask_json_piece;

// What stands after a record.
enum {
  BYTEMASK_JSON_LINES = 0,     // a line feed, with a carriage return before it or not
  BYTEMASK_JSON_ELEMENTS = 1,  // a comma, with white space around it or not
  BYTEMASK_JSON_VALUES = 2,    // white space, or nothing
};

// A text: where its content starts and ends, and whether it has escapes.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint32_t escaped;
} bytemask_json_text;

// Where a scan for places to cut stands; all zero at a value's start.
typedef struct {
  int64_t depth;
  uint64_t in_string;        // all ones inside a string
  uint64_t after_backslash;  // 1 where the next byte is escaped
} bytemask_json_state;

enum {
  BYTEMASK_JSON_HAS_HIGH = 1,       // a byte above 127
  BYTEMASK_JSON_HAS_LESS = 2,       // '<'
  BYTEMASK_JSON_HAS_AMPERSAND = 4,  // '&'
};

typedef struct {
  // Reads records from `start` on as long as they have the shape exactly and are valid JSON; stops at the first that has
  // not, or that nothing follows, or when fewer than `per_record` places are left in `texts`. 64 zero bytes must be
  // readable after `count`, and 64 bytes after the shape's. Returns how many records it read; `next` is where it stopped.
  size_t (*records)(const uint8_t *bytes, size_t start, size_t count, const uint8_t *shape, const bytemask_json_piece *pieces,
                    int after, size_t per_record, bytemask_json_text *texts, size_t room, size_t *next);

  // Follows strings and brackets from `start` on. Returns the place after the last comma outside all brackets, or, with
  // `values` not 0, after the last bracket that closes the outermost one; 0 where there is none. `closing` is the place
  // of the bracket that closes what is around, else `count`; the scan ends there.
  size_t (*cut)(const uint8_t *bytes, size_t start, size_t count, int values, bytemask_json_state *state, size_t *closing);

  // Which kinds of bytes occur at all.
  int (*traits)(const uint8_t *bytes, size_t count);
  const char *name;
} bytemask_json_kernels;

enum { BYTEMASK_JSON_BEST = 0, BYTEMASK_JSON_PLAIN = 1, BYTEMASK_JSON_BASELINE = 2 };
const bytemask_json_kernels *bytemask_json_kernels_for(int choice);

#endif
