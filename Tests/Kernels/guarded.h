// Memory between two pages that nobody may touch, and texts laid against either of them.
#ifndef GUARDED_H
#define GUARDED_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint8_t *first;  // the first byte that may be touched
  uint8_t *end;    // the first behind them that may not
} guarded;

// Maps memory of at least `bytes` bytes with a forbidden page before and behind; lives as long as the program.
guarded guarded_memory(size_t bytes);

// What follows a text for 64 bytes: what a buffer promises, or anything that a kernel has to leave out itself.
typedef enum { PADDING_NONE, PADDING_ZEROS, PADDING_ANYTHING } padding;

// Every way in which a text is laid: 64 distances of its padding's end from the forbidden page behind, then 64 of its start
// from the one before.
enum { PLACEMENTS = 128 };

typedef struct {
  const uint8_t *text;
  const char *name;
  size_t distance;
} placed;

// Copies a text there; what is around it are bytes that a kernel would take for its own.
placed place(guarded memory, int placement, const uint8_t *text, size_t count, padding padding);

// Room of exactly so many bytes that ends where the forbidden page begins, filled with 0xA5.
uint8_t *room_before_the_end(guarded memory, size_t bytes);
#endif
