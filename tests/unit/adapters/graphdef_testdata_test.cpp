// Every operator that is lowered to GraphDef on the ONNX project's own test data, by TensorFlow itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>

#include "model/lower/graphdef/to_graphdef.h"
#include "model/onnx/canonical.h"
#include "model/onnx/reader.h"
#include "model/onnx/tensor_reader.h"
#include "unit/adapters/lowered.h"
#include "unit/adapters/runtimes_fixture.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::test {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  model::Graph graph;
  model::Lowered lowered;
  std::vector<model::Tensor> inputs;
  std::vector<model::Tensor> outputs;
};

using Tally = std::map<std::string, std::vector<std::string>>;  // reason -> names

std::optional<std::vector<model::Tensor>> data(const fs::path& folder, const std::string& what,
                                               std::size_t count) {
  std::vector<model::Tensor> tensors;
  for (std::size_t i = 0; i < count; ++i) {
    auto tensor = model::read_tensor(folder / "test_data_set_0" / (what + "_" + std::to_string(i) + ".pb"));
    if (!tensor) return std::nullopt;
    tensors.push_back(std::move(*tensor));
  }
  return tensors;
}

/// The case with as many true inputs as can be: those that a shape or parameter hangs on become constants, as
/// exporters write them.
std::optional<Case> lowered(const fs::path& folder, Tally& skipped) {
  const auto graph = model::read_onnx(folder / "model.onnx");
  if (!graph) return std::nullopt;
  const auto inputs = data(folder, "input", graph->inputs.size());
  const auto outputs = data(folder, "output", graph->outputs.size());
  const std::string name = folder.filename();
  if (!inputs || !outputs) {
    skipped["its data are no numbers"].push_back(name);
    return std::nullopt;
  }
  std::string reason;
  for (const std::size_t variable : {inputs->size(), std::size_t{1}, std::size_t{0}}) {
    if (variable > inputs->size()) continue;
    Case made{name, *graph, {}, *inputs, *outputs};
    for (std::size_t i = variable; i < inputs->size(); ++i) {
      made.graph.initializers.push_back((*inputs)[i]);
      made.graph.initializers.back().name = graph->inputs[i].name;
    }
    made.graph.inputs.resize(variable);
    made.inputs.resize(variable);
    auto canonical = model::canonical(made.graph);
    if (!canonical) {
      if (reason.empty()) reason = canonical.error().what;
      continue;
    }
    made.graph = std::move(*canonical);
    auto done = model::to_graphdef(made.graph);
    if (done) {
      made.lowered = std::move(*done);
      return made;
    }
    if (reason.empty()) reason = done.error().what;
  }
  skipped[reason].push_back(name);
  return std::nullopt;
}

/// Nothing if TensorFlow gave what is expected.
std::optional<std::string> run(Driver& driver, const Case& test) {
  const TemporaryFile file(test.lowered.bytes);
  std::vector<Tensor> set;
  for (std::size_t i = 0; i < test.inputs.size(); ++i) {
    set.push_back(to_lowered(test.inputs[i], test.lowered.inputs[i]));
  }
  driver.output_names.clear();
  for (const auto& output : test.lowered.outputs) driver.output_names.push_back(output.name);
  driver.unload();
  if (driver.load(file.path(), {set}) != BAKEOFF_OK) return "load: " + driver.message();
  if (driver.create_context({set}) != BAKEOFF_OK) return "context: " + driver.message();
  if (driver.run() != BAKEOFF_OK) return "run: " + driver.message();
  const std::vector<Tensor> outputs = driver.outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto actual = from_lowered(outputs[i], test.lowered.outputs[i]);
    if (auto differs = difference(actual, test.outputs[i])) return differs;
  }
  return std::nullopt;
}

class GraphDefTestData : public RuntimesTest {};

TEST_P(GraphDefTestData, IsComputedByTensorFlow) {
  isolated([] {
    Driver driver("tensorflow");
    driver.form = "graphdef";
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    Tally skipped;
    Tally failed;
    std::set<std::string> operators;
    int passed = 0;
    const char* only = std::getenv("ONLY");
    for (const fs::path& folder : model::onnx_test_cases()) {
      if (folder.string().find("/node/") == std::string::npos) continue;
      if (only != nullptr && folder.string().find(only) == std::string::npos) continue;
      const std::optional<Case> test = lowered(folder, skipped);
      if (!test) continue;
      if (const auto wrong = run(driver, *test)) {
        failed[*wrong].push_back(test->name);
        continue;
      }
      ++passed;
      for (const model::Node& node : test->graph.nodes) operators.insert(node.op_type);
    }
    for (const auto& [reason, names] : skipped) {
      std::printf("skip %zu: %s (%s)\n", names.size(), reason.c_str(), names.front().c_str());
    }
    for (const auto& [reason, names] : failed) {
      std::printf("FAIL %zu: %s:", names.size(), reason.c_str());
      for (const auto& name : names) std::printf(" %s", name.c_str());
      std::printf("\n");
    }
    std::printf("passed %d, operators %zu of %zu\n", passed, operators.size(),
                model::graphdef_operators().size());
    for (const auto& op : model::graphdef_operators()) {
      if (!operators.contains(op)) std::printf("no case: %s\n", op.c_str());
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Installed, GraphDefTestData, ::testing::ValuesIn(installed("tensorflow")),
                         test_name);

}  // namespace
}  // namespace bakeoff::test
