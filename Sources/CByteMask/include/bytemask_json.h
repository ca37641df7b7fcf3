// Bytes of records to texts: JSON of a shape that is known, the places where a list may be cut, and rows of cells.
//
// Each kernel has a plain twin; `bytemask_json_kernels_for` chooses once, at start, what the processor can do.
#ifndef BYTEMASK_JSON_H
#define BYTEMASK_JSON_H
#include <stddef.h>
#include <stdint.h>

// What follows a piece of a shape.
enum {
  BYTEMASK_JSON_END = 0,     // nothing: the record ends
  BYTEMASK_JSON_TEXT = 1,    // the content of a string that is wanted; the next piece starts with its closing quote
  BYTEMASK_JSON_ANY = 2,     // any value that is not wanted
  BYTEMASK_JSON_FILLED = 3,  // a text as above that is not empty
};

// Shapes of records are a tree of pieces: a record equals the pieces on one way from the first to an end, but for what
// follows each of them.
typedef struct {
  uint32_t offset;  // of the piece in the shapes' bytes
  uint32_t length;
  uint32_t follows;
  uint32_t role;   // of the text that follows; of any value: how deep it may be nested
  uint32_t next;   // the piece after what follows
  uint32_t other;  // the piece to try where the record differs from this one; 0: none
  uint32_t stops;  // how many of the piece's own bytes are quotes, backslashes or below 0x20
} bytemask_json_piece;

// What stands after a record.
enum {
  BYTEMASK_JSON_LINES = 0,     // a line feed, with a carriage return before it or not
  BYTEMASK_JSON_ELEMENTS = 1,  // a comma, with white space around it or not
  BYTEMASK_JSON_VALUES = 2,    // white space, or nothing
};

// A text: where its content starts and ends, in which of the records read it lies, from 0, and what it is.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint32_t record;
  uint16_t role;
  uint16_t escaped;  // whether it has escapes
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
  BYTEMASK_JSON_HAS_QUOTE = 8,      // '"'
};

typedef struct {
  // Reads records from `start` on as long as each has one of the shapes and is valid JSON; stops at the first that has
  // not, or that nothing follows, or whose texts do not fit into `room`. 64 zero bytes must be readable after `count`, and
  // 64 bytes after the shapes'. Returns how many records it read; `found` is the number of their texts, `next` the place
  // where it stopped.
  size_t (*records)(const uint8_t *bytes, size_t start, size_t count, const uint8_t *shapes, const bytemask_json_piece *pieces,
                    int after, bytemask_json_text *texts, size_t room, size_t *found, size_t *next);

  // Follows strings and brackets from `start` on. Returns the place after the last comma outside all brackets, or, with
  // `values` not 0, after the last bracket that closes the outermost one; 0 where there is none. `closing` is the place
  // of the bracket that closes what is around, else `count`; the scan ends there.
  size_t (*cut)(const uint8_t *bytes, size_t start, size_t count, int values, bytemask_json_state *state, size_t *closing);

  // Reads rows from `start` on, each ended by a line feed, as long as each has `columns` cells with `delimiter` between
  // them and is not blank, and `room` texts are not reached; the cell `column` is the text, without a carriage return
  // before the line feed. Returns how many rows it read; `next` is where it stopped.
  size_t (*rows)(const uint8_t *bytes, size_t start, size_t count, uint8_t delimiter, size_t columns, size_t column,
                 uint16_t role, bytemask_json_text *texts, size_t room, size_t *next);

  // The place after the object or list at `start`, where it is valid JSON and nested at most `depth` deep, and never more
  // than 512; 0 where there is anything else. 64 zero bytes must be readable after the text, which is UTF-8.
  size_t (*skip)(const uint8_t *bytes, size_t start, size_t depth);

  // Which kinds of bytes occur at all.
  int (*traits)(const uint8_t *bytes, size_t count);
  const char *name;
} bytemask_json_kernels;

enum { BYTEMASK_JSON_BEST = 0, BYTEMASK_JSON_PLAIN = 1, BYTEMASK_JSON_BASELINE = 2, BYTEMASK_JSON_AVX2 = 3 };
const bytemask_json_kernels *bytemask_json_kernels_for(int choice);

#endif
