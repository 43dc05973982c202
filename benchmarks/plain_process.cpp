#include "plain_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>

#include "measure/conductor/spawn.h"

namespace bakeoff::bench {
namespace {

constexpr int kPatienceMs = 60'000;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

Result<std::unique_ptr<PlainProcess>> PlainProcess::start(const PlainOrder& order,
                                                          measure::SignalWatch& signals) {
  std::unique_ptr<PlainProcess> plain(new PlainProcess(signals));
  std::array<int, 2> commands{};
  std::array<int, 2> answers{};
  if (pipe2(commands.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot make a pipe");
  plain->commands_ = commands[1];
  if (pipe2(answers.data(), O_CLOEXEC) != 0) {
    const int error = errno;
    close(commands[0]);
    return fail_errno(error, "cannot make a pipe");
  }
  plain->answers_ = answers[0];

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, commands[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, answers[1], STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> arguments{order.program.string(), order.library.string(), order.model.string(),
                                     std::to_string(order.threads)};
  for (const std::int64_t dim : order.input_dims) arguments.push_back(std::to_string(dim));
  std::vector<std::string> environment = measure::worker_environment();
  const int error = posix_spawn(&plain->process_, order.program.c_str(), &files, &attributes,
                                pointers(arguments).data(), pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  close(commands[0]);
  close(answers[1]);
  if (error != 0) {
    plain->process_ = -1;
    return fail_errno(error, "cannot run the plain program", order.program.string());
  }
  const auto ready = plain->read_line();
  if (!ready) return tl::unexpected(ready.error());
  if (*ready != "ready") return fail(ErrorKind::kInternal, "the plain program said '" + *ready + "'");
  return plain;
}

PlainProcess::~PlainProcess() {
  if (commands_ >= 0) close(commands_);
  if (answers_ >= 0) close(answers_);
  if (process_ < 0) return;
  kill(-process_, SIGKILL);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<void> PlainProcess::freeze() {
  kill(-process_, SIGSTOP);
  int status = 0;
  pid_t seen = 0;
  while ((seen = waitpid(process_, &status, WUNTRACED)) < 0 && errno == EINTR) {
  }
  if (seen == process_ && WIFSTOPPED(status)) return {};
  process_ = -1;
  return fail(ErrorKind::kInternal, "the plain program died");
}

void PlainProcess::thaw() {
  kill(-process_, SIGCONT);
}

Result<Nanoseconds> PlainProcess::slot(Nanoseconds length) {
  const std::string command = "slot " + std::to_string(length.count()) + "\n";
  if (write(commands_, command.data(), command.size()) != static_cast<ssize_t>(command.size())) {
    return fail_errno(errno, "cannot reach the plain program");
  }
  const auto line = read_line();
  if (!line) return tl::unexpected(line.error());
  std::int64_t median = 0;
  const auto parsed = std::from_chars(line->data(), line->data() + line->size(), median);
  if (parsed.ec != std::errc() || median <= 0) {
    return fail(ErrorKind::kInternal, "the plain program said '" + *line + "'");
  }
  return Nanoseconds(median);
}

Result<std::string> PlainProcess::read_line() {
  for (;;) {
    if (const auto end = read_.find('\n'); end != std::string::npos) {
      const std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    std::array<pollfd, 2> watched{{{answers_, POLLIN, 0}, {signals_->descriptor(), POLLIN, 0}}};
    const int events = poll(watched.data(), watched.size(), kPatienceMs);
    if (events < 0 && errno != EINTR) return fail_errno(errno, "cannot wait for the plain program");
    if (events == 0) return fail(ErrorKind::kInternal, "the plain program does not answer");
    if (signals_->take() == measure::SignalWatch::Request::kStop) {
      return fail(ErrorKind::kInterrupted, "interrupted");
    }
    if (watched[0].revents == 0) continue;
    std::array<char, 256> part{};
    const ssize_t size = read(answers_, part.data(), part.size());
    if (size <= 0) return fail(ErrorKind::kInternal, "the plain program ended");
    read_.append(part.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace bakeoff::bench
