// Tells the thread sanitizer that a contended Mutex was taken and given back.
//
// Swift's `Mutex` is taken and given back by instructions of the caller's own, which the sanitizer sees, unless threads wait for
// it: then both happen in libswiftSynchronization, which is built without the sanitizer, and what the lock guards is reported as
// a race. This library, loaded before all others (LD_PRELOAD), stands before those functions, lets them do their work, and says
// that what happened before the lock was given back is known to who takes it. So no report has to be suppressed, and a race
// beside the lock is still seen. In a process without the sanitizer it only passes the calls on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// From the sanitizer's runtime, where there is one.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Synchronization._MutexHandle._lockSlow(Swift.UInt32) -> () with the thread's number, and ._unlockSlow() -> (); `self` is the
// handle, whose first bytes are the word that the caller's own instructions change.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void contended_mutex_lock(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT void contended_mutex_unlock(SELF void *handle) __asm__(UNLOCK);

typedef SWIFT void lock_function(uint32_t thread, SELF void *handle);
typedef SWIFT void unlock_function(SELF void *handle);

static lock_function *original_lock;
static unlock_function *original_unlock;

__attribute__((constructor)) static void find_originals(void) {
  original_lock = (lock_function *)dlsym(RTLD_NEXT, LOCK);
  original_unlock = (unlock_function *)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void contended_mutex_lock(uint32_t thread, SELF void *handle) {
  if (!original_lock) abort();
  original_lock(thread, handle);
  if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void contended_mutex_unlock(SELF void *handle) {
  if (!original_unlock) abort();
  if (__tsan_release) __tsan_release(handle);
  original_unlock(handle);
}
