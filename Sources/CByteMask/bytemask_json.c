#include "bytemask_words.h"
#include "bytemask_json.h"
#include <string.h>

// Where clang sees that a mask comes from movemask it turns shifts and counts of it into code for every single bit; a mask
// that passes through an empty assembly is a number to it.
#define OPAQUE(mask) __asm__("" : "+r"(mask))

static inline int hex_digit(uint8_t c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// The length of the valid escape at `p`, 0 where it is not valid. Zeros after the text end any escape.
static inline size_t escape_length(const uint8_t *p) {
  switch (p[1]) {
  case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
  case 'u': break;
  default: return 0;
  }
  for (int i = 2; i < 6; i++)
    if (!hex_digit(p[i])) return 0;
  if ((p[2] | 0x20) != 'd' || p[3] < '8') return 6;
  if ((p[3] | 0x20) >= 'c' && p[3] > '9') return 0;  // a low surrogate without the high one
  if (p[6] != '\\' || p[7] != 'u' || (p[8] | 0x20) != 'd') return 0;
  if (!hex_digit(p[9]) || p[9] <= '9' || (p[9] | 0x20) < 'c' || !hex_digit(p[10]) || !hex_digit(p[11])) return 0;
  return 12;
}

static inline const uint8_t *digits(const uint8_t *p) {
  if (*p < '0' || *p > '9') return NULL;
  while (*p >= '0' && *p <= '9') p++;
  return p;
}

// The end of the number, true, false or null at `p`; NULL where there is none. Zeros after the text end it.
static inline const uint8_t *scalar_end(const uint8_t *p) {
  switch (*p) {
  case 't': return memcmp(p, "true", 4) ? NULL : p + 4;
  case 'f': return memcmp(p, "false", 5) ? NULL : p + 5;
  case 'n': return memcmp(p, "null", 4) ? NULL : p + 4;
  case '-': p++;
  }
  if (*p == '0') p++;
  else if (!(p = digits(p))) return NULL;
  if (*p == '.' && !(p = digits(p + 1))) return NULL;
  if ((*p | 0x20) == 'e') {
    p++;
    if (*p == '+' || *p == '-') p++;
    p = digits(p);
  }
  return p;
}

static inline const uint8_t *skip_space(const uint8_t *p) {
  while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t') p++;
  return p;
}

static inline uint64_t prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ bits << 32;
}

// Of backslashes, the bytes that they escape; `carry` is 1 where the first byte is escaped.
static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t *carry) {
  uint64_t escaped = *carry;
  uint64_t left = backslashes & ~escaped;
  *carry = 0;
  while (left) {
    uint64_t bit = left & -left;
    if (bit >> 63) *carry = 1;
    escaped |= bit << 1;
    left &= ~(bit | bit << 1);
  }
  return escaped;
}

typedef struct {
  uint64_t quotes, backslashes, opens, closes;
} structure;

enum { STOPS_AT_ONCE = 1024 };

// -- plain: a byte at a time -------------------------------------------------------------------------------------
#define KERNEL(name) name##_plain
#define TARGET
static uint64_t stops_plain(const uint8_t *p) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == '"' || p[i] == '\\' || p[i] < 0x20) << i;
  return mask;
}
// Stops at the first difference, which the zeros after the text are at the latest: `count` bytes need not be readable.
static inline int equal_plain(const uint8_t *a, const uint8_t *b, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}
static structure structure_plain(const uint8_t *p) {
  structure s = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    s.quotes |= (uint64_t)(p[i] == '"') << i;
    s.backslashes |= (uint64_t)(p[i] == '\\') << i;
    s.opens |= (uint64_t)(p[i] == '{' || p[i] == '[') << i;
    s.closes |= (uint64_t)(p[i] == '}' || p[i] == ']') << i;
  }
  return s;
}
static uint64_t bytes_plain(const uint8_t *p, uint8_t value) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == value) << i;
  return mask;
}
static int traits_plain(const uint8_t *bytes, size_t count) {
  int traits = 0;
  for (size_t i = 0; i < count; i++)
    traits |= (bytes[i] > 127 ? BYTEMASK_JSON_HAS_HIGH : 0) | (bytes[i] == '<' ? BYTEMASK_JSON_HAS_LESS : 0) |
              (bytes[i] == '&' ? BYTEMASK_JSON_HAS_AMPERSAND : 0) | (bytes[i] == '"' ? BYTEMASK_JSON_HAS_QUOTE : 0);
  return traits;
}
#include "bytemask_json_kernels.h"
#undef KERNEL
#undef TARGET

