#include <isa-l/igzip_lib.h>
#include <isa-l/crc.h>
#if defined(__has_include)
#if __has_include(<isa-l.h>)
#include <isa-l.h>
#endif
#endif

#define CORPUS_TEXT_OF(x) #x
#define CORPUS_TEXT(x) CORPUS_TEXT_OF(x)

/// The version of ISA-L whose headers were compiled, since the library does not say its own; empty where they do not either.
static inline const char *corpus_isal_version(void) {
#if defined(ISAL_MAJOR_VERSION) && defined(ISAL_MINOR_VERSION) && defined(ISAL_PATCH_VERSION)
  return CORPUS_TEXT(ISAL_MAJOR_VERSION) "." CORPUS_TEXT(ISAL_MINOR_VERSION) "." CORPUS_TEXT(ISAL_PATCH_VERSION);
#else
  return "";
#endif
}
