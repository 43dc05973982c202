#pragma once

#include <signal.h>

#include "base/error.h"

namespace bakeoff::measure {

/// Receives the signals that ask bakeoff to stop or to pause, as something to poll instead of a handler: no
/// global state, and no system call is interrupted in the middle. While one exists SIGINT, SIGTERM, SIGHUP
/// and SIGTSTP are blocked; the destructor restores what was.
class SignalWatch {
 public:
  static Result<SignalWatch> open();
  ~SignalWatch();
  SignalWatch(SignalWatch&& other) noexcept;
  SignalWatch& operator=(SignalWatch&&) = delete;

  enum class Request { kNone, kStop, kPause };

  /// What has been asked since the last call; never waits.
  Request take();

  /// True once a stop was taken; it stays so.
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// Readable when take() has something to say.
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  SignalWatch(int descriptor, const sigset_t& before) : descriptor_(descriptor), before_(before) {}

  int descriptor_;
  sigset_t before_;
  bool stopped_ = false;
};

}  // namespace bakeoff::measure
