#include "fake/work.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include "common/failure.h"

namespace bakeoff::adapters {
namespace {

using SteadyClock = std::chrono::steady_clock;  // CLOCK_MONOTONIC

// splitmix64: spikes fall on the same inferences in every run with the same seed, without any state.
double uniform(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t z = seed * 0x9e3779b97f4a7c15U + number * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
}

void write_all(int file, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, data, size);
    if (written <= 0) return;  // closed or full: nothing to be done, and nothing depends on it
    data += written;
    size -= static_cast<std::size_t>(written);
  }
}

void die_of(int signal) {
  std::signal(signal, SIG_DFL);  // a handler of the host must not turn it into something else
  std::raise(signal);
}

bool due(const Moment& moment, Moment::Phase phase, std::uint64_t inference) {
  return phase == Moment::Phase::kRun ? moment.is_inference(inference) : moment.is(phase);
}

}  // namespace

void be_busy(Seconds time) {
  const SteadyClock::time_point start = SteadyClock::now();
  while (SteadyClock::now() - start < time) {
  }
}

void compute(double steps) {
  const auto count = static_cast<std::uint64_t>(steps);
  std::uint64_t x = 88172645463325252U;
  for (std::uint64_t i = 0; i < count; ++i) {
    x = x * 6364136223846793005U + 1442695040888963407U;
    asm volatile("" : "+r"(x));  // or the compiler jumps to the end of the chain
  }
}

Memory touched(std::size_t bytes) {
  // mmap rather than malloc: no allocator stands between the script and the system's answer.
  void* memory = bytes == 0
                     ? nullptr
                     : ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw Failure(BAKEOFF_OUT_OF_MEMORY, "cannot allocate " + std::to_string(bytes) + " bytes");
  }
  if (memory != nullptr) std::memset(memory, 1, bytes);
  return {memory, Unmap{bytes}};
}

void Unmap::operator()(void* memory) const {
  ::munmap(memory, bytes);
}

void flood(std::size_t bytes) {
  std::array<char, 4096> line{};
  line.fill('~');
  line.back() = '\n';
  for (std::size_t left = bytes; left > 0;) {
    const std::size_t part = std::min(left, line.size());
    write_all(STDOUT_FILENO, line.data() + (line.size() - part), part);
    write_all(STDERR_FILENO, line.data() + (line.size() - part), part);
    left -= part;
  }
}

void misbehave(const Script& script, Moment::Phase phase, std::uint64_t inference) {
  if (due(script.crash, phase, inference)) die_of(SIGSEGV);
  if (due(script.illegal, phase, inference)) die_of(SIGILL);
  if (due(script.abort, phase, inference)) std::abort();
  if (due(script.exit, phase, inference)) std::exit(0);
  while (due(script.hang, phase, inference)) ::pause();
  while (due(script.loop, phase, inference)) compute(1e6);
  if (due(script.fail, phase, inference))
    throw Failure(BAKEOFF_FAILED, "failed because option fail asks for it");
  if (due(script.out_of_memory, phase, inference)) {
    throw Failure(BAKEOFF_OUT_OF_MEMORY, "out of memory because option out-of-memory asks for it");
  }
}

double slowdown(const Script& script, std::uint64_t inference, Seconds age) {
  double factor = std::max(0.0, 1.0 + script.drift_per_second * age.count());
  if (script.spike_probability > 0 && uniform(script.seed, inference) < script.spike_probability) {
    factor *= script.spike_factor;
  }
  if (script.bimodal_factor != 1.0) {
    const Seconds now = SteadyClock::now().time_since_epoch();
    if (std::fmod(now / script.bimodal_period, 2.0) >= 1.0) factor *= script.bimodal_factor;
  }
  return factor;
}

}  // namespace bakeoff::adapters
