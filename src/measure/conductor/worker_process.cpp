#include "measure/conductor/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "measure/conductor/death.h"
#include "measure/conductor/log_tail.h"
#include "measure/host/cpu_times.h"
#include "measure/host/memory.h"
#include "measure/worker/channel.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

// The conductor wakes at most ten times a second while a worker is timed.
constexpr Nanoseconds kLookInterval = 100ms;
constexpr Nanoseconds kStopDeadline = 5s;
constexpr Nanoseconds kSettleDeadline = 20ms;

std::string seconds_text(Nanoseconds duration) {
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " s";
}

std::string mebibytes_text(Bytes bytes) {
  return std::to_string(bytes.count >> 20U) + " MiB";
}

// A file without a name, so that nothing is left behind whatever happens; memory if there is no writable
// folder.
Result<int> open_log() {
  const char* const folder = std::getenv("TMPDIR");
  int log = open(folder != nullptr ? folder : "/tmp", O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) log = memfd_create("bakeoff-log", MFD_CLOEXEC);
  if (log < 0) return fail_errno(errno, "cannot make a log for a worker");
  return log;
}

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const std::filesystem::path& program,
                                                            const CpuSet& cpus, int inputs,
                                                            Supervision& supervision) {
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess(supervision));
  auto outputs = SharedMemory::create("bakeoff-outputs", 0);
  if (!outputs) return tl::unexpected(outputs.error());
  worker->outputs_ = std::move(*outputs);
  auto stamps = SharedMemory::create("bakeoff-stamps", (protocol::kMaxStamps + 1) * sizeof(std::uint64_t));
  if (!stamps) return tl::unexpected(stamps.error());
  worker->stamps_ = std::move(*stamps);
  auto log = open_log();
  if (!log) return tl::unexpected(log.error());
  worker->log_ = *log;
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return fail_errno(errno, "cannot make a channel to a worker");
  }
  worker->channel_ = pair[0];
  worker->oom_kills_before_ = kernel_oom_kills().value_or(0);
  const auto process = spawn_worker({.worker = program,
                                     .cpus = cpus,
                                     .data_limit = supervision.memory_limit,
                                     .channel = pair[1],
                                     .inputs = inputs,
                                     .outputs = worker->outputs_.descriptor(),
                                     .stamps = worker->stamps_.descriptor(),
                                     .log = worker->log_});
  close(pair[1]);
  if (!process) return tl::unexpected(process.error());
  worker->process_ = *process;
  return worker;
}

WorkerProcess::~WorkerProcess() {
  kill();
  if (channel_ >= 0) close(channel_);
  if (log_ >= 0) close(log_);
}

void WorkerProcess::condemn() const {
  if (process_ < 0) return;
  ::kill(-process_, SIGKILL);
  ::kill(process_, SIGKILL);  // should it have left its group
}

void WorkerProcess::kill() {
  if (process_ < 0) return;
  condemn();
  rusage usage{};
  while (wait4(process_, &wait_status_, 0, &usage) < 0 && errno == EINTR) {
  }
  const auto duration = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  final_cpu_ = duration(usage.ru_utime) + duration(usage.ru_stime);
  process_ = -1;
}

Nanoseconds WorkerProcess::cpu_time() const {
  return process_ < 0 ? final_cpu_ : process_cpu_time(process_);
}

Nanoseconds WorkerProcess::frozen_cpu() const {
  return frozen_ ? std::max(worst_frozen_cpu_, cpu_time() - cpu_when_frozen_) : worst_frozen_cpu_;
}

void WorkerProcess::forget_frozen_cpu() {
  worst_frozen_cpu_ = Nanoseconds(0);
  cpu_when_frozen_ = cpu_time();
}

Answer<void> WorkerProcess::freeze() {
  ::kill(-process_, SIGSTOP);
  const MonotonicClock clock;
  const Nanoseconds begin = clock.now();
  for (;;) {
    int status = 0;
    const pid_t seen = waitpid(process_, &status, WUNTRACED | WNOHANG);
    if (seen == process_ && WIFSTOPPED(status)) break;
    if (seen == process_) {  // it died first: reaped here, so kill() must not wait for it again
      wait_status_ = status;
      ::kill(-process_, SIGKILL);
      process_ = -1;
      return tl::unexpected<Trouble>(death("it was being stopped"));
    }
    if (clock.now() - begin > kStopDeadline) {
      return tl::unexpected<Trouble>(end_with(Status::kTimedOut, "its threads could not be stopped"));
    }
    std::this_thread::sleep_for(50us);
  }
  frozen_ = true;
  cpu_when_frozen_ = settled_cpu_time();
  return {};
}

// The last thread tells that all have stopped just before it leaves its processor. On a virtual machine that
// can take milliseconds, which its CPU clock counts: to tell is what gives the host a chance to run someone
// else.
Nanoseconds WorkerProcess::settled_cpu_time() const {
  const MonotonicClock clock;
  const Nanoseconds begin = clock.now();
  Nanoseconds last = cpu_time();
  while (clock.now() - begin < kSettleDeadline) {
    std::this_thread::sleep_for(50us);
    const Nanoseconds now = cpu_time();
    if (now == last) break;
    last = now;
  }
  return last;
}

void WorkerProcess::thaw() {
  worst_frozen_cpu_ = frozen_cpu();
  frozen_ = false;
  ::kill(-process_, SIGCONT);
}

