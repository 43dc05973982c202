// PyTorch timed as an engineer would do it: plain-pytorch LIBRARY MODEL THREADS INPUT_DIM... It is linked
// with the library, and a TorchScript archive does not say how large its input is. For models of one float
// input.

#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cstdlib>

#include "plain/loop.h"

namespace {

void serve(const char* model, int threads, const std::vector<std::int64_t>& dims) {
  at::set_num_threads(threads);
  const c10::InferenceMode guard;
  torch::jit::Module module = torch::jit::load(model);
  module.eval();
  module = torch::jit::optimize_for_inference(module);  // which freezes it first

  const std::size_t count = plain::element_count(dims.begin(), dims.end());
  std::vector<std::vector<float>> data;
  std::vector<std::vector<c10::IValue>> inputs(plain::kInputs);
  for (std::size_t i = 0; i < plain::kInputs; ++i) {
    data.push_back(plain::random_input(count, i));
    inputs[i].emplace_back(at::from_blob(data[i].data(), dims));
  }

  plain::serve([&](std::size_t i) { const at::Tensor output = module.forward(inputs[i]).toTensor(); });
}

}  // namespace

int main(int argc, char** argv) {
  return plain::run(argc, argv, "LIBRARY MODEL THREADS INPUT_DIM...", [&] {
    std::vector<std::int64_t> dims;
    for (int i = 4; i < argc; ++i) dims.push_back(std::atoll(argv[i]));
    serve(argv[2], std::atoi(argv[3]), dims);
  });
}
