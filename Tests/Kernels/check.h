// What every check of the kernels uses: seeded random numbers, the place that a failure names, and a digest of the answers.
#ifndef CHECK_H
#define CHECK_H
#include <stddef.h>
#include <stdint.h>

// A random number that follows from the seed alone, on every machine.
uint64_t random64(void);
// One of 0 to below - 1; `below` is not 0.
size_t random_below(size_t below);
void random_seed(uint64_t seed);

// Says what runs now; a failure and an access to forbidden memory name it. The pointers are kept, not copied.
void now_checking(const char *kernel, const char *kind, const uint8_t *text, size_t count, const char *placement,
                  size_t distance);

// Ends the program with the place and a reason where the condition does not hold.
void require(int condition, const char *reason);

// Takes bytes of an answer into the digest, by which two machines can be compared.
void answer(const void *bytes, size_t count);
void answer_number(uint64_t number);
uint64_t answers(void);

// Makes an access to forbidden memory end the program with the place where it was.
void catch_forbidden_accesses(void);

// How many calls of kernels were compared.
extern uint64_t compared;
#endif
