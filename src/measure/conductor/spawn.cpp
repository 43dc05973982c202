#include "measure/conductor/spawn.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "measure/worker/protocol.h"

namespace bakeoff::measure {
namespace {

constexpr std::array kEnvironment = {
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
    // What sanitizers of bakeoff and OpenVINO's TBB under them are told.
    "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TBB_ENABLE_SANITIZERS"};

// Sanitizers reserve terabytes of private address space for their shadow, which a data limit would count.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitData = false;
#else
constexpr bool kLimitData = true;
#endif

struct ChildView {  // everything the child needs, made before fork: after it only async-signal-safe calls are
                    // allowed
  const SpawnPlan* plan;
  cpu_set_t cpus;
  std::vector<char*> environment;
  pid_t parent;
  int report;
};

void limit(__rlimit_resource resource, rlim_t most) {
  const rlimit limits{most, most};
  setrlimit(resource, &limits);
}

// Copies a descriptor out of the way of the numbers that are about to be given out.
int lifted(int descriptor) {
  return fcntl(descriptor, F_DUPFD_CLOEXEC, 20);
}

[[noreturn]] void become_worker(const ChildView& view) {
  const SpawnPlan& plan = *view.plan;
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != view.parent) _exit(1);  // the parent died before the line above
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  limit(RLIMIT_CORE, 0);
  if (kLimitData && plan.data_limit.count > 0) limit(RLIMIT_DATA, plan.data_limit.count);
  if (const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
    [[maybe_unused]] const ssize_t written = write(file, "1000", 4);
    close(file);
  }
  bool placed = sched_setaffinity(0, sizeof view.cpus, &view.cpus) == 0;
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const std::array<std::pair<int, int>, 7> places{{{lifted(null), STDIN_FILENO},
                                                   {lifted(plan.log), STDOUT_FILENO},
                                                   {lifted(plan.log), STDERR_FILENO},
                                                   {lifted(plan.channel), protocol::kChannel},
                                                   {lifted(plan.inputs), protocol::kInputs},
                                                   {lifted(plan.outputs), protocol::kOutputs},
                                                   {lifted(plan.stamps), protocol::kStamps}}};
  const int report = lifted(view.report);
  for (const auto& [from, to] : places) placed = placed && dup2(from, to) == to;
  if (placed) {
    std::array<char, 15> name{"bakeoff-worker"};
    std::array<char*, 2> arguments{name.data(), nullptr};
    execve(plan.worker.c_str(), arguments.data(), view.environment.data());
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(report, &error, sizeof error);
  _exit(127);
}

}  // namespace

std::vector<std::string> worker_environment() {
  std::vector<std::string> environment;
  for (const char* name : kEnvironment) {
    if (const char* const value = std::getenv(name)) environment.push_back(std::string(name) + "=" + value);
  }
  return environment;
}

Result<pid_t> spawn_worker(const SpawnPlan& plan) {
  std::array<int, 2> report{};
  if (pipe2(report.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot make a pipe");
  ChildView view{&plan, {}, {}, getpid(), report[1]};
  CPU_ZERO(&view.cpus);
  for (const int cpu : plan.cpus.cpus) CPU_SET(cpu, &view.cpus);
  std::vector<std::string> environment = worker_environment();
  for (std::string& entry : environment) view.environment.push_back(entry.data());
  view.environment.push_back(nullptr);

  const pid_t process = fork();
  if (process == 0) become_worker(view);
  const int fork_error = errno;
  close(report[1]);
  int child_error = 0;
  const bool failed = process > 0 && read(report[0], &child_error, sizeof child_error) > 0;
  close(report[0]);
  if (process < 0) return fail_errno(fork_error, "cannot start a worker process");
  if (failed) {
    waitpid(process, nullptr, 0);
    return fail_errno(child_error, "cannot run the worker program", plan.worker.string());
  }
  return process;
}

}  // namespace bakeoff::measure
