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
#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
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

WIDE INLINE uint64_t word_mask_32(const uint8_t *text) {
  __m256i v = _mm256_loadu_si256((const __m256i *)text);
  __m256i letter = _mm256_add_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8(127 - 'z'));
  __m256i digit = _mm256_add_epi8(v, _mm256_set1_epi8(127 - '9'));
  __m256i is_letter = _mm256_cmpgt_epi8(letter, _mm256_set1_epi8(127 - 26));
  __m256i is_digit = _mm256_cmpgt_epi8(digit, _mm256_set1_epi8(127 - 10));
  return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(v, _mm256_or_si256(is_letter, is_digit)));
}

WIDE INLINE uint64_t word_mask_avx2(const uint8_t *text) {
  return opaque(word_mask_32(text) | word_mask_32(text + 32) << 32);
}

WIDE INLINE uint64_t letter_mask_32(const uint8_t *text, uint8_t letter) {
  __m256i low = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)text), _mm256_set1_epi8(0x20));
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, _mm256_set1_epi8((char)letter)));
}

WIDE INLINE uint64_t letter_mask_avx2(const uint8_t *text, uint8_t letter) {
  return opaque(letter_mask_32(text, letter) | letter_mask_32(text + 32, letter) << 32);
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

// For each eleven bits the places of their ones: of the first eight, and of the others; made once, before main.
enum { ONES_BITS = 11 };
static uint64_t ones[1 << ONES_BITS], more_ones[1 << ONES_BITS];
__attribute__((constructor)) static void fill_ones(void) {
  for (int bits = 0; bits < 1 << ONES_BITS; bits++) {
    uint8_t list[16] = {0};
    int n = 0;
    for (int i = 0; i < ONES_BITS; i++)
      if (bits >> i & 1) list[n++] = (uint8_t)i;
    memcpy(&ones[bits], list, 8);
    memcpy(&more_ones[bits], list + 8, 8);
  }
}

WIDE INLINE void store_places(uint32_t *out, uint64_t places, __m256i from) {
  __m256i eight = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)places));
  _mm256_storeu_si256((__m256i *)out, _mm256_add_epi32(eight, from));
}

// Always writes eight numbers for eleven bits, and goes on by as many as there are ones: no branch on the text, save where more than
// eight of eleven are. By eight bits at a time it took 5 % longer.
WIDE INLINE size_t positions_wide(uint64_t mask, uint32_t base, uint32_t *out) {
  uint32_t *next = out;
  __m256i from = _mm256_set1_epi32((int)base);
  for (int i = 0; i < 64; i += ONES_BITS) {
    unsigned bits = mask >> i & ((1 << ONES_BITS) - 1);
    int count = __builtin_popcount(bits);
    store_places(next, ones[bits], from);
    if (__builtin_expect(count > 8, 0)) store_places(next + 8, more_ones[bits], from);
    from = _mm256_add_epi32(from, _mm256_set1_epi32(ONES_BITS));
    next += count;
  }
  return (size_t)(next - out);
}

WIDE static size_t words_avx2(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  WORDS_BODY(word_mask_avx2, letter_mask_avx2, positions_wide)
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

WIDE INLINE uint64_t lead_mask_32(const uint8_t *text) {
  __m256i v = _mm256_loadu_si256((const __m256i *)text);
  return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(v, _mm256_slli_epi16(v, 1)));
}

WIDE INLINE uint64_t lead_mask_avx2(const uint8_t *text) {
  return opaque(lead_mask_32(text) | lead_mask_32(text + 32) << 32);
}

WIDE INLINE int is_beyond_ascii_avx2(const uint8_t *text) {
  __m256i all = _mm256_setzero_si256();
  for (int i = 0; i < 8; i++) all = _mm256_or_si256(all, _mm256_loadu_si256((const __m256i *)(text + 32 * i)));
  return _mm256_movemask_epi8(all) != 0;
}

WIDE static size_t leads_avx2(const uint8_t *text, size_t count, bytemask_leads *leads) { LEADS_BODY(lead_mask_avx2, is_beyond_ascii_avx2) }

WIDE static size_t copy_leads_avx2(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads) {
  COPY_LEADS_BODY(lead_mask_avx2)
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

INLINE void hashes_plain(const uint8_t *text, const bytemask_word *words, size_t count, uint32_t end, uint64_t fold,
                         bytemask_factors factors, uint32_t *hashes) {
  (void)end;
  for (size_t i = 0; i < count; i++) {
    uint32_t length = words[i].end - words[i].start;
    hashes[i] = bytemask_hash_word(bytemask_first8(load8(text + words[i].start) | fold, length), length, factors);
  }
}

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

#if defined(__x86_64__)
// The first eight bytes of each of two words.
WIDE INLINE __m128i bytes_of_two(const uint8_t *text, const bytemask_word *words) {
  __m128i first = _mm_loadl_epi64((const __m128i *)(text + words[0].start));
  return _mm_castps_si128(_mm_loadh_pi(_mm_castsi128_ps(first), (const __m64 *)(text + words[1].start)));
}

// Words 0, 1, 4 and 5, so that of two such, the other from word 2 on, `halves` has eight in their order.
WIDE INLINE __m256i bytes_of_four(const uint8_t *text, const bytemask_word *words) {
  return _mm256_set_m128i(bytes_of_two(text, words + 4), bytes_of_two(text, words));
}

WIDE INLINE __m256i bounds_of_four(const bytemask_word *words) {
  return _mm256_set_m128i(_mm_loadu_si128((const __m128i *)(words + 4)), _mm_loadu_si128((const __m128i *)words));
}

WIDE INLINE __m256i low_halves(__m256i one, __m256i two) {
  return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(one), _mm256_castsi256_ps(two), 0x88));
}

