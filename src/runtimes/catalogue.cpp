#include "runtimes/catalogue.h"

#include <algorithm>

#include "base/units.h"
#include "runtimes/installed.h"
#include "runtimes/lock.h"
#include "runtimes/third_party.h"
#include "study/configuration.h"

namespace bakeoff::runtimes {
namespace {

Configuration plain() {
  return {"default", {}, "the library's own defaults"};
}

RuntimeEntry onnxruntime() {
  return {
      .name = "onnxruntime",
      .title = "ONNX Runtime",
      .adapter = "onnxruntime",
      .wheel = "onnxruntime",
      .keep = {"onnxruntime/capi/libonnxruntime.so.*", "onnxruntime/LICENSE",
               "onnxruntime/ThirdPartyNotices.txt"},
      .library = "onnxruntime/capi/libonnxruntime.so.*",
      .default_version = {},
      .precision_by = PrecisionBy::kModel,
      .configurations = {plain(),
                         {"no-spin", {{"allow-spinning", "0"}}, "threads sleep between inferences"},
                         {"parallel", {{"execution-mode", "parallel"}}, "independent nodes run at once"}}};
}

// Without the plugins for GPU and NPU and the frontends of other formats: half of the wheel, never loaded
// here.
RuntimeEntry openvino() {
  return {
      .name = "openvino",
      .title = "OpenVINO",
      .adapter = "openvino",
      .wheel = "openvino",
      .keep = {"openvino/libs/libopenvino.so.*", "openvino/libs/libopenvino_c.so.*",
               "openvino/libs/libopenvino_intel_cpu_plugin.so", "openvino/libs/libopenvino_arm_cpu_plugin.so",
               "openvino/libs/libopenvino_onnx_frontend.so.*", "openvino/libs/libtbb*.so*",
               "openvino/libs/libhwloc.so*", "openvino-*.dist-info/licenses/*",
               "openvino-*.dist-info/LICENSE*"},
      .library = "openvino/libs/libopenvino.so.*",
      .default_version = {},
      .configurations = {
          plain(),
          {"no-pin", {{"cpu-pinning", "0"}}, "threads are not bound to cores"},
          {"latency-hint", {{"performance-hint", "latency"}}, "tuned for one inference at a time"},
          {"throughput-hint", {{"performance-hint", "throughput"}}, "tuned for several at a time"}}};
}

// Without the Python modules and headers. The library that is hashed is the one with the kernels.
RuntimeEntry tensorflow() {
  return {.name = "tensorflow",
          .title = "TensorFlow",
          .adapter = "tensorflow",
          .wheel = "tensorflow-cpu",
          .keep = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2",
                   "tensorflow/THIRD_PARTY_NOTICES.txt", "tensorflow_cpu-*.dist-info/licenses/*",
                   "tensorflow_cpu-*.dist-info/LICENSE*"},
          .library = "tensorflow/libtensorflow_cc.so.2",
          .default_version = {},
          .form = "graphdef",
          .precision_by = PrecisionBy::kModel,
          .configurations = {
              plain(),
              {"no-onednn", {{"env.TF_ENABLE_ONEDNN_OPTS", "0"}}, "kernels of Eigen instead of oneDNN's"},
              {"xla", {{"xla", "1"}}, "clusters of operators are compiled by XLA"}}};
}

// What a CPU needs: without libtorch_cuda, which is half of the wheel. libtorch_cpu wants two small libraries
// of CUDA even where there is no GPU.
RuntimeEntry pytorch() {
  return {.name = "pytorch",
          .title = "PyTorch",
          .adapter = "pytorch",
          .build = AdapterBuild{.include = {"torch/include", "torch/include/torch/csrc/api/include"},
                                .library_folder = "torch/lib",
                                .libraries = {"torch_cpu", "c10"},
                                .abi_library = "torch/lib/libc10.so",
                                .new_abi_symbol = "_ZN3c105ErrorC1ENS_14SourceLocationENSt7__cxx11"},
          .wheel = "torch",
          .companions = {"nvidia-cuda-runtime", "nvidia-cuda-cupti"},
          .keep = {"torch/lib/libtorch_cpu.so", "torch/lib/libc10.so", "torch/lib/libgomp*.so*",
                   "torch/lib/libarm_compute*.so", "torch/lib/libnvpl_*.so.*", "torch/include/ATen/*",
                   "torch/include/c10/*", "torch/include/caffe2/*", "torch/include/torch/*",
                   "torch-*.dist-info/METADATA", "torch-*.dist-info/LICENSE", "torch-*.dist-info/NOTICE",
                   "torch-*.dist-info/licenses/LICENSE", "torch-*.dist-info/licenses/NOTICE",
                   "nvidia/*/lib/libcudart.so.*", "nvidia/*/lib/libcupti.so.*",
                   "nvidia_*.dist-info/*License.txt"},
          .library = "torch/lib/libtorch_cpu.so",
          .default_version = {},
          .form = "torchscript",
          .precision_by = PrecisionBy::kModel,
          .configurations = {
              {"default", {}, "frozen and optimised for inference (torch.jit.optimize_for_inference)"},
              {"plain", {{"optimize", "none"}}, "as loaded, without optimisation"},
              {"channels-last",
               {{"optimize", "freeze"}, {"memory-format", "channels-last"}},
               "frozen, weights and activations channels last"},
              {"onednn-graph",
               {{"optimize", "onednn-graph"}},
               "frozen, and fused by oneDNN's graph compiler (torch.jit.enable_onednn_fusion)"}}};
}

RuntimeEntry built_in(const std::string& name, std::string title) {
  return {.name = name,
          .title = std::move(title),
          .adapter = name,
          .wheel = {},
          .keep = {},
          .library = {},
          .default_version = {},
          .configurations = {plain()}};
}

}  // namespace

