#include "words_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

// MARK: masks: 64 bytes to 64 bits, 1 for each byte of a word

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

// MARK: words: masks to positions

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

// MARK: leads: where scalars outside ASCII start

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

// MARK: candidates: words to those that may start a term

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

const bytemask_words_kernels *bytemask_word_kernels_avx2(void) {
  static const bytemask_words_kernels kernels = {words_avx2, candidates_wide, leads_avx2, copy_leads_avx2, "AVX2"};
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? &kernels : NULL;
}
#endif
