#include "check.h"
#include "kernel_checks.h"
#include "snappy_block.h"
#include "texts.h"

#include <string.h>

enum { LONGEST = 30000 };

// Decodes a block after google/snappy's format_description.txt, a byte at a time, or says that it is damaged.
static size_t naive_decompress(const uint8_t *in, size_t count, uint8_t *out, size_t room) {
  size_t at = 0, made = 0, claimed = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (at == count || shift > 28) return SNAPPY_BLOCK_DAMAGED;
    claimed += (size_t)(in[at] & 127) << shift;
    if (in[at++] < 128) break;
  }
  if (claimed != room) return SNAPPY_BLOCK_DAMAGED;
  while (at < count) {
    uint8_t tag = in[at++];
    size_t length = (size_t)(tag >> 2) + 1, extra = 0, offset = 0;
    switch (tag & 3) {
    case 0: extra = length > 60 ? length - 60 : 0; break;
    case 1: extra = 1; break;
    case 2: extra = 2; break;
    default: extra = 4;
    }
    size_t number = 0;
    for (size_t i = 0; i < extra; i++) {
      if (at == count) return SNAPPY_BLOCK_DAMAGED;
      number |= (size_t)in[at++] << (8 * i);
    }
    if ((tag & 3) == 0) {
      if (extra) length = number + 1;
      for (; length; length--) {
        if (at == count || made == room) return SNAPPY_BLOCK_DAMAGED;
        out[made++] = in[at++];
      }
      continue;
    }
    offset = number;
    if ((tag & 3) == 1) {
      length = (size_t)(tag >> 2 & 7) + 4;
      offset += (size_t)(tag >> 5) << 8;
    }
    if (offset == 0 || offset > made) return SNAPPY_BLOCK_DAMAGED;
    for (; length; length--, made++) {
      if (made == room) return SNAPPY_BLOCK_DAMAGED;
      out[made] = out[made - offset];
    }
  }
  return made == room ? made : SNAPPY_BLOCK_DAMAGED;
}

static void put(uint8_t *out, size_t *at, size_t number, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) out[(*at)++] = (uint8_t)(number >> (8 * i));
}

// Writes elements of every form until `size` bytes are described; returns the block's length, and how many bytes it makes.
static size_t make_block(uint8_t *out, size_t size, size_t *makes) {
  static uint8_t body[3 * LONGEST];
  size_t at = 0, made = 0;
  while (made < size) {
    int form = (int)random_below(5);
    if (made == 0 || form < 2) {
      size_t length = 1 + random_below(random_below(6) ? 14 : 400);
      // A literal's length in the tag, or in one to four bytes behind it, of which the higher ones may be zero.
      size_t extra = length > 60 ? 1 + (length > 256) : random_below(20) ? 0 : 1;
      if (extra && !random_below(3)) extra += random_below(5 - extra);
      put(body, &at, extra ? (59 + extra) << 2 : (length - 1) << 2, 1);
      put(body, &at, length - 1, extra);
      while (length--) body[at++] = (uint8_t)random64(), made++;
    } else {
      // Near ones overlap what they make.
      size_t reach = random64() & 1 && made > 40 ? 40 : made, offset = 1 + random_below(reach);
      size_t length = 1 + random_below(64);
      if (form == 2) {
        if (offset > 2047) offset = 2047;
        length = 4 + random_below(8);
        put(body, &at, 1 | (length - 4) << 2 | offset >> 8 << 5, 1);
        put(body, &at, offset, 1);
      } else {
        put(body, &at, (form == 3 ? 2u : 3u) | (length - 1) << 2, 1);
        put(body, &at, offset, form == 3 ? 2 : 4);
      }
      made += length;
    }
  }
  // The number of bytes in up to five, of which the higher ones may be zero; six are too many.
  size_t count = 0, left = made, least = random_below(4) ? 0 : random_below(7);
  for (; left > 127 || count + 1 < least; left >>= 7) out[count++] = (uint8_t)(left | 128);
  out[count++] = (uint8_t)left;
  memcpy(out + count, body, at);
  *makes = made;
  return count + at;
}

static void check_one(guarded memory, guarded results, int placements, const uint8_t *block, size_t count, size_t room) {
  static uint8_t expected[2 * LONGEST];
  size_t made = naive_decompress(block, count, expected, room);
  answer_number(made);
  if (made != SNAPPY_BLOCK_DAMAGED) answer(expected, made);
  for (int placement = 0; placement < PLACEMENTS; placement += PLACEMENTS / placements) {
    placed at = place(memory, placement, block, count, PADDING_NONE);
    uint8_t *out = room_before_the_end(results, room);
    now_checking("snappy_block_decompress", "only", block, count, at.name, at.distance);
    require(snappy_block_decompress(at.text, count, out, room) == made, "another number of bytes, or another view of damage");
    require(made == SNAPPY_BLOCK_DAMAGED || !memcmp(out, expected, made), "other bytes");
  }
}

void check_snappy(guarded memory, guarded results) {
  static uint8_t block[4 * LONGEST], changed[4 * LONGEST];
  for (int round = 0; round < 1500; round++) {
    size_t makes, count = make_block(block, round % 10 ? (size_t)round % (LONGEST_LAID + 1) : random_below(LONGEST), &makes);
    check_one(memory, results, count < 600 ? PLACEMENTS : 2, block, count, makes);
    for (int damage = 0; damage < 12; damage++) {
      memcpy(changed, block, count);
      size_t length = damage % 3 ? damaged(changed, damaged(changed, count)) : random_below(count + 1);
      check_one(memory, results, 2, changed, length, damage % 4 ? makes : random_below(2 * makes + 1));
    }
  }
}