#if defined(__x86_64__)
#include <immintrin.h>

// -- SSE2: every x86-64 processor --------------------------------------------------------------------------------
#define KERNEL(name) name##_base
#define TARGET
#define EACH16(expression)                                                                  \
  ({                                                                                        \
    uint64_t mask_ = 0;                                                                     \
    for (int i_ = 0; i_ < 4; i_++) {                                                        \
      __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i_));                          \
      mask_ |= (uint64_t)(uint16_t)_mm_movemask_epi8(expression) << (16 * i_);              \
    }                                                                                       \
    OPAQUE(mask_);                                                                          \
    mask_;                                                                                  \
  })
#define IS16(value) _mm_cmpeq_epi8(v, _mm_set1_epi8((char)(value)))
#define FOLDED16(value) _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8(value))
static inline uint64_t stops_base(const uint8_t *p) {
  return EACH16(_mm_or_si128(_mm_or_si128(IS16('"'), IS16('\\')),
                             _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v)));
}
static inline int equal_base(const uint8_t *a, const uint8_t *b, size_t count) {
  for (;; a += 16, b += 16, count -= 16) {
    uint32_t same = (uint32_t)_mm_movemask_epi8(
        _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)a), _mm_loadu_si128((const __m128i *)b)));
    OPAQUE(same);
    if (count <= 16) return (~same & ((1u << count) - 1)) == 0;
    if (same != 0xFFFF) return 0;
  }
}
static inline structure structure_base(const uint8_t *p) {
  return (structure){EACH16(IS16('"')), EACH16(IS16('\\')), EACH16(FOLDED16('{')), EACH16(FOLDED16('}'))};
}
static inline uint64_t bytes_base(const uint8_t *p, uint8_t value) { return EACH16(IS16(value)); }
static int traits_base(const uint8_t *bytes, size_t count) {
  __m128i high = _mm_setzero_si128(), less = high, ampersand = high, quote = high;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(bytes + i));
    high = _mm_or_si128(high, v);
    less = _mm_or_si128(less, IS16('<'));
    ampersand = _mm_or_si128(ampersand, IS16('&'));
    quote = _mm_or_si128(quote, IS16('"'));
  }
  return traits_plain(bytes + i, count - i) | (_mm_movemask_epi8(high) ? BYTEMASK_JSON_HAS_HIGH : 0) |
         (_mm_movemask_epi8(less) ? BYTEMASK_JSON_HAS_LESS : 0) |
         (_mm_movemask_epi8(ampersand) ? BYTEMASK_JSON_HAS_AMPERSAND : 0) |
         (_mm_movemask_epi8(quote) ? BYTEMASK_JSON_HAS_QUOTE : 0);
}
#include "bytemask_json_kernels.h"
#undef KERNEL
#undef TARGET

// -- AVX2 --------------------------------------------------------------------------------------------------------
#define KERNEL(name) name##_avx2
#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define EACH32(expression)                                                                  \
  ({                                                                                        \
    uint32_t low_, high_;                                                                   \
    {                                                                                       \
      __m256i v = _mm256_loadu_si256((const __m256i *)p);                                   \
      low_ = (uint32_t)_mm256_movemask_epi8(expression);                                    \
    }                                                                                       \
    {                                                                                       \
      __m256i v = _mm256_loadu_si256((const __m256i *)(p + 32));                            \
      high_ = (uint32_t)_mm256_movemask_epi8(expression);                                   \
    }                                                                                       \
    OPAQUE(low_);                                                                           \
    OPAQUE(high_);                                                                          \
    (uint64_t) low_ | (uint64_t)high_ << 32;                                                \
  })
