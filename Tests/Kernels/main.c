// Runs every kernel of CByteMask that this processor has, plain and wide, beside naive loops written for this program alone.
//
// usage: kernels [seed]
//
// Texts lie between pages that may not be touched, so a load or store too far ends the run with the place. The last line of
// output is a digest of all answers: the same for a seed on every machine. Scripts/test_kernels compares two of them.
#include "check.h"
#include "json_kinds.h"
#include "kernel_checks.h"
#include "word_kinds.h"

#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
  // The environment may ask for fewer instructions; here all are wanted.
  unsetenv("CORPUS_INSTRUCTIONS");
  uint64_t seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  random_seed(seed);
  catch_forbidden_accesses();
  const bytemask_words_kernels *words[WORD_CHOICES];
  const bytemask_json_kernels *json[JSON_CHOICES];
  int word_count = word_kinds(words), json_count = json_kinds(json);
  printf("words:");
  for (int i = 0; i < word_count; i++) printf(" %s", words[i]->name);
  printf("\nrecords:");
  for (int i = 0; i < json_count; i++) printf(" %s", json[i]->name);
  printf("\n");
  guarded memory = guarded_memory(256 << 10), results = guarded_memory(512 << 10), shapes = guarded_memory(16 << 10);
  check_words(memory, results);
  check_leads(memory, results);
  check_candidates(memory, results);
  check_traits(memory);
  check_cut(memory);
  check_rows(memory, results);
  check_skip(memory);
  check_records(memory, results, shapes);
  check_folding(memory, results);
  check_snappy(memory, results);
  check_unicode();
  printf("%llu calls compared, seed %llu\n", (unsigned long long)compared, (unsigned long long)seed);
  printf("answers %016llx\n", (unsigned long long)answers());
  return 0;
}
