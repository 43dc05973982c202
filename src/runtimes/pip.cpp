#include "runtimes/pip.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

#include "base/units.h"
#include "runtimes/disk.h"
#include "runtimes/process.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr int kTries = 3;
constexpr std::size_t kShownLines = 3;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// "cp311" -> "3.11", what pip's --python-version takes; other tags ("py3") need none.
std::string python_version(std::string_view tag) {
  if (!tag.starts_with("cp3") || tag.size() < 4) return {};
  return "3." + std::string(tag.substr(3));
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// "Temporary failure in name resolution" out of the last of pip's long warnings.
std::string connection_failure(const std::string& said) {
  constexpr std::string_view kBroken = "connection broken by ";
  const auto begin = said.rfind(kBroken);
  if (begin == std::string::npos) return "connection broken";
  std::string line = said.substr(begin + kBroken.size());
  line.resize(std::min(line.find('\n'), line.size()));
  if (const auto number = line.rfind("[Errno "); number != std::string::npos) {
    if (const auto end = line.find("] ", number); end != std::string::npos) line.erase(0, end + 2);
  }
  line.resize(std::min(line.find_first_of("'\""), line.size()));
  return line.empty() ? "connection broken" : line;
}

// What pip's log says about a failure, and whether another try can help.
struct Failure {
  Error error;
  bool final = false;
};

Failure explain(const PipOrder& order, const Exit& exit, const fs::path& log) {
  const std::string said = text_of(log);
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  const std::string wanted = order.project + "==" + order.version;
  if (exit.signal == SIGINT || exit.signal == SIGTERM || says("Operation cancelled by user")) {
    return {{ErrorKind::kInterrupted, "the download was interrupted", wanted, {}}, true};
  }
  if (says("No module named pip")) {
    return {{ErrorKind::kNotFound, "'" + order.python + "' has no pip", wanted,
             "apt-get install python3-pip, or set PYTHON to a Python that has it; or " + offline_hint(order)},
            true};
  }
  if (says("No space left on device")) {
    return {fail_write(ENOSPC, "download " + wanted, order.folder).value(), true};
  }
  if (says("connection broken")) {
    return {{ErrorKind::kNotFound, "pip cannot reach the package index: " + connection_failure(said), wanted,
             "try again once the network is there, or " + offline_hint(order)},
            false};
  }
  const std::string why = "pip download failed: " + last_lines(log, kShownLines);
  if (says("No matching distribution found")) {
    return {{ErrorKind::kNotFound, why, wanted, "name a version that exists"}, true};
  }
  return {{ErrorKind::kNotFound, why, wanted, "try again, or " + offline_hint(order)}, false};
}

Result<fs::path> find_wheel(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".whl") return entry->path();
  }
  return fail(ErrorKind::kInternal, "pip succeeded but left no wheel", folder.string());
}

}  // namespace

std::vector<std::string> pip_arguments(const PipOrder& order, const std::string& destination) {
  std::vector<std::string> words{order.python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"};
  if (order.pinned) {
    if (const auto version = python_version(order.pinned->python); !version.empty()) {
      words.insert(words.end(), {"--python-version", version, "--implementation", "cp"});
    }
    words.insert(words.end(), {"--abi", order.pinned->abi});
    for (const auto& platform : split_list(order.pinned->platform, '.')) {
      words.insert(words.end(), {"--platform", platform});
    }
  }
  words.insert(words.end(), {"--dest", destination, order.project + "==" + order.version});
  return words;
}

std::string offline_hint(const PipOrder& order) {
  // The Python of this machine may be the very thing that is wrong.
  PipOrder elsewhere = order;
  elsewhere.python = "python3";
  return "on a machine with a network run '" + joined(pip_arguments(elsewhere, "DIR")) +
         "', bring DIR here and add '--from DIR'";
}

Result<fs::path> download_wheel(const PipOrder& order, InstallObserver& observer) {
  const fs::path log = order.folder / "pip.log";
  auto arguments = pip_arguments(order, order.folder.string());
  // Its own cache would keep each wheel a second time.
  arguments.insert(arguments.begin() + 4,
                   {"--no-input", "--disable-pip-version-check", "--no-cache-dir", "--progress-bar", "off"});
  Nanoseconds pause = order.pause;
  for (int attempt = 1;; ++attempt) {
    observer.tell({InstallStep::Kind::kDownloading, order.project, order.version,
                   order.project + "==" + order.version + ", try " + std::to_string(attempt) + " of " +
                       std::to_string(kTries)});
    const auto exit = run_program(arguments, log);
    if (!exit) {
      Error error = exit.error();
      error.hint = "apt-get install python3-pip, or set PYTHON to where Python is; or " + offline_hint(order);
      return tl::unexpected(std::move(error));
    }
    if (exit->success()) return find_wheel(order.folder);
    Failure failure = explain(order, *exit, log);
    if (failure.final || attempt == kTries) return tl::unexpected(std::move(failure.error));
    observer.tell({InstallStep::Kind::kRetrying, order.project, order.version, failure.error.what});
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

}  // namespace bakeoff::runtimes
