// The kinds of word kernels that this processor has, each once.
#ifndef WORD_KINDS_H
#define WORD_KINDS_H
#include "bytemask_words.h"

enum { WORD_CHOICES = 4 };

static inline int word_kinds(const bytemask_words_kernels *kinds[WORD_CHOICES]) {
  static const int choices[WORD_CHOICES] = {BYTEMASK_PLAIN, BYTEMASK_BASELINE, BYTEMASK_AVX2, BYTEMASK_BEST};
  int count = 0;
  for (int i = 0; i < WORD_CHOICES; i++) {
    const bytemask_words_kernels *kind = bytemask_word_kernels(choices[i]);
    if (count == 0 || kinds[count - 1] != kind) kinds[count++] = kind;
  }
  return count;
}
#endif
