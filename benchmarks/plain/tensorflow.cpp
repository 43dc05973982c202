// TensorFlow timed as an engineer would do it: plain-tensorflow LIBRARY MODEL THREADS. For graphs of one
// float placeholder and one result.

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "plain/loop.h"
#include "tensorflow/tf_api.h"

namespace {

using namespace bakeoff::adapters::tf;

constexpr int kFloat = 1;  // TF_FLOAT

// The one function that the shared table lacks.
using OutputConsumers = int(TF_Output);

// ConfigProto: intra_op_parallelism_threads (2) and inter_op_parallelism_threads (5), each below 128.
std::string config(int threads) {
  return {2 << 3, static_cast<char>(threads), 5 << 3, 1};
}

struct Ends {
  TF_Output input{nullptr, 0};
  TF_Output output{nullptr, 0};
};

Ends find_ends(const TfApi& api, TF_Graph* graph, OutputConsumers* consumers) {
  Ends ends;
  std::size_t position = 0;
  while (TF_Operation* operation = api.TF_GraphNextOperation(graph, &position)) {
    const bool fed = std::strcmp(api.TF_OperationOpType(operation), "Placeholder") == 0;
    if (fed) ends.input.oper = operation;
    if (!fed && consumers({operation, 0}) == 0) ends.output.oper = operation;
  }
  if (ends.input.oper == nullptr || ends.output.oper == nullptr) throw std::runtime_error("no such graph");
  return ends;
}

void serve(const char* path, const char* model, int threads) {
  const bakeoff::adapters::DynamicLibrary library(path);
  const TfApi api = bind_api(library);
  OutputConsumers* consumers = nullptr;
  library.bind(consumers, "TF_OperationOutputNumConsumers");
  TF_Status* const status = api.TF_NewStatus();

  std::ifstream file(model, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const TF_Buffer buffer{bytes.data(), bytes.size(), nullptr};
  TF_Graph* const graph = api.TF_NewGraph();
  api.TF_GraphImportGraphDef(graph, &buffer, api.TF_NewImportGraphDefOptions(), status);
  api.check(status);
  const Ends ends = find_ends(api, graph, consumers);

  TF_SessionOptions* const options = api.TF_NewSessionOptions();
  const std::string proto = config(threads);
  api.TF_SetConfig(options, proto.data(), proto.size(), status);
  api.check(status);
  TF_Session* const session = api.TF_NewSession(graph, options, status);
  api.check(status);

  const int rank = api.TF_GraphGetTensorNumDims(graph, ends.input, status);
  api.check(status);
  std::vector<std::int64_t> dims(static_cast<std::size_t>(rank));
  api.TF_GraphGetTensorShape(graph, ends.input, dims.data(), rank, status);
  api.check(status);
  const std::size_t count = plain::element_count(dims.begin(), dims.end());
  std::vector<std::vector<float>> data;
  std::vector<TF_Tensor*> inputs(plain::kInputs);
  for (std::size_t i = 0; i < plain::kInputs; ++i) {
    data.push_back(plain::random_input(count, i));
    inputs[i] = api.TF_NewTensor(
        kFloat, dims.data(), rank, data[i].data(), count * sizeof(float), [](void*, std::size_t, void*) {},
        nullptr);
  }

  plain::serve([&](std::size_t i) {
    TF_Tensor* output = nullptr;
    api.TF_SessionRun(session, nullptr, &ends.input, &inputs[i], 1, &ends.output, &output, 1, nullptr, 0,
                      nullptr, status);
    api.check(status);
    api.TF_DeleteTensor(output);
  });
}

}  // namespace

int main(int argc, char** argv) {
  return plain::run(argc, argv, "LIBRARY MODEL THREADS",
                    [&] { serve(argv[1], argv[2], std::atoi(argv[3])); });
}
