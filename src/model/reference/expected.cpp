#include "model/reference/expected.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "model/onnx/counts.h"
#include "model/onnx/writer.h"
#include "model/reference/executor.h"
#include "model/reference/kept_values.h"
#include "model/reference/scores.h"
#include "model/reference/tolerance.h"

namespace bakeoff::model::reference {
namespace {

namespace fs = std::filesystem;

// Raised whenever the reference would compute something else from the same graph and inputs.
constexpr std::string_view kVersion = "bakeoff-expected/2";

Arithmetic arithmetic_of(Precision precision) {
  switch (precision) {
    case Precision::kFp32:
      return Arithmetic::kFp32;
    case Precision::kFp16:
      return Arithmetic::kFp16;
    case Precision::kBf16:
      break;
  }
  return Arithmetic::kBf16;
}

std::string key_of(const std::string& graph_digest, const std::vector<std::string>& item,
                   Arithmetic arithmetic) {
  Sha256 hash;
  hash.add(kVersion);
  hash.add(graph_digest);
  hash.add(std::to_string(static_cast<int>(arithmetic)));
  for (const std::string& input : item) {
    hash.add(" " + std::to_string(input.size()) + " ");
    hash.add(input);
  }
  return hash.digest();
}

Result<std::vector<Value>> inputs_of(const Graph& graph, const std::vector<std::string>& item) {
  if (item.size() != graph.inputs.size()) {
    return fail(ErrorKind::kBadInput, std::to_string(item.size()) + " inputs for a graph that takes " +
                                          std::to_string(graph.inputs.size()));
  }
  std::vector<Value> inputs;
  for (std::size_t i = 0; i < item.size(); ++i) {
    const ValueInfo& info = graph.inputs[i];
    const auto dims = info.shape ? to_dims(*info.shape) : std::nullopt;
    if (!dims) return fail(ErrorKind::kInternal, "its shape is not fixed", "input '" + info.name + "'");
    Result<Value> input = from_bytes(info.type, *dims, item[i]);
    if (!input) return tl::unexpected(input.error());
    inputs.push_back(std::move(*input));
  }
  return inputs;
}

// One item at a time, found or computed.
class Source {
 public:
  Source(const Graph& graph, fs::path folder)
      : graph_(graph), folder_(std::move(folder)), digest_(sha256(to_onnx(graph))) {}

  Result<std::vector<Value>> outputs(const std::vector<std::string>& item, Arithmetic arithmetic) const {
    const std::string key = key_of(digest_, item, arithmetic);
    if (auto found = find_values(folder_, key)) return std::move(*found);
    Result<std::vector<Value>> inputs = inputs_of(graph_, item);
    if (!inputs) return inputs;
    Result<std::vector<Value>> computed = execute(graph_, std::move(*inputs), arithmetic);
    if (computed) keep_values(folder_, key, *computed);
    return computed;
  }

 private:
  const Graph& graph_;
  fs::path folder_;
  std::string digest_;
};

// Scores count as outputs: they are all that a network of integer outputs has.
double error_between(const std::vector<Value>& emulated, const std::vector<Value>& exact) {
  double worst = 0;
  for (std::size_t output = 0; output < exact.size(); ++output) {
    if (!is_real(exact[output].type)) continue;
    worst = std::max(worst, relative_error(reals(emulated[output]), reals(exact[output])));
  }
  return worst;
}

}  // namespace

Result<Expected> expected_outputs(const Question& question, const fs::path& cache) {
  const ScoredGraph scored = with_scores(*question.canonical);
  Expected expected;
  for (const ValueInfo& output : question.canonical->outputs) expected.names.push_back(output.name);
  expected.orders = question.orders;
  expected.decisions = scored.decisions;
  const Source source(scored.graph, cache / "expected");
  for (const std::vector<std::string>& item : question.items) {
    Result<std::vector<Value>> outputs = source.outputs(item, Arithmetic::kExact);
    if (!outputs) return tl::unexpected(outputs.error());
    expected.items.push_back(std::move(*outputs));
  }
  if (question.items.empty()) return expected;
  const auto emulated = source.outputs(question.items.front(), arithmetic_of(question.precision));
  if (!emulated) return tl::unexpected(emulated.error());
  expected.emulated_error = error_between(*emulated, expected.items.front());
  if (quantises(*question.canonical)) {
    expected.emulated_error = std::max(expected.emulated_error, kQuantisedError);
  }
  return expected;
}

}  // namespace bakeoff::model::reference