#define IS32(value) _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)(value)))
#define FOLDED32(value) _mm256_cmpeq_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8(value))
TARGET static inline uint64_t stops_avx2(const uint8_t *p) {
  return EACH32(_mm256_or_si256(_mm256_or_si256(IS32('"'), IS32('\\')),
                                _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1F)), v)));
}
TARGET static inline int equal_avx2(const uint8_t *a, const uint8_t *b, size_t count) {
  for (;; a += 32, b += 32, count -= 32) {
    uint32_t same = (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)a), _mm256_loadu_si256((const __m256i *)b)));
    OPAQUE(same);
    if (count <= 32) return _bzhi_u32(~same, (unsigned)count) == 0;
    if (same != 0xFFFFFFFF) return 0;
  }
}
TARGET static inline structure structure_avx2(const uint8_t *p) {
  return (structure){EACH32(IS32('"')), EACH32(IS32('\\')), EACH32(FOLDED32('{')), EACH32(FOLDED32('}'))};
}
TARGET static inline uint64_t bytes_avx2(const uint8_t *p, uint8_t value) { return EACH32(IS32(value)); }
TARGET static int traits_avx2(const uint8_t *bytes, size_t count) {
  __m256i high = _mm256_setzero_si256(), less = high, ampersand = high, quote = high;
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(bytes + i));
    high = _mm256_or_si256(high, v);
    less = _mm256_or_si256(less, IS32('<'));
    ampersand = _mm256_or_si256(ampersand, IS32('&'));
    quote = _mm256_or_si256(quote, IS32('"'));
  }
  return traits_plain(bytes + i, count - i) | (_mm256_movemask_epi8(high) ? BYTEMASK_JSON_HAS_HIGH : 0) |
         (_mm256_movemask_epi8(less) ? BYTEMASK_JSON_HAS_LESS : 0) |
         (_mm256_movemask_epi8(ampersand) ? BYTEMASK_JSON_HAS_AMPERSAND : 0) |
         (_mm256_movemask_epi8(quote) ? BYTEMASK_JSON_HAS_QUOTE : 0);
}
#include "bytemask_json_kernels.h"
#undef KERNEL
#undef TARGET

// -- AVX-512: masks are made at once, and 64 bytes are one load -----------------------------------------------------
#define KERNEL(name) name##_avx512
#define PLACES
#define TARGET __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))
#define IS64(value) _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)(value)))
#define FOLDED64(value) _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), _mm512_set1_epi8(value))
TARGET static inline uint64_t stops_avx512(const uint8_t *p) {
  __m512i v = _mm512_loadu_si512(p);
  uint64_t mask = IS64('"') | IS64('\\') | _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(0x20));
  OPAQUE(mask);
  return mask;
}
TARGET static inline size_t places_avx512(uint64_t mask, uint32_t from, uint32_t *places) {
  const __m512i all = _mm512_set_epi64(0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
                                       0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
  __m512i ones = _mm512_maskz_compress_epi8(mask, all), base = _mm512_set1_epi32((int)from);
  size_t count = (size_t)__builtin_popcountll(mask);
#define STORE_16(part)                                                                             \
  _mm512_storeu_si512(places + 16 * part,                                                          \
                      _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(ones, part)), base))
  STORE_16(0);
  if (__builtin_expect(count > 16, 0)) {
    STORE_16(1);
    STORE_16(2);
    STORE_16(3);
  }
#undef STORE_16
  return count;
}
// Pieces of shapes are short, and no more than 32 bytes behind them need be readable.
TARGET static inline int equal_avx512(const uint8_t *a, const uint8_t *b, size_t count) {
  for (;; a += 32, b += 32, count -= 32) {
    __m256i va = _mm256_loadu_si256((const __m256i *)a), vb = _mm256_loadu_si256((const __m256i *)b);
    if (__builtin_expect(count <= 32, 1))
      return !_mm256_mask_cmpneq_epi8_mask(_bzhi_u32(0xFFFFFFFF, (unsigned)count), va, vb);
    if (_mm256_cmpneq_epi8_mask(va, vb)) return 0;
  }
}
TARGET static inline structure structure_avx512(const uint8_t *p) {
  __m512i v = _mm512_loadu_si512(p);
  structure s = {IS64('"'), IS64('\\'), FOLDED64('{'), FOLDED64('}')};
  OPAQUE(s.quotes);
  OPAQUE(s.backslashes);
  OPAQUE(s.opens);
  OPAQUE(s.closes);
  return s;
}
TARGET static inline uint64_t bytes_avx512(const uint8_t *p, uint8_t value) {
  __m512i v = _mm512_loadu_si512(p);
  uint64_t mask = IS64(value);
  OPAQUE(mask);
  return mask;
}
#include "bytemask_json_kernels.h"
#undef KERNEL
#undef TARGET
#undef PLACES

