// The checks, a file each: every kind of a kernel that this processor has gives what a naive loop written here gives, on
// every text, wherever it lies.
#ifndef KERNEL_CHECKS_H
#define KERNEL_CHECKS_H
#include "guarded.h"

// Texts of every length up to this are laid in every way.
enum { LONGEST_LAID = 300 };

// Each needs memory for the text, and as much again for what a kernel writes.
void check_words(guarded memory, guarded results);
void check_candidates(guarded memory, guarded results);
void check_leads(guarded memory, guarded results);
void check_traits(guarded memory);
void check_cut(guarded memory);
void check_rows(guarded memory, guarded results);
void check_skip(guarded memory);
void check_records(guarded memory, guarded results, guarded shapes);
void check_folding(guarded memory, guarded results);
void check_snappy(guarded memory, guarded results);
void check_unicode(void);
#endif
