#include "figure.h"

#include <fmt/core.h>

#include <cstdio>

namespace bakeoff::bench {

void print_figure(std::string_view name, std::string_view value) {
  fmt::print("{:<50} {}\n", name, value);
  std::fflush(stdout);
}

void print_figure(std::string_view name, std::string_view value, std::string_view target, Standing standing) {
  fmt::print("{:<50} {}; target {}: {}\n", name, value, target, standing == Standing::kOk ? "ok" : "MISSED");
  std::fflush(stdout);
}

}  // namespace bakeoff::bench
