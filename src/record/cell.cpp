#include "record/cell.h"

#include "record/words.h"

namespace bakeoff {
namespace {

constexpr Words<Metric, 2> kMetrics{{{Metric::kLatency, "latency"}, {Metric::kThroughput, "throughput"}}};
constexpr Words<Precision, 3> kPrecisions{
    {{Precision::kFp32, "fp32"}, {Precision::kFp16, "fp16"}, {Precision::kBf16, "bf16"}}};
constexpr Words<Evidence, 2> kEvidences{{{Evidence::kProcess, "process"}, {Evidence::kRound, "round"}}};

}  // namespace

std::string_view to_string(Metric metric) {
  return word_of(kMetrics, metric);
}
std::string_view to_string(Precision precision) {
  return word_of(kPrecisions, precision);
}
std::string_view to_string(Evidence evidence) {
  return word_of(kEvidences, evidence);
}
std::optional<Metric> metric_from(std::string_view word) {
  return value_of(kMetrics, word);
}
std::optional<Precision> precision_from(std::string_view word) {
  return value_of(kPrecisions, word);
}
std::optional<Evidence> evidence_from(std::string_view word) {
  return value_of(kEvidences, word);
}

}  // namespace bakeoff