std::vector<RuntimeEntry> catalogue() {
  std::vector<RuntimeEntry> entries{
      onnxruntime(), openvino(), pytorch(), tensorflow(), built_in("null", "Null"), built_in("fake", "Fake")};
  for (auto& entry : entries) {
    const auto& defaults = embedded_lock().defaults;
    if (const auto found = defaults.find(entry.name); found != defaults.end()) {
      entry.default_version = found->second;
    }
  }
  return entries;
}

std::vector<RuntimeEntry> known_runtimes() {
  std::vector<RuntimeEntry> entries = catalogue();
  for (RuntimeEntry& entry : third_party_entries(runtimes_folder())) entries.push_back(std::move(entry));
  return entries;
}

Result<RuntimeEntry> find_runtime(std::string_view name) {
  std::vector<std::string> names;
  for (auto& entry : known_runtimes()) {
    if (entry.name == name) return std::move(entry);
    names.push_back(std::move(entry.name));
  }
  const std::string nearest = nearest_word(name, names);
  std::string hint = "known:";
  for (const auto& known : names) hint += " " + known;
  if (!nearest.empty()) hint = "did you mean " + nearest + "?";
  return fail(ErrorKind::kNotFound, "there is no runtime '" + std::string(name) + "'", {}, std::move(hint));
}

std::vector<std::string> default_runtimes() {
  return {"onnxruntime", "openvino"};
}

Result<Options> options_of(const RuntimeEntry& entry, std::string_view configuration) {
  std::vector<std::string> names;
  for (const auto& known : entry.configurations) {
    if (known.name == configuration) return known.options;
    names.push_back(known.name);
  }
  if (study::sets_options(configuration)) return study::parse_options(configuration);
  const std::string nearest = nearest_word(configuration, names);
  std::string hint = "configurations of " + entry.name + ":";
  for (const auto& known : names) hint += " " + known;
  if (!nearest.empty()) hint = "did you mean " + entry.name + ":" + nearest + "?";
  return fail(ErrorKind::kNotFound, "there is no configuration '" + std::string(configuration) + "'",
              entry.name + ":" + std::string(configuration), std::move(hint));
}

}  // namespace bakeoff::runtimes
