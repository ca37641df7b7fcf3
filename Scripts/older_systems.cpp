// What `make dist` links so that its program also runs where glibc and libstdc++ are older than here.
//
// Some functions have got a second version, and a linker takes the newest that it finds: hypot and hypotf in glibc 2.35, and
// the waiting of a condition variable in the libstdc++ of GCC 12. Swift's runtime names all three. The linker's `--wrap` sends
// its calls here, where functions that have one version alone do the same. Scripts/older_systems_test.cpp tries them.

#include <condition_variable>
#include <mutex>

#include <math.h>
#include <pthread.h>

extern "C" {

// A long double holds the squares of all doubles, so that nothing overflows before the result does.
double __wrap_hypot(double x, double y) { return double(hypotl(x, y)); }
float __wrap_hypotf(float x, float y) { return float(hypotl(x, y)); }

// std::condition_variable::wait(std::unique_lock<std::mutex> &)
void __wrap__ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE(
    std::condition_variable *condition, std::unique_lock<std::mutex> *lock) {
  pthread_cond_wait(condition->native_handle(), lock->mutex()->native_handle());
}

}
