#include "words_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDEST                                                                                     \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

// MARK: words

WIDEST INLINE uint64_t word_mask_512(const uint8_t *text) {
  __m512i v = _mm512_loadu_si512(text);
  __m512i letter = _mm512_sub_epi8(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
  __m512i digit = _mm512_sub_epi8(v, _mm512_set1_epi8('0'));
  return opaque(_mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26)) |
                _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10)) | _mm512_movepi8_mask(v));
}

WIDEST INLINE uint64_t letter_mask_512(const uint8_t *text, uint8_t letter) {
  __m512i low = _mm512_or_si512(_mm512_loadu_si512(text), _mm512_set1_epi8(0x20));
  return opaque(_mm512_cmpeq_epi8_mask(low, _mm512_set1_epi8((char)letter)));
}

// The places of all ones at a time; more than 32 in 64 bytes are rare.
WIDEST INLINE size_t positions_512(uint64_t mask, uint32_t base, uint32_t *out) {
  const __m512i places = _mm512_set_epi64(0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
                                          0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
  __m512i ones = _mm512_maskz_compress_epi8(mask, places), from = _mm512_set1_epi32((int)base);
#define STORE_16(part)                                                                             \
  _mm512_storeu_si512(out + 16 * part, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(ones, part)), from))
  STORE_16(0);
  STORE_16(1);
  size_t count = (size_t)__builtin_popcountll(mask);
  if (__builtin_expect(count > 32, 0)) {
    STORE_16(2);
    STORE_16(3);
  }
#undef STORE_16
  return count;
}

// 0.5 ns a word where AVX2 takes 0.8.
WIDEST static size_t words_512(const uint8_t *text, size_t count, uint8_t letter, bytemask_word *words) {
  WORDS_BODY(word_mask_512, letter_mask_512, positions_512)
}

// MARK: leads

WIDEST INLINE uint64_t lead_mask_512(const uint8_t *text) {
  return opaque(_mm512_cmpge_epu8_mask(_mm512_loadu_si512(text), _mm512_set1_epi8((char)0xC0)));
}

WIDEST INLINE int is_beyond_ascii_512(const uint8_t *text) {
  __m512i all = _mm512_loadu_si512(text);
  for (int i = 1; i < 4; i++) all = _mm512_or_si512(all, _mm512_loadu_si512(text + 64 * i));
  return _mm512_movepi8_mask(all) != 0;
}

WIDEST static size_t leads_512(const uint8_t *text, size_t count, bytemask_leads *leads) {
  LEADS_BODY(lead_mask_512, is_beyond_ascii_512)
}

WIDEST static size_t copy_leads_512(const uint8_t *text, size_t count, uint8_t *target, bytemask_leads *leads) {
  COPY_LEADS_BODY(lead_mask_512)
}

// MARK: candidates

// Eight words' bytes at once, taken from the 128 bytes that the first of them starts. A gather from memory took longer than
// eight plain loads.
WIDEST INLINE void hash_eight(const uint8_t *text, const bytemask_word *words, __m512i fold, __m512i factors, uint32_t *hashes) {
  const __m512i spread = _mm512_set4_epi64(0x0808080808080808, 0, 0x0808080808080808, 0);
  const __m512i eight = _mm512_set1_epi64(0x0706050403020100);
  __m512i bounds = _mm512_loadu_si512(words);
  const uint8_t *from = text + words->start;
  // In the lower half of each 64 bits where the word starts, seen from the first, and its length.
  __m512i start = _mm512_sub_epi32(bounds, _mm512_set1_epi32((int)words->start));
  __m512i length = _mm512_sub_epi32(_mm512_srli_epi64(bounds, 32), bounds);
  __m512i places = _mm512_add_epi8(_mm512_shuffle_epi8(start, spread), eight);
  __m512i taken = _mm512_shuffle_epi8(_mm512_min_epu32(length, _mm512_set1_epi32(8)), spread);
  __m512i low = _mm512_or_si512(_mm512_loadu_si512(from), fold);
  __m512i high = _mm512_or_si512(_mm512_loadu_si512(from + 64), fold);
  __m512i word8 = _mm512_maskz_permutex2var_epi8(_mm512_cmpgt_epu8_mask(taken, eight), low, places, high);
  __m512i sum = _mm512_add_epi64(word8, _mm512_slli_epi64(length, 56));
  __m512i halves = _mm512_mullo_epi32(sum, factors);
  __m512i both = _mm512_add_epi32(halves, _mm512_srli_epi64(halves, 32));
  _mm256_storeu_si256((__m256i *)hashes, _mm512_cvtepi64_epi32(both));
}

// SOUND: `end` and 64 bytes behind it are readable, so 128 are from 64 bytes before it; and the last of eight words may start
// 120 bytes behind the first, for a place in the 128 bytes has seven bits.
WIDEST INLINE void hashes_512(const uint8_t *text, const bytemask_word *words, size_t count, uint32_t end, uint64_t fold,
                              bytemask_factors factors, uint32_t *hashes) {
  __m512i folds = _mm512_set1_epi64((long long)fold);
  __m512i halves = _mm512_set1_epi64((long long)((uint64_t)factors.high << 32 | factors.low));
  for (size_t i = 0; i < count;) {
    if (i + 8 <= count && words[i].start + 64 <= end && words[i + 7].start - words[i].start <= 120) {
      hash_eight(text, words + i, folds, halves, hashes + i);
      i += 8;
    } else {
      uint32_t length = words[i].end - words[i].start;
      hashes[i] = bytemask_hash_word(bytemask_first8(load8(text + words[i].start) | fold, length), length, factors);
      i++;
    }
  }
}

// Left alone, clang takes eight places out of a vector and puts eight bytes into another, one by one: 7 % more of the whole
// kernel's time. With AVX2 that is no slower, and left to clang.
WIDEST INLINE void look_up_512(const uint32_t *hashes, size_t count, const uint8_t *role, unsigned shift, uint8_t *roles) {
#if defined(__clang__)
#pragma clang loop vectorize(disable) unroll_count(4)
#endif
  for (size_t i = 0; i < count; i++) roles[i] = role[hashes[i] >> shift];
}

WIDEST INLINE uint64_t role_mask_512(const uint8_t *roles) {
  __m512i own = _mm512_loadu_si512(roles), next = _mm512_loadu_si512(roles + 1);
  __m512i kinds = _mm512_and_si512(_mm512_srli_epi16(next, 3), _mm512_set1_epi8(0x0E));
  return opaque(_mm512_test_epi8_mask(own, _mm512_or_si512(kinds, _mm512_set1_epi8(BYTEMASK_SINGLE))));
}

WIDEST static size_t candidates_512(const uint8_t *text, const bytemask_word *words, size_t count,
                                    uint64_t fold, const bytemask_filter *filter, uint32_t *out) {
  CANDIDATES_BODY(hashes_512, look_up_512, role_mask_512, positions_512)
}

const bytemask_words_kernels *bytemask_word_kernels_avx512(void) {
  static const bytemask_words_kernels kernels = {words_512, candidates_512, leads_512, copy_leads_512, "AVX-512"};
  int has = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
  return has ? &kernels : NULL;
}
#endif