const bytemask_json_kernels *bytemask_json_kernels_for(int choice) {
  static const bytemask_json_kernels plain = {records_plain, cut_plain, rows_plain, skip_plain, traits_plain, "plain"};
  static const bytemask_json_kernels base = {records_base, cut_base, rows_base, skip_base, traits_base, "SSE2"};
  static const bytemask_json_kernels avx2 = {records_avx2, cut_avx2, rows_avx2, skip_avx2, traits_avx2, "AVX2"};
  // Which bytes a block has at all takes three times as long in masks as in bytes.
  static const bytemask_json_kernels avx512 = {records_avx512, cut_avx512, rows_avx512, skip_avx512, traits_avx2, "AVX-512"};
  if (choice == BYTEMASK_JSON_PLAIN) return &plain;
  if (choice == BYTEMASK_JSON_BASELINE || bytemask_wants_baseline()) return &base;
  __builtin_cpu_init();
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
  int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512vbmi2");
  if (has_avx512 && choice == BYTEMASK_JSON_BEST && !bytemask_wants_avx2()) return &avx512;
  return has_avx2 ? &avx2 : &base;
}

#elif defined(__aarch64__)
#include <arm_neon.h>

// -- NEON: every 64-bit ARM processor ----------------------------------------------------------------------------
#define KERNEL(name) name##_base
#define TARGET
// 64 bytes that are 0 or 255 to 64 bits: pairs are added until each byte holds eight of them.
static inline uint64_t bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
  uint8x16_t high = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
  low = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(low, low)), 0);
}
#define EACH16(expression)                                                                  \
  ({                                                                                        \
    uint8x16_t found_[4];                                                                   \
    for (int i_ = 0; i_ < 4; i_++) {                                                        \
      uint8x16_t v = vld1q_u8(p + 16 * i_);                                                 \
      found_[i_] = (expression);                                                            \
    }                                                                                       \
    bits(found_[0], found_[1], found_[2], found_[3]);                                       \
  })
#define IS16(value) vceqq_u8(v, vdupq_n_u8(value))
#define FOLDED16(value) vceqq_u8(vorrq_u8(v, vdupq_n_u8(0x20)), vdupq_n_u8(value))
static inline uint64_t stops_base(const uint8_t *p) {
  return EACH16(vorrq_u8(vorrq_u8(IS16('"'), IS16('\\')), vcltq_u8(v, vdupq_n_u8(0x20))));
}
static inline int equal_base(const uint8_t *a, const uint8_t *b, size_t count) {
  for (; count >= 16; a += 16, b += 16, count -= 16)
    if (vminvq_u8(vceqq_u8(vld1q_u8(a), vld1q_u8(b))) != 255) return 0;
  return equal_plain(a, b, count);
}
static inline structure structure_base(const uint8_t *p) {
  return (structure){EACH16(IS16('"')), EACH16(IS16('\\')), EACH16(FOLDED16('{')), EACH16(FOLDED16('}'))};
}
static inline uint64_t bytes_base(const uint8_t *p, uint8_t value) { return EACH16(IS16(value)); }
static int traits_base(const uint8_t *bytes, size_t count) {
  uint8x16_t high = vdupq_n_u8(0), less = high, ampersand = high, quote = high;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    uint8x16_t v = vld1q_u8(bytes + i);
    high = vorrq_u8(high, v);
    less = vorrq_u8(less, IS16('<'));
    ampersand = vorrq_u8(ampersand, IS16('&'));
    quote = vorrq_u8(quote, IS16('"'));
  }
  return traits_plain(bytes + i, count - i) | (vmaxvq_u8(high) > 127 ? BYTEMASK_JSON_HAS_HIGH : 0) |
         (vmaxvq_u8(less) ? BYTEMASK_JSON_HAS_LESS : 0) | (vmaxvq_u8(ampersand) ? BYTEMASK_JSON_HAS_AMPERSAND : 0) |
         (vmaxvq_u8(quote) ? BYTEMASK_JSON_HAS_QUOTE : 0);
}
#include "bytemask_json_kernels.h"
#undef KERNEL
#undef TARGET

const bytemask_json_kernels *bytemask_json_kernels_for(int choice) {
  static const bytemask_json_kernels plain = {records_plain, cut_plain, rows_plain, skip_plain, traits_plain, "plain"};
  static const bytemask_json_kernels base = {records_base, cut_base, rows_base, skip_base, traits_base, "NEON"};
  return choice == BYTEMASK_JSON_PLAIN ? &plain : &base;
}

#else
const bytemask_json_kernels *bytemask_json_kernels_for(int choice) {
  static const bytemask_json_kernels plain = {records_plain, cut_plain, rows_plain, skip_plain, traits_plain, "plain"};
  (void)choice;
  return &plain;
}
#endif