WIDE INLINE __m256i high_halves(__m256i one, __m256i two) {
  return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(one), _mm256_castsi256_ps(two), 0xDD));
}

// Eight words at once: 1.0 ns a word for all steps to the candidates; each by itself took 1.65, and four with hashes of 64 bits 1.2.
WIDE INLINE void hash_eight(const uint8_t *text, const bytemask_word *words, __m256i fold, __m256i low_factor,
                            __m256i high_factor, uint32_t *hashes) {
  // By the length which of the first four bytes belong to the word, and by the length less one which of the next four.
  const __m256i low_bytes = _mm256_setr_epi32(0, 0xFF, 0xFFFF, 0xFFFFFF, -1, -1, -1, -1);
  const __m256i high_bytes = _mm256_setr_epi32(0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF, -1);
  __m256i one = _mm256_or_si256(bytes_of_four(text, words), fold), two = _mm256_or_si256(bytes_of_four(text, words + 2), fold);
  __m256i bounds = bounds_of_four(words), bounds2 = bounds_of_four(words + 2);
  __m256i length = _mm256_sub_epi32(high_halves(bounds, bounds2), low_halves(bounds, bounds2));
  __m256i upto7 = _mm256_min_epu32(length, _mm256_set1_epi32(7));
  __m256i less1 = _mm256_subs_epu16(_mm256_min_epu32(length, _mm256_set1_epi32(8)), _mm256_set1_epi32(1));
  __m256i low = _mm256_and_si256(low_halves(one, two), _mm256_permutevar8x32_epi32(low_bytes, upto7));
  __m256i high = _mm256_and_si256(high_halves(one, two), _mm256_permutevar8x32_epi32(high_bytes, less1));
  high = _mm256_add_epi32(high, _mm256_slli_epi32(length, 24));
  __m256i hash = _mm256_add_epi32(_mm256_mullo_epi32(low, low_factor), _mm256_mullo_epi32(high, high_factor));
  _mm256_storeu_si256((__m256i *)hashes, hash);
}

// A function of its own, so that what the loop needs stays in registers: 6 % of all steps.
WIDE static __attribute__((noinline)) void hashes_wide(const uint8_t *text, const bytemask_word *words, size_t count,
                                                       uint32_t end, uint64_t fold, bytemask_factors factors,
                                                       uint32_t *hashes) {
  __m256i folds = _mm256_set1_epi64x((long long)fold);
  __m256i low_factor = _mm256_set1_epi32((int)factors.low), high_factor = _mm256_set1_epi32((int)factors.high);
  size_t eights = count & ~(size_t)7;
  for (size_t i = 0; i < eights; i += 8) hash_eight(text, words + i, folds, low_factor, high_factor, hashes + i);
  hashes_plain(text, words + eights, count - eights, end, fold, factors, hashes + eights);
}

WIDE INLINE uint64_t role_mask_32(const uint8_t *roles) {
  __m256i own = _mm256_loadu_si256((const __m256i *)roles), next = _mm256_loadu_si256((const __m256i *)(roles + 1));
  __m256i kinds = _mm256_and_si256(_mm256_srli_epi16(next, 3), _mm256_set1_epi8(0x0E));
  __m256i may = _mm256_and_si256(own, _mm256_or_si256(kinds, _mm256_set1_epi8(BYTEMASK_SINGLE)));
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(may, _mm256_setzero_si256()));
}

WIDE INLINE uint64_t role_mask_avx2(const uint8_t *roles) {
  return opaque(role_mask_32(roles) | role_mask_32(roles + 32) << 32);
}

// Of 64 words mostly no more than eight pass, whose places are had one after another.
WIDE INLINE size_t positions_few(uint64_t mask, uint32_t base, uint32_t *out) {
  size_t count = (size_t)__builtin_popcountll(mask);
  if (__builtin_expect(count > 8, 0)) return positions_wide(mask, base, out);
  for (int i = 0; i < 8; i++) {
    out[i] = base + (uint32_t)_tzcnt_u64(mask);
    mask = _blsr_u64(mask);
  }
  return count;
}

WIDE static size_t candidates_wide(const uint8_t *text, const bytemask_word *words, size_t count,
                                   uint64_t fold, const bytemask_filter *filter, uint32_t *out) {
  CANDIDATES_BODY(hashes_wide, look_up, role_mask_avx2, positions_few)
}
#endif

// MARK: choice

static const bytemask_words_kernels plain = {words_plain, candidates_plain, leads_plain, copy_leads_plain, "plain"};
#if defined(__x86_64__)
static const bytemask_words_kernels sse2 = {words_sse2, candidates_plain, leads_sse2, copy_leads_sse2, "SSE2"};
static const bytemask_words_kernels avx2 = {words_avx2, candidates_wide, leads_avx2, copy_leads_avx2, "AVX2"};
#elif defined(__aarch64__)
static const bytemask_words_kernels neon = {words_neon, candidates_plain, leads_neon, copy_leads_neon, "NEON"};
#endif

const bytemask_words_kernels *bytemask_word_kernels(int choice) {
  if (choice == BYTEMASK_PLAIN) return &plain;
#if defined(__x86_64__)
  if (choice == BYTEMASK_BASELINE || bytemask_wants_baseline()) return &sse2;
  const bytemask_words_kernels *widest = bytemask_word_kernels_avx512();
  if (widest && choice == BYTEMASK_BEST && !bytemask_wants_avx2()) return widest;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? &avx2 : &sse2;
#elif defined(__aarch64__)
  return &neon;
#else
  return &plain;
#endif
}
