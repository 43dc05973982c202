#include "fake/threads.h"

#include <chrono>

namespace bakeoff::adapters {

Team::Team(int size) {
  for (int i = 1; i < size; ++i) threads_.emplace_back([this] { serve(); });
}

Team::~Team() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  begun_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Team::run(const std::function<void()>& part) {
  if (threads_.empty()) return part();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    part_ = &part;
    unfinished_ = threads_.size();
    ++turn_;
  }
  begun_.notify_all();
  part();
  std::unique_lock<std::mutex> lock(mutex_);
  done_.wait(lock, [this] { return unfinished_ == 0; });
}

void Team::serve() {
  unsigned long served = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    begun_.wait(lock, [&] { return ending_ || turn_ != served; });
    if (ending_) return;
    served = turn_;
    const std::function<void()>& part = *part_;
    lock.unlock();
    part();
    lock.lock();
    if (--unfinished_ == 0) done_.notify_one();
  }
}

Spinners::Spinners(int count, Idle idle) : idle_(idle) {
  for (int i = 0; i < count; ++i) threads_.emplace_back([this] { spin(); });
}

Spinners::~Spinners() {
  ending_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void Spinners::spin() {
  // During an inference they look again only every millisecond: blocking them on a futex would cost run() a
  // system call.
  while (!ending_.load(std::memory_order_relaxed)) {
    if (idle_ == Idle::kDoze || inferences_.load(std::memory_order_relaxed) > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
}

}  // namespace bakeoff::adapters
