#include "measure/host/kernel_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <set>
#include <system_error>

namespace bakeoff::measure {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";
constexpr std::size_t kLargest = std::size_t{4} << 20;
constexpr int kMostCpus =
    1 << 16;  // far above any kernel's NR_CPUS; keeps "0-4000000000" from filling memory

template <typename Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return value;
}

// read(2) rather than a stream: a stream hides why it failed, and the conductor asks many times a second.
Result<std::string> read_all(int file, const std::filesystem::path& path) {
  std::string text;
  std::array<char, 8192> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  while (text.size() < kLargest) {
    const ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got == 0) break;
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return fail_errno(errno, "cannot be read", path.string());
    }
  }
  return text;
}

}  // namespace

Result<std::string> read_kernel_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR || reason == ENODEV || reason == ESRCH) {
      return fail(ErrorKind::kNotFound, "is not there", path.string());
    }
    return fail_errno(reason, "cannot be opened", path.string());
  }
  auto text = read_all(file, path);
  ::close(file);
  return text;
}

Result<std::string> read_kernel_value(const std::filesystem::path& path) {
  return read_kernel_file(path).map([](const std::string& text) { return std::string(trimmed(text)); });
}

Result<std::uint64_t> read_kernel_number(const std::filesystem::path& path) {
  const auto text = read_kernel_value(path);
  if (!text) return tl::unexpected(text.error());
  const auto number = number_from(*text);
  if (!number) return fail(ErrorKind::kBadInput, "does not hold a number", path.string());
  return *number;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(kSpace, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpace, end);
  }
  return words;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::optional<std::uint64_t> number_from(std::string_view text) {
  return whole_number<std::uint64_t>(text);
}

std::optional<std::int64_t> signed_number_from(std::string_view text) {
  return whole_number<std::int64_t>(text);
}

std::optional<std::string_view> field_of(std::string_view text, std::string_view key) {
  for (const std::string_view line : lines_of(text)) {
    if (!line.starts_with(key)) continue;
    std::string_view rest = line.substr(key.size());
    if (rest.empty() || (kSpace.find(rest[0]) == std::string_view::npos && rest[0] != ':')) continue;
    rest = trimmed(rest);
    if (rest.starts_with(':')) rest = trimmed(rest.substr(1));
    return rest;
  }
  return std::nullopt;
}

std::optional<std::vector<int>> cpu_list_from(std::string_view text) {
  std::set<int> cpus;
  text = trimmed(text);
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto dash = part.find('-');
    const auto first = whole_number<int>(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : whole_number<int>(part.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last >= kMostCpus) return std::nullopt;
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.insert(cpu);
  }
  if (cpus.empty()) return std::nullopt;
  return std::vector<int>(cpus.begin(), cpus.end());
}

std::string cpu_list_text(const std::vector<int>& cpus) {
  std::string text;
  for (std::size_t first = 0; first < cpus.size();) {
    std::size_t last = first;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(cpus[first]);
    if (last > first) text += '-' + std::to_string(cpus[last]);
    first = last + 1;
  }
  return text;
}

std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder, std::string_view prefix) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  auto entry = std::filesystem::directory_iterator(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().starts_with(prefix)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace bakeoff::measure
