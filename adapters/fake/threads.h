#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bakeoff::adapters {

/// Runs one function on several threads at once, the caller among them; the others sleep in between, as a
/// passive thread pool's do.
class Team {
 public:
  /// `size` counts the caller.
  explicit Team(int size);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// Returns when every thread has finished `part`. From one thread at a time.
  void run(const std::function<void()>& part);

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable begun_;
  std::condition_variable done_;
  const std::function<void()>* part_ = nullptr;
  unsigned long turn_ = 0;
  std::size_t unfinished_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

/// What the threads of a Spinners do while no inference of their process runs.
enum class Idle {
  kSpin,  ///< what ONNX Runtime's pool does for a while, without end
  kDoze,  ///< look every millisecond, as both do during an inference: the spinning twin's honest rival
};

/// Threads that are there all the time. Alone on the machine the two kinds of idling make inferences equally
/// long: what they differ in hits only those who run beside them.
class Spinners {
 public:
  Spinners(int count, Idle idle);
  ~Spinners();
  Spinners(const Spinners&) = delete;
  Spinners& operator=(const Spinners&) = delete;

  void pause() { inferences_.fetch_add(1, std::memory_order_relaxed); }
  void resume() { inferences_.fetch_sub(1, std::memory_order_relaxed); }

 private:
  void spin();

  Idle idle_;
  std::atomic<int> inferences_{0};
  std::atomic<bool> ending_{false};
  std::vector<std::thread> threads_;
};

}  // namespace bakeoff::adapters
