#include "pytorch/model.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <dlfcn.h>
#include <torch/csrc/jit/api/module.h>
#if __has_include(<torch/csrc/jit/codegen/onednn/interface.h>)
#include <torch/csrc/jit/codegen/onednn/interface.h>
#define BAKEOFF_HAS_ONEDNN_GRAPH
#endif
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <set>

#include "common/dynamic_library.h"
#include "common/failure.h"
#include "pytorch/element_types.h"
#include "pytorch/words.h"

namespace bakeoff::adapters::pytorch {
namespace {

namespace fs = std::filesystem;

// Everything of torch that a user meets while an inference runs, in the words a person can use.
template <typename Body>
void in_plain_words(Body&& body) {
  try {
    body();
  } catch (const c10::Error& error) {
    const std::string message = plain(error.what_without_backtrace());
    throw Failure(classify(message), message);
  } catch (const Failure&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    const std::string message = plain(exception.what());
    throw Failure(classify(message), message);
  }
}

// Weights as torch's own users turn them: module.to(memory_format=torch.channels_last).
void turn_weights(const torch::jit::Module& module) {
  for (const auto& parameter : module.named_parameters()) {
    at::Tensor weight = parameter.value;
    if (weight.dim() == 4) weight.set_data(weight.contiguous(at::MemoryFormat::ChannelsLast));
    if (weight.dim() == 5) weight.set_data(weight.contiguous(at::MemoryFormat::ChannelsLast3d));
  }
}

// A switch of the whole process: what fuses is a pass over graphs whose shapes the first inference has shown.
void switch_onednn_graph([[maybe_unused]] bool on) {
#ifdef BAKEOFF_HAS_ONEDNN_GRAPH
  torch::jit::RegisterLlgaFuseGraph::setEnabled(on);
#else
  if (on) throw Failure(BAKEOFF_UNSUPPORTED, "optimize=onednn-graph: this version's wheel lacks its header");
#endif
}

torch::jit::Module optimised(torch::jit::Module module, Optimization optimization) {
  switch_onednn_graph(optimization == Optimization::kOnednnGraph);
  if (optimization == Optimization::kNone) return module;
  module = torch::jit::freeze(module);
  return optimization == Optimization::kInference ? torch::jit::optimize_for_inference(module) : module;
}

}  // namespace

struct Model::Module {
  torch::jit::Module value;
};

struct Context::Tensors {
  std::vector<std::vector<c10::IValue>> inputs;  // one list an input set
  std::vector<at::Tensor> outputs;
};

void describe_library(const char* library_dir, bakeoff_library_info* info) {
  Dl_info loaded{};
  dladdr(reinterpret_cast<const void*>(&at::show_config), &loaded);
  const fs::path wanted = find_library(library_dir, "libtorch_cpu.so");
  std::error_code error;
  if (loaded.dli_fname == nullptr || !fs::equivalent(loaded.dli_fname, wanted, error)) {
    throw Failure(BAKEOFF_FAILED, "this adapter was built for another installation than " + wanted.string());
  }
  std::snprintf(info->version, sizeof info->version, "%s",
                configured(at::show_config(), "TORCH_VERSION=").c_str());
  std::snprintf(info->path, sizeof info->path, "%s", wanted.c_str());
  // Inferences of one model have nothing to run beside one another. torch allows this once in a process.
  static std::once_flag once;
  std::call_once(once, [] { at::set_num_interop_threads(1); });
}

Model::Model(const char* path, const Settings& settings) : module_(std::make_unique<Module>()) {
  in_plain_words([&] {
    at::set_num_threads(settings.threads);
    at::globalContext().setFloat32MatmulPrecision("highest");  // fp32 is exact, whatever the environment says
    const c10::InferenceMode guard;
    torch::jit::Module module = torch::jit::load(path, at::kCPU);
    module.eval();
    module_->value = module;
    read_precision(settings);
    if (settings.memory_format == MemoryFormat::kChannelsLast) turn_weights(module);
    module_->value = optimised(module, settings.optimization);
  });
  facts_.emplace_back("layout", "NCHW");
  facts_.emplace_back("memory_format",
                      settings.memory_format == MemoryFormat::kChannelsLast ? "channels-last" : "contiguous");
  facts_.emplace_back("threads", std::to_string(at::get_num_threads()));
  facts_.emplace_back("cpu_capability", configured(at::show_config(), "CPU capability usage: "));
}

Model::~Model() = default;

// torch computes in the type of the weights; nothing is converted on the way.
void Model::read_precision(const Settings& settings) {
  std::set<std::string> found;
  for (const auto& parameter : module_->value.named_parameters()) {
    if (const char* precision = precision_of(parameter.value.scalar_type())) found.insert(precision);
  }
  const std::string runs = check_precision(found, settings.precision, settings.strict);
  if (!runs.empty()) facts_.emplace_back("executed_precision", runs);
}

Context::Context(const Model& model, const bakeoff_tensor* sets, std::size_t set_count,
                 std::size_t input_count, const std::vector<std::string>& outputs)
    : model_(model), output_names_(outputs), tensors_(std::make_unique<Tensors>()) {
  const c10::InferenceMode guard;
  for (std::size_t set = 0; set < set_count; ++set) {
    auto& inputs = tensors_->inputs.emplace_back();
    for (std::size_t i = 0; i < input_count; ++i) {
      const bakeoff_tensor& input = sets[set * input_count + i];
      // Inputs are only read; torch has no tensors of constant memory.
      inputs.emplace_back(at::from_blob(const_cast<void*>(input.data),
                                        at::IntArrayRef(input.dims, static_cast<std::size_t>(input.rank)),
                                        at::TensorOptions().dtype(to_torch(input.element_type))));
    }
  }
}

Context::~Context() = default;

void Context::run(std::size_t set) {
  std::vector<at::Tensor>& outputs = tensors_->outputs;
  outputs.clear();
  in_plain_words([&] {
    const c10::InferenceMode guard;
    const c10::IValue result = model_.module_->value.forward(tensors_->inputs[set]);
    // Whoever reads the values wants them in order; that costs something only where they are not.
    if (result.isTensor()) {
      outputs.push_back(result.toTensor().contiguous());
    } else {
      for (const c10::IValue& element : result.toTupleRef().elements()) {
        outputs.push_back(element.toTensor().contiguous());
      }
    }
  });
}

void Context::outputs(bakeoff_tensor* tensors, std::size_t capacity, std::size_t* count) const {
  *count = tensors_->outputs.size();
  if (*count != output_names_.size()) {
    throw Failure(BAKEOFF_FAILED, "the module has " + std::to_string(*count) + " outputs, and " +
                                      std::to_string(output_names_.size()) + " are named");
  }
  for (std::size_t i = 0; i < std::min(*count, capacity); ++i) {
    const at::Tensor& output = tensors_->outputs[i];
    const std::string& name = output_names_[i];
    bakeoff_tensor described{};
    described.name = name.c_str();
    described.element_type = from_torch(output.scalar_type(), name);
    if (output.dim() > BAKEOFF_MAX_RANK) {
      throw Failure(BAKEOFF_UNSUPPORTED,
                    "output " + name + " has " + std::to_string(output.dim()) + " dimensions");
    }
    described.rank = static_cast<std::int32_t>(output.dim());
    std::copy(output.sizes().begin(), output.sizes().end(), described.dims);
    described.data = output.data_ptr();
    described.size = output.nbytes();
    tensors[i] = described;
  }
}

}  // namespace bakeoff::adapters::pytorch
