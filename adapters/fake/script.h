#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <bakeoff/adapter.h>

namespace bakeoff::adapters {

using Seconds = std::chrono::duration<double>;

/// When something is to happen: in the load, in the making of a context, at the n-th inference of the process
/// (counted from 1, all contexts together; "first" is inference 1), or in the unload. Never by default.
struct Moment {
  enum class Phase { kNever, kLoad, kContext, kRun, kUnload };
  Phase phase = Phase::kNever;
  std::uint64_t inference = 0;

  bool is(Phase now) const { return phase == now; }
  bool is_inference(std::uint64_t number) const { return phase == Phase::kRun && inference == number; }
};

/// The behaviour that the options ask for; what each means is said in fake_options().
struct Script {
  Seconds latency{0};
  Seconds item{0};
  Seconds sleep{0};
  double work = 0;  ///< steps of arithmetic
  int work_threads = 1;
  Seconds load_time{0};

  double drift_per_second = 0;
  double spike_probability = 0;
  double spike_factor = 1;
  double bimodal_factor = 1;
  Seconds bimodal_period{1};
  std::uint64_t seed = 1;

  bool spin = false;
  bool doze = false;

  Moment crash;
  Moment abort;
  Moment illegal;
  Moment hang;
  Moment loop;
  Moment exit;
  Moment fail;
  Moment out_of_memory;
  bool unsupported = false;
  bool no_device = false;

  std::size_t leak = 0;   ///< bytes an inference
  std::size_t grow = 0;   ///< bytes at load
  std::size_t flood = 0;  ///< bytes an inference, to each of stdout and stderr
  std::size_t flood_load = 0;

  std::uint64_t wrong_from = 0;  ///< the inference whose outputs are the first to be wrong; 0: none
  bool nan = false;
  std::string executed_precision;
};

/// Ends with a key of NULL.
const bakeoff_option_description* fake_options();

/// Throws Failure (BAKEOFF_UNSUPPORTED) for an option or value that it does not know.
Script read_script(const bakeoff_load_request& request);

}  // namespace bakeoff::adapters
