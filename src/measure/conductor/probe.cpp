#include "measure/conductor/probe.h"

#include <cmath>
#include <cstring>

#include "measure/conductor/crew.h"
#include "measure/conductor/precision_floor.h"
#include "model/prepare/probe_model.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

// Some runtimes compile for seconds in their first inference.
constexpr Nanoseconds kPatience = 60s;

// The value of channel `channel` of the convolution's output, or of that column of the matrix product's: of
// all the equal ones the one in the middle, which no padding touches.
double value_of(const OutputTensor& output, std::size_t channel) {
  std::size_t index = channel;  // of row 0
  if (output.dims.size() == 4) {
    const auto plane = static_cast<std::size_t>(output.dims[2] * output.dims[3]);
    index = channel * plane + plane / 2;
  }
  float value = 0;
  if ((index + 1) * sizeof value > output.data.size()) return std::nan("");
  std::memcpy(&value, output.data.data() + index * sizeof value, sizeof value);
  return value;
}

// Whether a difference of 1 and a number a little larger is still there: nearer to what it was than to
// nothing.
bool kept(double difference, float number) {
  return std::abs(difference - (number - 1.0)) < (number - 1.0) / 2;
}

std::optional<std::string> arithmetic_of(const OutputTensor& fine, const OutputTensor& large) {
  const double nine = value_of(fine, 0);
  const double twelve = value_of(fine, 1);
  if (!std::isfinite(nine) || !std::isfinite(twelve)) return std::nullopt;
  const bool nine_bits = kept(nine, model::kLostInBf16);
  const bool twelve_bits = kept(twelve, model::kLostInFp16);
  const bool range = std::isfinite(value_of(large, 0));
  if (nine_bits && twelve_bits && range) return "fp32";
  if (nine_bits && !twelve_bits) return range ? "tf32" : "fp16";
  if (!nine_bits && !twelve_bits && range) return "bf16";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> arithmetic_of(const Outputs& outputs) {
  constexpr std::size_t kSets = 2;
  constexpr std::size_t kOutputs = 2;
  if (outputs.size() != kSets) return std::nullopt;
  std::optional<std::string> coarsest;
  for (std::size_t output = 0; output < kOutputs; ++output) {
    if (outputs[0].size() != kOutputs || outputs[1].size() != kOutputs) return std::nullopt;
    const auto arithmetic = arithmetic_of(outputs[0][output], outputs[1][output]);
    if (!arithmetic) return std::nullopt;
    coarsest = coarser(coarsest, arithmetic);
  }
  return coarsest;
}

Answer<std::optional<std::string>> probe_precision(const RaceJob& job, SignalWatch& signals) {
  const auto inputs = trouble_if(share_inputs(job.model, job.forms()));
  if (!inputs) return tl::unexpected(inputs.error());
  const MonotonicClock clock;
  RaceTime time(clock);
  Supervision supervision = supervision_of(job, kPatience, signals, time);
  Crew crew(job, *inputs, supervision);
  const auto arrival = crew.bring_up(0);
  crew.dismiss_all();
  if (!arrival) return tl::unexpected(arrival.error());
  return arithmetic_of(arrival->outputs);
}

}  // namespace bakeoff::measure
