#include "measure/host/reading.h"

#include <array>
#include <charconv>
#include <utility>

namespace bakeoff::measure {
namespace {

// Firmware writes what it likes into its tables, and JSON takes no broken UTF-8.
std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 500;
  std::string plain(text.substr(0, kLongest));
  for (char& c : plain) {
    if (c < ' ' || c > '~') c = '?';
  }
  return plain;
}

}  // namespace

Reading::Reading(const CpuSet& cpus, std::filesystem::path root, HostFacts& out)
    : cpus_(cpus), root_(std::move(root)), out_(out) {}

std::filesystem::path Reading::cpu_file(int cpu, std::string_view file) const {
  return root_ / "sys/devices/system/cpu" / ("cpu" + std::to_string(cpu)) / file;
}

void Reading::fact(const std::string& name, std::string_view value) {
  if (value.empty()) return unknown(name, "the kernel gives an empty value");
  out_.facts[name] = printable(value);
}

void Reading::fact_or_reason(const std::string& name, const Result<std::string>& value) {
  if (value) return fact(name, *value);
  unknown(name, to_string(value.error()));
}

void Reading::unknown(const std::string& name, std::string_view reason) {
  out_.unknown[name] = printable(reason);
}

void Reading::warn(const std::string& what, const std::string& remedy) {
  out_.warnings.push_back(what + "; " + remedy);
}

std::string size_text(Bytes size) {
  constexpr std::array<std::string_view, 5> kUnits{" B", " KiB", " MiB", " GiB", " TiB"};
  auto value = static_cast<double>(size.count);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  return number_text(value, unit == 0 ? 0 : 1).append(kUnits.at(unit));
}

std::string number_text(double value, int digits) {
  std::array<char, 512> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
  return error == std::errc() ? std::string(text.data(), end) : std::string("?");
}

}  // namespace bakeoff::measure
