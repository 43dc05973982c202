#include "measure/conductor/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "model/reference/tolerance.h"

namespace bakeoff::measure {
namespace {

// Errors of every pair, the larger of both directions, so that agreeing does not depend on who is asked.
class Distances {
 public:
  explicit Distances(const std::vector<Outputs>& outputs) : size_(outputs.size()), errors_(size_ * size_, 0) {
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double error =
            std::max(relative_error(outputs[i], outputs[j]), relative_error(outputs[j], outputs[i]));
        errors_[i * size_ + j] = errors_[j * size_ + i] = error;
      }
    }
  }

  [[nodiscard]] double between(std::size_t i, std::size_t j) const { return errors_[i * size_ + j]; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::vector<double> errors_;
};

using Group = std::vector<std::size_t>;

// Groups of mutual agreement are cliques. They are grown from each member in order of distance; runtimes that
// agree lie orders of magnitude closer than the tolerance, so that greedy growth finds the clique that a
// search would.
Group group_around(std::size_t seed, const Distances& distances, const std::vector<bool>& sound,
                   double tolerance) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    if (i != seed && sound[i] && distances.between(seed, i) <= tolerance) others.push_back(i);
  }
  std::sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(distances.between(seed, a), a) < std::pair(distances.between(seed, b), b);
  });
  Group group{seed};
  for (const std::size_t candidate : others) {
    if (std::all_of(group.begin(), group.end(),
                    [&](std::size_t member) { return distances.between(member, candidate) <= tolerance; })) {
      group.push_back(candidate);
    }
  }
  std::sort(group.begin(), group.end());
  return group;
}

// The largest group of at least two; empty if there is none, or if two different ones are equally large.
Group largest_group(const Distances& distances, const std::vector<bool>& sound, double tolerance) {
  Group best;
  bool unique = false;
  for (std::size_t seed = 0; seed < distances.size(); ++seed) {
    if (!sound[seed]) continue;
    const Group group = group_around(seed, distances, sound, tolerance);
    if (group.size() > best.size()) {
      best = group;
      unique = true;
    } else if (group.size() == best.size() && group != best) {
      unique = false;
    }
  }
  return best.size() >= 2 && unique ? best : Group{};
}

double largest_error(std::size_t candidate, const Group& group, const Distances& distances) {
  double worst = 0;
  for (const std::size_t member : group) {
    if (member != candidate) worst = std::max(worst, distances.between(candidate, member));
  }
  return worst;
}

std::string join(const Group& group, const std::vector<std::string>& names) {
  std::string text;
  for (const std::size_t member : group) text += (text.empty() ? "" : ", ") + names[member];
  return text;
}

std::optional<double> finite(double error) {
  return std::isfinite(error) ? std::optional(error) : std::nullopt;
}

std::string difference_text(double error) {
  return std::isfinite(error) ? fmt::format("differ by {:.2g}", error) : "differ in shape, type or integers";
}

}  // namespace

double consensus_tolerance(Precision precision) {
  switch (precision) {
    case Precision::kFp32:
      return 1e-3;
    case Precision::kFp16:
      return 2 * model::reference::tolerance(precision, 0);
    case Precision::kBf16:
      break;
  }
  return 2 * model::reference::tolerance(Precision::kBf16, 0);
}

std::vector<CandidateChecked> hold_against_one_another(const std::vector<CandidateIndex>& candidates,
                                                       const std::vector<Outputs>& outputs,
                                                       const std::vector<std::string>& names,
                                                       double tolerance) {
  std::vector<CandidateChecked> checked(candidates.size());
  std::vector<bool> sound(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    checked[i].candidate = candidates[i];
    const std::string defect = defect_of(outputs[i]);
    sound[i] = defect.empty();
    checked[i].outcome = sound[i] ? Outcome{Status::kRight, ""} : Outcome{Status::kWrongResult, defect};
  }
  const auto sound_count = std::count(sound.begin(), sound.end(), true);
  if (sound_count <= 1) return checked;  // nobody to be held against

  const Distances distances(outputs);
  const Group group = largest_group(distances, sound, tolerance);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!sound[i]) continue;
    checked[i].reference = "consensus";
    if (group.empty()) {
      Group others;
      for (std::size_t j = 0; j < candidates.size(); ++j) {
        if (j != i && sound[j]) others.push_back(j);
      }
      const double error = largest_error(i, others, distances);
      checked[i].relative_error = finite(error);
      checked[i].outcome = {Status::kWrongResult, "its outputs and those of " + join(others, names) + " " +
                                                      difference_text(error) +
                                                      ", and no majority says which are right"};
      continue;
    }
    const double error = largest_error(i, group, distances);
    checked[i].relative_error = finite(error);
    if (!std::binary_search(group.begin(), group.end(), i)) {
      checked[i].outcome = {Status::kWrongResult, "its outputs and those of " + join(group, names) +
                                                      ", which agree with one another, " +
                                                      difference_text(error)};
    }
  }
  return checked;
}

CandidateChecked hold_against(CandidateIndex candidate, const Outputs& outputs, const Outputs& expected,
                              double tolerance, const std::string& reference) {
  CandidateChecked checked;
  checked.candidate = candidate;
  checked.reference = reference;
  checked.outcome = {Status::kRight, ""};
  if (const std::string defect = defect_of(outputs); !defect.empty()) {
    checked.outcome = {Status::kWrongResult, defect};
    return checked;
  }
  const double error = relative_error(outputs, expected);
  checked.relative_error = finite(error);
  if (error > tolerance) {
    checked.outcome = {Status::kWrongResult, "its outputs and what they must be " + difference_text(error)};
  }
  return checked;
}

CandidateChecked hold_against(CandidateIndex candidate, const Outputs& outputs, const Reference& reference,
                              double tolerance) {
  using model::reference::RawOutput;
  std::vector<std::vector<RawOutput>> raw;
  for (const auto& set : outputs) {
    auto& tensors = raw.emplace_back();
    for (const OutputTensor& tensor : set) {
      tensors.push_back({static_cast<model::ElementType>(tensor.element_type), tensor.dims, tensor.data});
    }
  }
  const auto comparison = model::reference::compare(reference.expected, raw, tolerance);
  CandidateChecked checked{candidate,
                           {Status::kRight, ""},
                           finite(comparison.relative_error),
                           reference.source,
                           comparison.remark};
  if (!comparison.defect.empty())
    checked.outcome = {Status::kWrongResult, "its outputs " + comparison.defect};
  return checked;
}

}  // namespace bakeoff::measure
