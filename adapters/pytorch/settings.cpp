#include "pytorch/settings.h"

#include <algorithm>

#include "common/options.h"

namespace bakeoff::adapters::pytorch {
namespace {

const bakeoff_option_description kOptions[] = {
    {"optimize", "none|freeze|inference|onednn-graph",
     "what is done with the loaded module: nothing, torch.jit.freeze, and after it "
     "torch.jit.optimize_for_inference (default) or, in its first inferences, "
     "torch.jit.enable_onednn_fusion"},
    {"memory-format", "contiguous|channels-last",
     "how the weights of convolutions lie in memory (default contiguous); with channels-last the first one "
     "turns the NCHW input round, and that is timed"},
    {nullptr, nullptr, nullptr}};

}  // namespace

const bakeoff_option_description* option_table() {
  return kOptions;
}

Settings read_settings(const bakeoff_load_request& request) {
  const Options options(request, kOptions);
  const std::string optimize =
      options.choice("optimize", {"none", "freeze", "inference", "onednn-graph"}, "inference");
  Settings settings;
  if (optimize == "none") settings.optimization = Optimization::kNone;
  if (optimize == "freeze") settings.optimization = Optimization::kFreeze;
  if (optimize == "onednn-graph") settings.optimization = Optimization::kOnednnGraph;
  if (options.choice("memory-format", {"contiguous", "channels-last"}, "contiguous") == "channels-last") {
    settings.memory_format = MemoryFormat::kChannelsLast;
  }
  settings.precision = request.precision;
  settings.strict = request.strict != 0;
  // Each context is run by a thread of its own, and each of those has its own team of OpenMP threads.
  settings.threads = std::max(1, request.threads / std::max(1, request.contexts));
  return settings;
}

}  // namespace bakeoff::adapters::pytorch
