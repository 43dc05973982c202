#pragma once

#include <string>

#include <bakeoff/adapter.h>

namespace bakeoff::adapters::pytorch {

/// How far a module is optimised after it was loaded.
enum class Optimization {
  kNone,         ///< interpreted as it is
  kFreeze,       ///< torch::jit::freeze: weights are constants, batch normalisation is folded
  kInference,    ///< torch::jit::optimize_for_inference on top: oneDNN's layouts for the weights
  kOnednnGraph,  ///< frozen, then fused by oneDNN's graph compiler (torch.jit.enable_onednn_fusion)
};

/// How the weights of convolutions lie in memory; activations follow them.
enum class MemoryFormat { kContiguous, kChannelsLast };

/// What a load request asks for.
struct Settings {
  Optimization optimization = Optimization::kInference;
  MemoryFormat memory_format = MemoryFormat::kContiguous;
  std::string precision;  ///< fp32, fp16, bf16
  bool strict = false;
  int threads = 1;  ///< for each context
};

/// Throws Failure for what there is not.
Settings read_settings(const bakeoff_load_request& request);

/// Ends with a key of NULL.
const bakeoff_option_description* option_table();

}  // namespace bakeoff::adapters::pytorch
