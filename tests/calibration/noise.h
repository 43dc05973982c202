#pragma once

#include <string>
#include <vector>

#include "base/random.h"

namespace bakeoff::calibration {

/// What a machine does to slot after slot, whatever runs: the noise models of METHOD.md. All are shares of a
/// slot's time.
struct NoiseModel {
  std::string name;
  double white = 0;        ///< standard deviation of each slot by itself
  double walk = 0;         ///< standard deviation of one step of a random walk
  double regime_rate = 0;  ///< chance in each slot that a new regime begins: none, or 15-45 % slower
  double spike_rate = 0;   ///< chance of a spike of mean 30 %
  double trend = 0;        ///< more with each slot
};

NoiseModel quiet();
NoiseModel shared_host();
NoiseModel thermal();
NoiseModel white_noise(double sd);

/// The three that METHOD.md names, in this order: quiet, shared, thermal.
std::vector<NoiseModel> machines();

/// ln of what the machine multiplies the next slot's time with.
class Machine {
 public:
  Machine(NoiseModel model, Dice dice) : model_(std::move(model)), dice_(dice) {}
  double next_slot();

 private:
  NoiseModel model_;
  Dice dice_;
  double walked_ = 0;
  double regime_ = 0;
  double trend_ = 0;
};

}  // namespace bakeoff::calibration
