#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/error.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/cpu_set.h"
#include "record/self_test.h"

namespace bakeoff::measure {

/// What a self-test needs and how far it goes.
struct SelfTestOrder {
  std::filesystem::path worker;        ///< the worker program
  std::filesystem::path null_adapter;  ///< for what the harness costs
  std::filesystem::path fake_adapter;  ///< for the races
  CpuSet cpus;
  std::uint32_t rounds = 400;  ///< of the A/A race; METHOD.md publishes its signs from 400 on
  /// Hears between slots which part runs and how many of its epochs have ended.
  std::function<void(const std::string& part, std::uint32_t epochs, std::uint32_t of)> progress;
};

/// What timing costs, whether two copies of one candidate are told apart, and whether freezing keeps a
/// spinning rival from spoiling a race, each on this machine: within 60 s. kInterrupted where a person stops
/// it.
Result<SelfTest> self_test(const SelfTestOrder& order, SignalWatch& signals);

}  // namespace bakeoff::measure
