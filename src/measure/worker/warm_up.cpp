#include "measure/worker/warm_up.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace bakeoff::measure {
namespace {

constexpr std::size_t kFewest = 3;
constexpr std::size_t kPatienceInferences = 20;
constexpr std::uint64_t kPatienceNs = 500'000'000;
constexpr std::uint64_t kStretchNs = 10'000'000;
constexpr std::size_t kStretches = 5;
constexpr double kNear = 0.05;

}  // namespace

void WarmUp::add(std::uint64_t duration_ns) {
  ++inferences_;
  elapsed_ns_ += duration_ns;
  stretch_.push_back(duration_ns);
  stretch_ns_ += duration_ns;
  if (stretch_ns_ < kStretchNs) return;
  const auto middle = stretch_.begin() + static_cast<std::ptrdiff_t>(stretch_.size() / 2);
  std::nth_element(stretch_.begin(), middle, stretch_.end());
  medians_.push_back(*middle);
  stretch_.clear();
  stretch_ns_ = 0;
}

bool WarmUp::steady() const {
  if (inferences_ < kFewest || medians_.size() < kStretches) return false;
  const auto first = medians_.end() - static_cast<std::ptrdiff_t>(kStretches);
  const bool falling = std::is_sorted(first, medians_.end(), std::greater<>());
  const bool rising = std::is_sorted(first, medians_.end());
  const auto before = static_cast<double>(*first);
  const bool near = std::abs(static_cast<double>(medians_.back()) - before) <= kNear * before;
  const bool level =
      *first == medians_.back();  // equal throughout: sorted both ways, and as steady as can be
  return near && (level || (!falling && !rising));
}

bool WarmUp::out_of_patience() const {
  return inferences_ >= kPatienceInferences && elapsed_ns_ >= kPatienceNs;
}

}  // namespace bakeoff::measure
