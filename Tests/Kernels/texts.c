#include "texts.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

// The bytes on both sides of every comparison that a kernel makes.
static const uint8_t edges[] = {0,   1,    8,    9,    10,   13,   14,   0x1F, 0x20, 0x21, '"',  '#',  '%',  '&',  '\'', '+',
                                ',', '-',  '.',  '/',  '0',  '9',  ':',  ';',  '<',  '=',  '@',  'A',  'Z',  '[',  '\\', ']',
                                '^', '_',  '`',  'a',  'z',  '{',  '|',  '}',  '~',  0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xC1, 0xDF,
                                0xE0, 0xFE, 0xFF};
static const char *const scalars[] = {"\xC3\xA9", "\xE2\x80\x99", "\xF0\x9F\x90\x9F", "\xE4\xB8\xAD", "\xC4\xB0"};

static uint8_t letter(void) { return (uint8_t)((random64() & 1 ? 'a' : 'A') + random_below(26)); }

void random_text(int kind, uint8_t *text, size_t count) {
  static const char structure[] = "\"\"\"\\\\\\{}[],,:\n\r a1<&";
  size_t at = 0;
  while (at < count) {
    switch (kind) {
    case 0: {  // words and what is between them
      size_t run = random_below(12);
      while (run-- && at < count) text[at++] = random_below(8) ? letter() : (uint8_t)('0' + random_below(10));
      if (at < count) text[at++] = (uint8_t) " -,.'\n\t_"[random_below(8)];
      break;
    }
    case 1: text[at++] = (uint8_t)random64(); break;
    case 2: {  // scalars outside ASCII, the last of them cut where the text ends
      const char *scalar = scalars[random_below(5)];
      if (random_below(3)) {
        text[at++] = letter();
      } else {
        while (*scalar && at < count) text[at++] = (uint8_t)*scalar++;
      }
      break;
    }
    case 3: text[at++] = (uint8_t)structure[random_below(sizeof structure - 1)]; break;
    case 4: {  // runs that are longer than any register, of one byte
      uint8_t byte = edges[random_below(sizeof edges)];
      size_t run = 1 + random_below(200);
      while (run-- && at < count) text[at++] = byte;
      break;
    }
    default: text[at++] = edges[random_below(sizeof edges)];
    }
  }
}

size_t random_string_content(uint8_t *out, size_t size) {
  size_t at = 0;
  while (at < size) {
    switch (random_below(12)) {
    case 0: {
      out[at++] = '\\';
      out[at++] = (uint8_t) "\"\\/bfnrt"[random_below(8)];
      break;
    }
    case 1: {
      // Any scalar: outside the first plane as two escapes.
      uint32_t scalar = (uint32_t)random_below(random64() & 1 ? 0x110000 : 0x3000);
      const char *form = random64() & 1 ? "\\u%04x" : "\\u%04X";
      char escape[16];
      if (scalar >= 0xD800 && scalar < 0xE000) scalar = 'x';
      if (scalar < 0x10000) {
        snprintf(escape, sizeof escape, form, scalar);
      } else {
        snprintf(escape, sizeof escape, form, 0xD800 + ((scalar - 0x10000) >> 10));
        snprintf(escape + 6, sizeof escape - 6, form, 0xDC00 + (scalar & 0x3FF));
      }
      memcpy(out + at, escape, strlen(escape));
      at += strlen(escape);
      break;
    }
    case 2: {
      const char *scalar = scalars[random_below(5)];
      memcpy(out + at, scalar, strlen(scalar));
      at += strlen(scalar);
      break;
    }
    case 3: out[at++] = (uint8_t) "{}[],:' /<&"[random_below(11)]; break;
    default: out[at++] = letter();
    }
  }
  return at;
}

static size_t word(uint8_t *out, const char *text) {
  memcpy(out, text, strlen(text));
  return strlen(text);
}

static size_t white_space(uint8_t *out, int has_line_feeds) {
  size_t count = random_below(6) ? 0 : random_below(random_below(4) ? 3 : 70);
  for (size_t i = 0; i < count; i++) out[i] = (uint8_t) " \t\r\n"[random_below(has_line_feeds ? 4 : 2)];
  return count;
}

static size_t scalar_value(uint8_t *out, size_t size) {
  static const char *const values[] = {"true", "false", "null", "0", "-0", "7", "-12.50", "1e9", "2.5E-10", "0.001e+7", "1234567890"};
  if (random_below(3)) return word(out, values[random_below(sizeof values / sizeof *values)]);
  size_t at = 0;
  out[at++] = '"';
  at += random_string_content(out + at, random_below(size < 1 ? 1 : size > 150 ? 150 : size));
  out[at++] = '"';
  return at;
}

size_t random_json(uint8_t *out, size_t size, int depth, int has_line_feeds) {
  if (depth == 0 || size < 2) return scalar_value(out, size);
  int object = (int)(random64() & 1);
  size_t at = 0;
  out[at++] = object ? '{' : '[';
  at += white_space(out + at, has_line_feeds);
  int is_first = 1;
  while (at + 2 < size && (is_first || random_below(8))) {
    if (!is_first) {
      out[at++] = ',';
      at += white_space(out + at, has_line_feeds);
    }
    is_first = 0;
    if (object) {
      out[at++] = '"';
      at += random_string_content(out + at, random_below(9));
      out[at++] = '"';
      at += white_space(out + at, has_line_feeds);
      out[at++] = ':';
      at += white_space(out + at, has_line_feeds);
    }
    size_t left = size > at ? size - at : 0;
    at += random_below(3) ? scalar_value(out + at, left) : random_json(out + at, left, depth - 1, has_line_feeds);
    at += white_space(out + at, has_line_feeds);
  }
  out[at++] = object ? '}' : ']';
  return at;
}

size_t damaged(uint8_t *text, size_t count) {
  if (count == 0) return 0;
  size_t at = random_below(count);
  switch (random_below(3)) {
  case 0: text[at] = edges[random_below(sizeof edges)]; return count;
  case 1: memmove(text + at, text + at + 1, count - at - 1); return count - 1;
  default: memmove(text + at + 1, text + at, count - at); return count + 1;
  }
}
