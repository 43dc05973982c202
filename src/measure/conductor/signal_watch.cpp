#include "measure/conductor/signal_watch.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace bakeoff::measure {
namespace {

// nohup and shells ignore signals on behalf of what they start; a blocked signal would reach us all the same.
bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Result<SignalWatch> SignalWatch::open() {
  sigset_t watched;
  sigemptyset(&watched);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) {
    if (!is_ignored(signal)) sigaddset(&watched, signal);
  }
  sigset_t before;
  if (sigprocmask(SIG_BLOCK, &watched, &before) != 0) return fail_errno(errno, "cannot block signals");
  const int descriptor = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor < 0) {
    const int error = errno;
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return fail_errno(error, "cannot watch for signals");
  }
  return SignalWatch(descriptor, before);
}

SignalWatch::SignalWatch(SignalWatch&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), before_(other.before_), stopped_(other.stopped_) {}

SignalWatch::~SignalWatch() {
  if (descriptor_ < 0) return;
  take();  // a second Ctrl-C that came meanwhile must not kill us once unblocked: we are stopping already
  close(descriptor_);
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

SignalWatch::Request SignalWatch::take() {
  Request request = Request::kNone;
  signalfd_siginfo info{};
  while (read(descriptor_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    if (info.ssi_signo == SIGTSTP) {
      if (request == Request::kNone) request = Request::kPause;
    } else {
      request = Request::kStop;
      stopped_ = true;
    }
  }
  return request;
}

}  // namespace bakeoff::measure
