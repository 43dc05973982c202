#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace plain {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kInputs = 4;  // in rotation
constexpr std::size_t kFewestInferences = 5;
constexpr auto kWarmUp = std::chrono::seconds(1);

/// Seeded values like those of a normalised image.
inline std::vector<float> random_input(std::size_t count, std::size_t seed) {
  std::mt19937 generator(static_cast<std::mt19937::result_type>(seed));
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (float& value : values) value = std::clamp(normal(generator), -2.5F, 2.5F);
  return values;
}

/// Median duration of inferences run back to back for `length`, in nanoseconds.
template <typename Infer>
long long measure(const Infer& infer, std::chrono::nanoseconds length) {
  std::vector<long long> durations;
  const auto end = Clock::now() + length;
  for (std::size_t i = 0;; ++i) {
    const auto start = Clock::now();
    infer(i % kInputs);
    const auto stop = Clock::now();
    durations.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(stop - start).count());
    if (stop >= end && durations.size() >= kFewestInferences) break;
  }
  std::sort(durations.begin(), durations.end());
  const std::size_t middle = durations.size() / 2;
  return durations.size() % 2 == 1 ? durations[middle] : (durations[middle - 1] + durations[middle]) / 2;
}

/// Warms up, says "ready", then answers each line "slot NANOSECONDS" of stdin with the median latency of that
/// long a stretch in nanoseconds. `infer(i)` runs input i, 0 <= i < kInputs.
template <typename Infer>
void serve(const Infer& infer) {
  measure(infer, kWarmUp);
  std::cout << "ready" << std::endl;
  std::string word;
  long long nanoseconds = 0;
  while (std::cin >> word >> nanoseconds && word == "slot") {
    infer(0);
    std::cout << measure(infer, std::chrono::nanoseconds(nanoseconds)) << std::endl;
  }
}

/// How many elements a tensor of these lengths has.
template <typename Iterator>
std::size_t element_count(Iterator begin, Iterator end) {
  return static_cast<std::size_t>(std::accumulate(begin, end, std::int64_t{1}, std::multiplies<>()));
}

/// The body of main(): calls `serve_arguments` where there are as many arguments as `usage` has words, or
/// more where its last ends in dots; says what went wrong otherwise.
template <typename Serve>
int run(int argc, char** argv, const std::string& usage, const Serve& serve_arguments) {
  const auto words = std::count(usage.begin(), usage.end(), ' ') + 1;
  const bool open_ended = usage.ends_with("...");
  if (argc - 1 < words || (!open_ended && argc - 1 > words)) {
    std::cerr << "usage: " << argv[0] << " " << usage << "\n";
    return 2;
  }
  try {
    serve_arguments();
  } catch (const std::exception& error) {
    std::cerr << argv[0] << ": " << error.what() << "\n";
    return 1;
  }
  std::_Exit(0);  // the library's threads need not be joined
}

}  // namespace plain
