// The kinds of record kernels that this processor has, each once.
#ifndef JSON_KINDS_H
#define JSON_KINDS_H
#include "bytemask_json.h"

enum { JSON_CHOICES = 4 };

static inline int json_kinds(const bytemask_json_kernels *kinds[JSON_CHOICES]) {
  static const int choices[JSON_CHOICES] = {BYTEMASK_JSON_PLAIN, BYTEMASK_JSON_BASELINE, BYTEMASK_JSON_AVX2, BYTEMASK_JSON_BEST};
  int count = 0;
  for (int i = 0; i < JSON_CHOICES; i++) {
    const bytemask_json_kernels *kind = bytemask_json_kernels_for(choices[i]);
    // The plain kernels are a table of each call's own where there is one; the name tells kinds apart.
    if (count == 0 || kinds[count - 1]->name != kind->name) kinds[count++] = kind;
  }
  return count;
}
#endif
