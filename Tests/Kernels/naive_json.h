// JSON after RFC 8259, a byte at a time and with every place compared with the text's end: what the kernels are held to.
#ifndef NAIVE_JSON_H
#define NAIVE_JSON_H
#include <stddef.h>
#include <stdint.h>

// A text and its end; places in it are numbers.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} naive_text;

// The answer where nothing valid starts at a place.
#define NAIVE_NONE SIZE_MAX

// The byte at a place, or -1 behind the end.
int naive_byte(naive_text text, size_t at);

// The place behind the string whose opening quote is at `at`, and whether it has escapes.
size_t naive_string(naive_text text, size_t at, int *has_escapes);

// The place behind the number, true, false or null at `at`.
size_t naive_scalar(naive_text text, size_t at);

// The place behind the object or list at `at`, nested at most `depth` deep.
size_t naive_container(naive_text text, size_t at, size_t depth);

// The place behind the white space at `at`, where there may be none.
size_t naive_space(naive_text text, size_t at);
#endif
