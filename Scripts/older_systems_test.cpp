// Tries older_systems.cpp as Scripts/dist links it, beside what the system has under the same names. Scripts/test_wheel
// builds and runs it: the status is 0 where all is well.

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>

template <typename Number>
bool near(Number mine, Number other) {
  return (isnan(mine) && isnan(other)) || mine == other || nextafter(mine, other) == other;
}

int main() {
  auto hypot_there = (double (*)(double, double))dlsym(RTLD_NEXT, "hypot");
  auto hypotf_there = (float (*)(float, float))dlsym(RTLD_NEXT, "hypotf");
  double special[] = {0.0, -0.0, 1, 3, 4, -4, 1e-320, 1e-160, 1e160, 1.7e308, INFINITY, -INFINITY, NAN};
  // Read where the compiler cannot see them, or it would compute the results itself.
  double (*volatile mine)(double, double) = [](double x, double y) { return hypot(x, y); };
  float (*volatile minef)(float, float) = [](float x, float y) { return hypotf(x, y); };
  std::mt19937_64 draw(1);
  std::uniform_real_distribution<double> number(-1000, 1000);
  for (int round = 0; round < 100000; round++) {
    double x = round < 169 ? special[round / 13] : number(draw), y = round < 169 ? special[round % 13] : number(draw);
    if (!near(mine(x, y), hypot_there(x, y)) || !near(minef(x, y), hypotf_there(x, y))) {
      printf("hypot(%g, %g) is %g, and %g there\n", x, y, mine(x, y), hypot_there(x, y));
      return 1;
    }
  }
  std::mutex mutex;
  std::condition_variable condition;
  int turn = 0;
  std::thread other([&] {
    for (int round = 0; round < 1000; round++) {
      std::unique_lock<std::mutex> lock(mutex);
      while (turn % 2 == 0) condition.wait(lock);
      turn++;
      condition.notify_one();
    }
  });
  for (int round = 0; round < 1000; round++) {
    std::unique_lock<std::mutex> lock(mutex);
    while (turn % 2 == 1) condition.wait(lock);
    turn++;
    condition.notify_one();
  }
  other.join();
  return turn == 2000 ? 0 : 1;
}
