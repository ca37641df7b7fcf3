#include "guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PADDING = 64 };

guarded guarded_memory(size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t inner = (bytes + page - 1) / page * page;
  uint8_t *base = mmap(NULL, inner + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED || mprotect(base, page, PROT_NONE) || mprotect(base + page + inner, page, PROT_NONE)) {
    perror("kernels: the system gives no memory between forbidden pages");
    exit(1);
  }
  return (guarded){base + page, base + page + inner};
}

// Words, quotes, brackets and scalars: a kernel that reads on would find them.
static void fill(uint8_t *from, uint8_t *to) {
  static const uint8_t around[16] = {'z', '"', 0xC3, ',', '\\', '}', '\n', 'q', '[', 0xFF, '<', '{', '&', ']', '\r', '7'};
  for (uint8_t *p = from; p < to; p++) *p = around[(size_t)(p - from) % 16];
}

placed place(guarded memory, int placement, const uint8_t *text, size_t count, padding padding) {
  size_t after = padding == PADDING_NONE ? 0 : PADDING;
  size_t distance = (size_t)placement % 64;
  int at_end = placement < 64;
  uint8_t *start = at_end ? memory.end - distance - after - count : memory.first + distance;
  // Filled as far as any kernel might reach by mistake, but never beyond the memory.
  uint8_t *from = start - memory.first > 256 ? start - 256 : memory.first;
  uint8_t *to = memory.end - (start + count) > 256 ? start + count + 256 : memory.end;
  fill(from, start);
  fill(start + count, to);
  memcpy(start, text, count);
  if (padding == PADDING_ZEROS) memset(start + count, 0, PADDING);
  return (placed){start, at_end ? "before a forbidden page" : "behind a forbidden page", distance};
}

uint8_t *room_before_the_end(guarded memory, size_t bytes) {
  uint8_t *start = memory.end - bytes;
  memset(start, 0xA5, bytes);
  return start;
}
