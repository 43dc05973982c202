#include "study/validate.h"

#include <algorithm>
#include <cmath>

namespace bakeoff::study {
namespace {

constexpr Nanoseconds kShortestBudget = std::chrono::seconds(1);
constexpr Nanoseconds kLongestBudget = std::chrono::hours(24 * 30);

tl::unexpected<Error> refused(std::string what, std::string option, std::string hint) {
  return fail(ErrorKind::kUsage, std::move(what), std::move(option), std::move(hint));
}

template <typename T>
bool has_duplicate(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) != values.end();
}

Result<void> check_counts(const std::vector<int>& counts, const std::string& option) {
  if (std::any_of(counts.begin(), counts.end(), [](int count) { return count < 1; })) {
    return refused("every value must be at least 1", option, "for example 1,8,64");
  }
  if (has_duplicate(counts)) return refused("a value is there twice", option, "give each value once");
  return {};
}

Result<void> check_inputs(const StudyRequest& request) {
  const bool any = !request.shapes.empty() || !request.input_files.empty();
  if (any && request.models.size() > 1) {
    return refused("--shape and --input are for the inputs of one model", "MODEL",
                   "race each model in a run of its own");
  }
  std::vector<std::string> shaped;
  for (const InputShape& shape : request.shapes) shaped.push_back(shape.input);
  if (has_duplicate(shaped)) return refused("an input is there twice", "--shape", "give each one once");
  std::vector<std::string> given;
  for (const InputFile& file : request.input_files) given.push_back(file.input);
  if (has_duplicate(given)) return refused("an input is there twice", "--input", "give each one once");
  if (!request.input_files.empty() && request.batches.size() > 1) {
    return refused("a file of --input has one batch", "--batch", "race each batch in a run of its own");
  }
  return {};
}

}  // namespace

// Written as !(good) so that NaN is refused as well.
Result<void> validate(const Rules& rules) {
  if (!(rules.alpha > 0 && rules.alpha <= 0.5)) {
    return refused("the error rate must be above 0 and at most 0.5", "--alpha",
                   "0.05 means: at most 5 % of races end in a wrong verdict");
  }
  if (!(rules.epsilon > 0 && rules.epsilon <= 1)) {
    return refused("the width of a tie must be above 0 and at most 1", "--epsilon",
                   "0.02 means: candidates shown to be within 2 % tie");
  }
  if (rules.budget < kShortestBudget || rules.budget > kLongestBudget) {
    return refused("the budget must be between 1 s and 30 days", "--budget", "for example 120s or 10min");
  }
  if (rules.slot <= Nanoseconds(0)) return refused("a slot must last some time", "--slot", "150ms");
  if (rules.rounds_per_epoch < 1)
    return refused("an epoch needs at least one round", "--rounds", "5 is usual");
  if (rules.max_error && !(std::isfinite(*rules.max_error) && *rules.max_error > 0)) {
    return refused("the largest relative error allowed must be above 0", "--max-error", "for example 0.001");
  }
  return {};
}

Result<void> validate(const StudyRequest& request) {
  if (request.models.empty()) {
    return refused("no model is given", "MODEL",
                   "give a name from `bakeoff models list` or an .onnx file: bakeoff run resnet-50");
  }
  if (std::any_of(request.models.begin(), request.models.end(),
                  [](const std::string& model) { return model.empty(); })) {
    return refused("a model has an empty name", "MODEL", "give a name or the path of an .onnx file");
  }
  if (has_duplicate(request.models)) return refused("a model is there twice", "MODEL", "give each one once");
  if (request.precisions.empty()) return refused("no precision is given", "--precision", "fp32,fp16,bf16");
  if (has_duplicate(request.precisions)) {
    return refused("a precision is there twice", "--precision", "give each one once");
  }
  if (request.batches.empty()) return refused("no batch size is given", "--batch", "1, 1,8,64 or 1-512");
  if (auto batches = check_counts(request.batches, "--batch"); !batches) return batches;
  if (auto threads = check_counts(request.threads, "--threads"); !threads) return threads;
  if (auto inputs = check_inputs(request); !inputs) return inputs;
  return validate(request.rules);
}

}  // namespace bakeoff::study
