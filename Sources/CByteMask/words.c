#include "words_kernels.h"
#include <stdlib.h>

static int wants(const char *instructions) {
  const char *wish = getenv("CORPUS_INSTRUCTIONS");
  return wish && strcmp(wish, instructions) == 0;
}

int bytemask_wants_baseline(void) { return wants("baseline"); }
int bytemask_wants_avx2(void) { return wants("avx2"); }

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// MARK: masks: 64 bytes to 64 bits, 1 for each byte of a word

static uint64_t word_mask_plain(const uint8_t *text) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) {
    uint8_t byte = text[i], low = byte | 0x20;
    uint64_t is_word = (uint8_t)(low - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte >= 0x80;
    mask |= is_word << i;
  }
  return mask;
}

// 1 for each byte that is a letter, given as a small one, or its capital.
static uint64_t letter_mask_plain(const uint8_t *text, uint8_t letter) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)((text[i] | 0x20) == letter) << i;
  return mask;
}

#if defined(__x86_64__)
// What is to be told apart is moved to the upper end of the signed bytes, where one comparison finds it.
INLINE uint64_t word_mask_16(const uint8_t *text) {
  __m128i v = _mm_loadu_si128((const __m128i *)text);
  __m128i letter = _mm_add_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8(127 - 'z'));
  __m128i digit = _mm_add_epi8(v, _mm_set1_epi8(127 - '9'));
  __m128i is_letter = _mm_cmpgt_epi8(letter, _mm_set1_epi8(127 - 26));
  __m128i is_digit = _mm_cmpgt_epi8(digit, _mm_set1_epi8(127 - 10));
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(v, _mm_or_si128(is_letter, is_digit)));
}

INLINE uint64_t word_mask_sse2(const uint8_t *text) {
  return opaque(word_mask_16(text) | word_mask_16(text + 16) << 16 | word_mask_16(text + 32) << 32 |
                word_mask_16(text + 48) << 48);
}

INLINE uint64_t letter_mask_16(const uint8_t *text, uint8_t letter) {
  __m128i low = _mm_or_si128(_mm_loadu_si128((const __m128i *)text), _mm_set1_epi8(0x20));
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(low, _mm_set1_epi8((char)letter)));
}

INLINE uint64_t letter_mask_sse2(const uint8_t *text, uint8_t letter) {
  return opaque(letter_mask_16(text, letter) | letter_mask_16(text + 16, letter) << 16 |
                letter_mask_16(text + 32, letter) << 32 | letter_mask_16(text + 48, letter) << 48);
}
#elif defined(__aarch64__)
// 16 bytes, each all ones or zero, as 16 bits.
INLINE uint64_t bits_16(uint8x16_t hit) {
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t weighed = vandq_u8(hit, vld1q_u8(bits));
  return (uint64_t)(vaddv_u8(vget_low_u8(weighed)) | vaddv_u8(vget_high_u8(weighed)) << 8);
}

INLINE uint64_t letter_mask_neon(const uint8_t *text, uint8_t letter) {
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    uint8x16_t low = vorrq_u8(vld1q_u8(text + 16 * i), vdupq_n_u8(0x20));
    mask |= bits_16(vceqq_u8(low, vdupq_n_u8(letter))) << (16 * i);
  }
  return mask;
}

INLINE uint64_t word_mask_neon(const uint8_t *text) {
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    uint8x16_t v = vld1q_u8(text + 16 * i);
    uint8x16_t letter = vsubq_u8(vorrq_u8(v, vdupq_n_u8(0x20)), vdupq_n_u8('a'));
    uint8x16_t digit = vsubq_u8(v, vdupq_n_u8('0'));
    uint8x16_t hit = vorrq_u8(vorrq_u8(vcltq_u8(letter, vdupq_n_u8(26)), vcltq_u8(digit, vdupq_n_u8(10))),
                              vcgeq_u8(v, vdupq_n_u8(0x80)));
    mask |= bits_16(hit) << (16 * i);
  }
  return mask;
}
#endif

// MARK: words: masks to positions

static size_t words_plain(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  WORDS_BODY(word_mask_plain, letter_mask_plain, positions)
}

#if defined(__x86_64__)
static size_t words_sse2(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  WORDS_BODY(word_mask_sse2, letter_mask_sse2, positions)
}
#elif defined(__aarch64__)
static size_t words_neon(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  WORDS_BODY(word_mask_neon, letter_mask_neon, positions)
}
#endif

// MARK: leads: where scalars outside ASCII start

static uint64_t lead_mask_plain(const uint8_t *text) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(text[i] >= 0xC0) << i;
  return mask;
}

