#include "naive_json.h"

#include <string.h>

int naive_byte(naive_text text, size_t at) { return at < text.count ? text.bytes[at] : -1; }

// The value of four hexadecimal digits, or -1.
static long unit(naive_text text, size_t at) {
  static const char digits[] = "0123456789abcdef";
  long value = 0;
  for (size_t i = at; i < at + 4; i++) {
    int byte = naive_byte(text, i);
    if (byte >= 'A' && byte <= 'F') byte += 'a' - 'A';
    const char *digit = byte > 0 ? strchr(digits, byte) : NULL;
    if (!digit) return -1;
    value = value * 16 + (digit - digits);
  }
  return value;
}

size_t naive_string(naive_text text, size_t at, int *has_escapes) {
  if (naive_byte(text, at) != '"') return NAIVE_NONE;
  *has_escapes = 0;
  for (at++;;) {
    int byte = naive_byte(text, at);
    if (byte == '"') return at + 1;
    if (byte < 0x20) return NAIVE_NONE;
    if (byte != '\\') {
      at++;
      continue;
    }
    *has_escapes = 1;
    int kind = naive_byte(text, at + 1);
    if (kind != 'u') {
      if (kind <= 0 || !strchr("\"\\/bfnrt", kind)) return NAIVE_NONE;
      at += 2;
      continue;
    }
    long first = unit(text, at + 2);
    if (first < 0 || (first >= 0xDC00 && first <= 0xDFFF)) return NAIVE_NONE;
    at += 6;
    if (first < 0xD800 || first > 0xDBFF) continue;
    // A high surrogate has the low one behind it.
    if (naive_byte(text, at) != '\\' || naive_byte(text, at + 1) != 'u') return NAIVE_NONE;
    long second = unit(text, at + 2);
    if (second < 0xDC00 || second > 0xDFFF) return NAIVE_NONE;
    at += 6;
  }
}

static size_t digits(naive_text text, size_t at) {
  size_t from = at;
  while (naive_byte(text, at) >= '0' && naive_byte(text, at) <= '9') at++;
  return at == from ? NAIVE_NONE : at;
}

size_t naive_scalar(naive_text text, size_t at) {
  static const char *const names[] = {"true", "false", "null"};
  for (size_t i = 0; i < 3; i++) {
    size_t length = strlen(names[i]);
    if (at + length <= text.count && !memcmp(text.bytes + at, names[i], length)) return at + length;
  }
  if (naive_byte(text, at) == '-') at++;
  if (naive_byte(text, at) == '0') at++;
  else if ((at = digits(text, at)) == NAIVE_NONE) return NAIVE_NONE;
  if (naive_byte(text, at) == '.' && (at = digits(text, at + 1)) == NAIVE_NONE) return NAIVE_NONE;
  int byte = naive_byte(text, at);
  if (byte != 'e' && byte != 'E') return at;
  byte = naive_byte(text, at + 1);
  return digits(text, byte == '+' || byte == '-' ? at + 2 : at + 1);
}

size_t naive_space(naive_text text, size_t at) {
  for (;; at++) {
    int byte = naive_byte(text, at);
    if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') return at;
  }
}

static size_t value(naive_text text, size_t at, size_t depth) {
  int has_escapes;
  switch (naive_byte(text, at)) {
  case '"': return naive_string(text, at, &has_escapes);
  case '{': case '[': return naive_container(text, at, depth);
  default: return naive_scalar(text, at);
  }
}

size_t naive_container(naive_text text, size_t at, size_t depth) {
  int open = naive_byte(text, at), close = open == '{' ? '}' : ']', has_escapes;
  if ((open != '{' && open != '[') || depth == 0) return NAIVE_NONE;
  at = naive_space(text, at + 1);
  if (naive_byte(text, at) == close) return at + 1;
  for (;;) {
    if (open == '{') {
      at = naive_string(text, at, &has_escapes);
      if (at == NAIVE_NONE) return NAIVE_NONE;
      at = naive_space(text, at);
      if (naive_byte(text, at) != ':') return NAIVE_NONE;
      at = naive_space(text, at + 1);
    }
    at = value(text, at, depth - 1);
    if (at == NAIVE_NONE) return NAIVE_NONE;
    at = naive_space(text, at);
    if (naive_byte(text, at) == close) return at + 1;
    if (naive_byte(text, at) != ',') return NAIVE_NONE;
    at = naive_space(text, at + 1);
  }
}
