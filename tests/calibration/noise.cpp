#include "noise.h"

#include <cmath>

namespace bakeoff::calibration {

NoiseModel quiet() {
  return {.name = "quiet", .white = 0.01};
}

NoiseModel shared_host() {
  return {.name = "shared", .white = 0.02, .walk = 0.005, .regime_rate = 0.02, .spike_rate = 0.05};
}

NoiseModel thermal() {
  return {.name = "thermal", .white = 0.01, .trend = 0.001};
}

NoiseModel white_noise(double sd) {
  return {.name = "white", .white = sd};
}

std::vector<NoiseModel> machines() {
  return {quiet(), shared_host(), thermal()};
}

double Machine::next_slot() {
  double log_factor = model_.white * dice_.normal();
  if (model_.walk > 0) {
    walked_ += model_.walk * dice_.normal();
    log_factor += walked_;
  }
  if (model_.regime_rate > 0) {
    if (dice_.uniform() < model_.regime_rate) {
      regime_ = dice_.below(2) == 0 ? 0 : std::log(1.15 + 0.30 * dice_.uniform());
    }
    log_factor += regime_;
  }
  if (model_.spike_rate > 0 && dice_.uniform() < model_.spike_rate) {
    log_factor += std::log1p(-0.30 * std::log(1 - dice_.uniform()));
  }
  trend_ += model_.trend;
  return log_factor + trend_;
}

}  // namespace bakeoff::calibration
