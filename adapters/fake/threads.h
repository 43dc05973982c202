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

/// Threads that spin for ever, except while an inference of their own process runs: what ONNX Runtime's idle
/// pool does for a while, without end.
class Spinners {
 public:
  explicit Spinners(int count);
  ~Spinners();
  Spinners(const Spinners&) = delete;
  Spinners& operator=(const Spinners&) = delete;

  void pause() { inferences_.fetch_add(1, std::memory_order_relaxed); }
  void resume() { inferences_.fetch_sub(1, std::memory_order_relaxed); }

 private:
  void spin();

  std::atomic<int> inferences_{0};
  std::atomic<bool> ending_{false};
  std::vector<std::thread> threads_;
};

}  // namespace bakeoff::adapters
