#include "measure/conductor/log_tail.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace bakeoff::measure {
namespace {

constexpr std::size_t kTailBytes = 600;
constexpr std::size_t kTailLines = 4;

}  // namespace

std::string printable(std::string_view text) {
  // nlohmann-json replaces what is not UTF-8 when it writes a string; reading that back gives clean text.
  const auto written = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  auto clean = nlohmann::json::parse(written).get<std::string>();
  constexpr char kDelete = 0x7f;
  std::replace_if(
      clean.begin(), clean.end(), [](char c) { return (c >= 0 && c < ' ') || c == kDelete; }, ' ');
  return clean;
}

std::string log_tail(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string text(std::min(size, kTailBytes), '\0');
  const ssize_t read = pread(descriptor, text.data(), text.size(), static_cast<off_t>(size - text.size()));
  text.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::size_t begin = text.size();
  for (std::size_t lines = 0; lines < kTailLines && begin != std::string::npos && begin > 0; ++lines) {
    begin = text.rfind('\n', begin - 1);
  }
  if (begin != std::string::npos && begin < text.size()) text.erase(0, begin + 1);
  std::string joined;
  for (const char c : text) {
    if (c == '\n') {
      joined += " | ";
    } else {
      joined += c;
    }
  }
  return printable(joined);
}

}  // namespace bakeoff::measure