INLINE int is_beyond_ascii_plain(const uint8_t *text) {
  uint64_t all = 0;
  for (int i = 0; i < 32; i++) all |= load8(text + 8 * i);
  return (all & 0x8080808080808080) != 0;
}

static size_t leads_plain(const uint8_t *text, size_t count, bytemask_leads *leads) { LEADS_BODY(lead_mask_plain, is_beyond_ascii_plain) }

static size_t copy_leads_plain(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads) {
  COPY_LEADS_BODY(lead_mask_plain)
}

#if defined(__x86_64__)
// The second bit from above moved up to the first, which alone is looked at.
INLINE uint64_t lead_mask_16(const uint8_t *text) {
  __m128i v = _mm_loadu_si128((const __m128i *)text);
  return (uint32_t)_mm_movemask_epi8(_mm_and_si128(v, _mm_slli_epi16(v, 1)));
}

INLINE uint64_t lead_mask_sse2(const uint8_t *text) {
  return opaque(lead_mask_16(text) | lead_mask_16(text + 16) << 16 | lead_mask_16(text + 32) << 32 |
                lead_mask_16(text + 48) << 48);
}

INLINE int is_beyond_ascii_sse2(const uint8_t *text) {
  __m128i all = _mm_setzero_si128();
  for (int i = 0; i < 16; i++) all = _mm_or_si128(all, _mm_loadu_si128((const __m128i *)(text + 16 * i)));
  return _mm_movemask_epi8(all) != 0;
}

static size_t leads_sse2(const uint8_t *text, size_t count, bytemask_leads *leads) { LEADS_BODY(lead_mask_sse2, is_beyond_ascii_sse2) }

static size_t copy_leads_sse2(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads) {
  COPY_LEADS_BODY(lead_mask_sse2)
}
#elif defined(__aarch64__)
INLINE uint64_t lead_mask_neon(const uint8_t *text) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t eight = load8(text + 8 * i);
    // The eighth bit of each byte; the multiplication brings them together in the upper byte.
    uint64_t leads = (eight & eight << 1 & 0x8080808080808080) >> 7;
    mask |= (leads * 0x0102040810204080 >> 56) << (8 * i);
  }
  return mask;
}

static size_t leads_neon(const uint8_t *text, size_t count, bytemask_leads *leads) { LEADS_BODY(lead_mask_neon, is_beyond_ascii_plain) }

static size_t copy_leads_neon(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads) {
  COPY_LEADS_BODY(lead_mask_neon)
}
#endif

// MARK: candidates: words to those that may start a term

// Those of 64 words that are a term, or the first of one's two whose second comes next, by their roles.
INLINE uint64_t role_mask_plain(const uint8_t *roles) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t eight = load8(roles + 8 * i), next = load8(roles + 8 * i + 1);
    uint64_t may = eight & ((next >> 3 & 0x0E0E0E0E0E0E0E0E) | 0x0101010101010101);
    // Any of four bits as the lowest of each byte; the multiplication brings them together in the upper byte.
    may |= may >> 2;
    may = (may | may >> 1) & 0x0101010101010101;
    mask |= (may * 0x0102040810204080 >> 56) << (8 * i);
  }
  return mask;
}

static size_t candidates_plain(const uint8_t *text, const bytemask_word *words, size_t count,
                               uint64_t fold, const bytemask_filter *filter, uint32_t *out) {
  CANDIDATES_BODY(hashes_plain, look_up, role_mask_plain, positions)
}

// MARK: choice

static const bytemask_words_kernels plain = {words_plain, candidates_plain, leads_plain, copy_leads_plain, "plain"};
#if defined(__x86_64__)
static const bytemask_words_kernels sse2 = {words_sse2, candidates_plain, leads_sse2, copy_leads_sse2, "SSE2"};
#elif defined(__aarch64__)
static const bytemask_words_kernels neon = {words_neon, candidates_plain, leads_neon, copy_leads_neon, "NEON"};
#endif

const bytemask_words_kernels *bytemask_word_kernels(int choice) {
  if (choice == BYTEMASK_PLAIN) return &plain;
#if defined(__x86_64__)
  if (choice == BYTEMASK_BASELINE || bytemask_wants_baseline()) return &sse2;
  const bytemask_words_kernels *widest = bytemask_word_kernels_avx512();
  if (widest && choice == BYTEMASK_BEST && !bytemask_wants_avx2()) return widest;
  const bytemask_words_kernels *wide = bytemask_word_kernels_avx2();
  return wide ? wide : &sse2;
#elif defined(__aarch64__)
  return &neon;
#else
  return &plain;
#endif
}
