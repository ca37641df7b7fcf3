// An attribute of a file beside its content. Linux and macOS give the two calls different parameters.
#include <sys/types.h>
#include <sys/xattr.h>

// Returns 0, or -1 with errno, as where the file system has no attributes.
static inline int extended_attribute_set(const char *path, const char *name, const void *value, size_t length) {
#ifdef __APPLE__
  return setxattr(path, name, value, length, 0, XATTR_NOFOLLOW);
#else
  return lsetxattr(path, name, value, length, 0);
#endif
}

// Returns how many bytes the value has, or -1 with errno, as where there is none or it has more than `length`.
static inline ssize_t extended_attribute_get(const char *path, const char *name, void *value, size_t length) {
#ifdef __APPLE__
  return getxattr(path, name, value, length, 0, XATTR_NOFOLLOW);
#else
  return lgetxattr(path, name, value, length);
#endif
}