Answer<protocol::Envelope> WorkerProcess::exchange(const std::vector<std::uint8_t>& command,
                                                   Nanoseconds deadline, std::string_view doing) {
  const Nanoseconds since = supervision_->time->elapsed();
  if (!send_packet(channel_, command)) return tl::unexpected<Trouble>(death(doing));
  for (;;) {
    const Nanoseconds now = supervision_->time->elapsed();
    const Nanoseconds left = std::min({kLookInterval, since + deadline - now, supervision_->budget - now});
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::max(left, Nanoseconds(0)));
    std::array<pollfd, 2> watched{{{channel_, POLLIN, 0}, {supervision_->signals->descriptor(), POLLIN, 0}}};
    if (poll(watched.data(), watched.size(), static_cast<int>(wait.count())) < 0 && errno != EINTR) {
      return tl::unexpected<Trouble>(fail_errno(errno, "cannot wait for a worker").value());
    }
    if (watched[0].revents != 0) {
      const auto packet = receive_packet(channel_);
      if (!packet || !*packet) return tl::unexpected<Trouble>(death(doing));
      // Answers may always come between two looks, so that limits are held after each as well.
      if (auto within = check_limits(doing); !within) return tl::unexpected(within.error());
      return protocol::decode(**packet);
    }
    if (auto looked = look_after(since, deadline, doing); !looked) return tl::unexpected(looked.error());
  }
}

// Everything besides its answer that may end the wait.
Answer<void> WorkerProcess::look_after(Nanoseconds since, Nanoseconds deadline, std::string_view doing) {
  switch (supervision_->signals->take()) {
    case SignalWatch::Request::kStop:
      return tl::unexpected<Trouble>(StopCause::kInterrupted);
    case SignalWatch::Request::kPause:
      pause_with_person();
      return {};
    case SignalWatch::Request::kNone:
      break;
  }
  const Nanoseconds now = supervision_->time->elapsed();
  if (now >= supervision_->budget) return tl::unexpected<Trouble>(StopCause::kBudget);
  if (now - since >= deadline) {
    return tl::unexpected<Trouble>(end_with(
        Status::kTimedOut, "no answer within " + seconds_text(deadline) + " while " + std::string(doing)));
  }
  return check_limits(doing);
}

Answer<void> WorkerProcess::check_limits(std::string_view doing) {
  const auto memory = process_memory(process_);
  if (memory && memory->now > supervision_->memory_limit) {
    return tl::unexpected<Trouble>(end_with(
        Status::kOverLimit,
        "used more than " + mebibytes_text(supervision_->memory_limit) + " while " + std::string(doing)));
  }
  struct stat log {};
  if (fstat(log_, &log) == 0 && static_cast<std::uint64_t>(log.st_size) > supervision_->log_limit.count) {
    return tl::unexpected<Trouble>(
        end_with(Status::kOverLimit, "wrote more than " + mebibytes_text(supervision_->log_limit) +
                                         " of messages while " + std::string(doing)));
  }
  return {};
}

// Ctrl-Z: the worker must not run on while its conductor is stopped, and the time does not count.
void WorkerProcess::pause_with_person() {
  ::kill(-process_, SIGSTOP);
  const MonotonicClock clock;
  const Nanoseconds begin = clock.now();
  raise(SIGSTOP);
  supervision_->time->leave_out(clock.now() - begin);
  supervision_->suspended = true;
  ::kill(-process_, SIGCONT);
}

Outcome WorkerProcess::refusal(const protocol::Envelope& envelope) {
  protocol::Failure failure;
  if (envelope.holds<protocol::Failure>()) {
    try {
      failure = envelope.body.get<protocol::Failure>();
    } catch (const nlohmann::json::exception&) {
      failure = {};
    }
  }
  const auto status = status_from(failure.status);
  if (!status) return end_with(Status::kCrashed, "the worker answered nonsense");
  return end_with(*status, printable(failure.reason));
}

Outcome WorkerProcess::end_with(Status status, std::string reason) {
  kill();
  return {status, std::move(reason)};
}

// The channel is closed: how did it end?
Outcome WorkerProcess::death(std::string_view doing) {
  if (process_ >= 0) {
    // The channel closes a moment before the process can be waited for; what still lives then closed it on
    // purpose.
    const MonotonicClock clock;
    const Nanoseconds begin = clock.now();
    siginfo_t info{};
    while (waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
           info.si_pid == 0 && clock.now() - begin < 1s) {
      std::this_thread::sleep_for(100us);
    }
    kill();
  }
  return outcome_of({.wait_status = wait_status_,
                     .killed_for_memory = kernel_oom_kills().value_or(0) > oom_kills_before_,
                     .last_words = log_tail(log_)},
                    doing);
}

Result<std::vector<std::byte>> WorkerProcess::output_bytes(const protocol::TensorPlace& place) {
  auto region = SharedMemory::map(outputs_.descriptor(), SharedMemory::Access::kRead);
  if (!region) return tl::unexpected(region.error());
  const auto bytes = region->bytes();
  if (place.offset > bytes.size() || place.size > bytes.size() - place.offset) {
    return fail(ErrorKind::kBadInput, "output '" + place.name + "' lies outside its region");
  }
  const auto part = bytes.subspan(place.offset, place.size);
  return std::vector<std::byte>(part.begin(), part.end());
}

const std::uint64_t* WorkerProcess::stamps() const {
  return reinterpret_cast<const std::uint64_t*>(stamps_.bytes().data());
}

}  // namespace bakeoff::measure
