#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uint64_t compared;

static uint64_t state;
static uint64_t digest = 0xCBF29CE484222325;

// What runs now. Plain variables: a signal handler reads them where the program has already gone wrong.
static const char *current_kernel = "none", *current_kind = "none", *current_placement = "none";
static const uint8_t *current_text;
static size_t current_count, current_distance;

void random_seed(uint64_t seed) { state = seed; }

// SplitMix64 (Steele, Lea and Flood, 2014): one addition and three mixing steps.
uint64_t random64(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

size_t random_below(size_t below) { return (size_t)(random64() % below); }

void now_checking(const char *kernel, const char *kind, const uint8_t *text, size_t count, const char *placement,
                  size_t distance) {
  current_kernel = kernel;
  current_kind = kind;
  current_text = text;
  current_count = count;
  current_placement = placement;
  current_distance = distance;
  compared++;
}

static void tell(const char *reason) {
  fprintf(stderr, "kernels: %s, %s: %s\n  %zu bytes, %s, at distance %zu:\n  ", current_kernel, current_kind, reason,
          current_count, current_placement, current_distance);
  for (size_t i = 0; i < current_count && i < 400; i++) {
    uint8_t byte = current_text[i];
    if (byte > 0x20 && byte < 0x7F && byte != '\\') fputc(byte, stderr);
    else fprintf(stderr, "\\x%02x", byte);
  }
  fputc('\n', stderr);
}

void require(int condition, const char *reason) {
  if (condition) return;
  tell(reason);
  exit(1);
}

// FNV-1a, 64 bits.
void answer(const void *bytes, size_t count) {
  const uint8_t *p = bytes;
  for (size_t i = 0; i < count; i++) digest = (digest ^ p[i]) * 0x100000001B3;
}

void answer_number(uint64_t number) {
  for (int i = 0; i < 64; i += 8) digest = (digest ^ (number >> i & 255)) * 0x100000001B3;
}

uint64_t answers(void) { return digest; }

static void forbidden(int signal) {
  (void)signal;
  tell("touches memory that it may not");
  _exit(1);
}

void catch_forbidden_accesses(void) {
  struct sigaction action = {.sa_handler = forbidden};
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
}
