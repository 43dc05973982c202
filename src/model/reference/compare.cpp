#include "model/reference/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "model/onnx/counts.h"
#include "model/reference/comparison/difference.h"
#include "model/reference/comparison/integers.h"
#include "model/reference/comparison/reordering.h"

namespace bakeoff::model::reference {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

struct Verdict {
  double error = 0;
  std::string defect;
  std::string remark;
};

// What is said of several verdicts: the defect of the largest error among those that have one, so that the
// size in its words is the size that is reported.
class Worst {
 public:
  void add(const Verdict& verdict) {
    worst_.error = std::max(worst_.error, verdict.error);
    if (worst_.remark.empty()) worst_.remark = verdict.remark;
    if (verdict.defect.empty() || (!worst_.defect.empty() && !(verdict.error > error_of_defect_))) return;
    worst_.defect = verdict.defect;
    error_of_defect_ = verdict.error;
  }

  [[nodiscard]] const Verdict& verdict() const { return worst_; }

 private:
  Verdict worst_;
  double error_of_defect_ = 0;
};

std::vector<std::int64_t> stacked(std::vector<std::int64_t> dims, std::size_t items) {
  if (items > 1 && !dims.empty()) dims[0] *= static_cast<std::int64_t>(items);
  return dims;
}

// One set of inputs: what it must give, and what it gave.
class SetCheck {
 public:
  SetCheck(const Expected& expected, std::size_t set, const std::vector<RawOutput>& outputs, double tolerance)
      : expected_(expected),
        set_(set),
        order_(expected.orders[set]),
        outputs_(outputs),
        tolerance_(tolerance) {}

  Verdict verdict() const {
    if (std::string defect = defect_of_form(); !defect.empty()) return {kInfinite, std::move(defect), {}};
    Worst worst;
    for (std::size_t output = 0; output < outputs_.size(); ++output) worst.add(verdict_of(output));
    if (worst.verdict().defect.empty()) return worst.verdict();
    const std::optional<double> error = error_of_reordered();
    if (!error) return worst.verdict();
    return {*error, {}, "rows with near-equal scores are in another order"};
  }

 private:
  [[nodiscard]] std::string called(std::size_t output) const {
    const std::size_t sets = expected_.orders.size();
    const std::string set = sets > 1 ? fmt::format(", inputs {} of {}", set_ + 1, sets) : "";
    return "'" + expected_.names[output] + "'" + set;
  }

  [[nodiscard]] const Value& right(std::size_t place, std::size_t output) const {
    return expected_.items[order_[place]][output];
  }

  // Number, kind and shape.
  [[nodiscard]] std::string defect_of_form() const {
    const std::size_t count = expected_.names.size();
    if (outputs_.size() != count) return fmt::format("are {} instead of {}", outputs_.size(), count);
    for (std::size_t output = 0; output < count; ++output) {
      const RawOutput& given = outputs_[output];
      const Value& value = right(0, output);
      const std::vector<std::int64_t> dims = stacked(value.dims, order_.size());
      if (given.dims != dims) {
        return fmt::format("have shape {} instead of {} ({})", to_string(given.dims), to_string(dims),
                           called(output));
      }
      if (is_real(given.type) != is_real(value.type) || size_of(given.type) == 0) {
        return fmt::format("are {} instead of {} ({})", to_string(given.type), to_string(value.type),
                           called(output));
      }
      const auto bytes = byte_count(given.type, given.dims);
      if (!bytes || given.data.size() != static_cast<std::size_t>(*bytes)) {
        return fmt::format("have {} bytes, too few or too many for their shape ({})", given.data.size(),
                           called(output));
      }
    }
    return {};
  }

  // The part of an output that belongs to one item.
  [[nodiscard]] Value given(std::size_t place, std::size_t output) const {
    const RawOutput& raw = outputs_[output];
    const std::size_t size = raw.data.size() / order_.size();
    const std::string_view bytes(reinterpret_cast<const char*>(raw.data.data()) + place * size, size);
    return *from_bytes(raw.type, right(place, output).dims, bytes);
  }

  [[nodiscard]] Verdict verdict_of(std::size_t output) const {
    return is_real(right(0, output).type) ? verdict_of_reals(output) : verdict_of_integers(output);
  }

  [[nodiscard]] Verdict verdict_of_reals(std::size_t output) const {
    Difference difference;
    for (std::size_t place = 0; place < order_.size(); ++place) {
      difference.add(reals(given(place, output)), reals(right(place, output)));
    }
    Verdict verdict{.error = difference.relative(), .defect = {}, .remark = {}};
    if (difference.unbounded() > 0) {
      verdict.remark =
          fmt::format("{} of its values are NaN or infinite, as in the reference, and tell nothing ({})",
                      difference.unbounded(), called(output));
    }
    if (difference.not_finite()) {
      verdict.defect = fmt::format("hold NaN or infinity where the reference does not ({})", called(output));
    } else if (!(verdict.error <= tolerance_)) {
      verdict.defect = fmt::format(
          "differ from the reference by {:.2g} of its largest value, past the {:.2g} allowed ({})",
          verdict.error, tolerance_, called(output));
    }
    return verdict;
  }

  [[nodiscard]] Verdict verdict_of_integers(std::size_t output) const {
    const auto found = std::find_if(expected_.decisions.begin(), expected_.decisions.end(),
                                    [&](const Decision& decision) { return decision.output == output; });
    const Decision* decision = found != expected_.decisions.end() ? &*found : nullptr;
    const bool scored = decision != nullptr && decision->kind != Decision::Kind::kSteps;
    for (std::size_t place = 0; place < order_.size(); ++place) {
      const Value value = given(place, output);
      const Value* scores = scored ? &right(place, decision->score) : nullptr;
      const auto wrong = first_wrong(integers(value), right(place, output), decision, scores, tolerance_);
      if (!wrong) continue;
      return {.error = 0,
              .defect = fmt::format("have {} instead of {} at place {} ({})", integers(value)[*wrong],
                                    integers(right(place, output))[*wrong], *wrong, called(output)),
              .remark = {}};
    }
    return {};
  }

  [[nodiscard]] std::optional<double> error_of_reordered() const {
    double worst = 0;
    for (std::size_t place = 0; place < order_.size(); ++place) {
      std::vector<Value> values;
      for (std::size_t output = 0; output < outputs_.size(); ++output) values.push_back(given(place, output));
      const std::span<const Value> reference(expected_.items[order_[place]]);
      const auto error = error_of_reordering(values, reference.first(outputs_.size()), tolerance_);
      if (!error) return std::nullopt;
      worst = std::max(worst, *error);
    }
    return worst;
  }

  const Expected& expected_;
  std::size_t set_;
  const std::vector<std::size_t>& order_;
  const std::vector<RawOutput>& outputs_;
  double tolerance_;
};

}  // namespace

Comparison compare(const Expected& expected, const std::vector<std::vector<RawOutput>>& outputs,
                   double tolerance) {
  if (outputs.empty() || outputs.size() > expected.orders.size()) {
    return {kInfinite,
            fmt::format("are there for {} inputs instead of {}", outputs.size(), expected.orders.size()),
            {}};
  }
  Worst worst;
  for (std::size_t set = 0; set < outputs.size(); ++set) {
    worst.add(SetCheck(expected, set, outputs[set], tolerance).verdict());
  }
  const auto& [error, defect, remark] = worst.verdict();
  return {error, defect, defect.empty() ? remark : std::string()};
}

double relative_error(std::span<const double> y, std::span<const double> reference) {
  Difference difference;
  difference.add(y, reference);
  return difference.relative();
}

}  // namespace bakeoff::model::reference
