#include "onnxruntime/session.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "common/failure.h"
#include "common/options.h"

namespace bakeoff::adapters::ort {
namespace {

constexpr int kLogWarnings = 2;        // ORT_LOGGING_LEVEL_WARNING, the library's default
constexpr int kArenaAllocator = 1;     // OrtArenaAllocator
constexpr int kDefaultMemoryType = 0;  // OrtMemTypeDefault

const bakeoff_option_description kOptions[] = {
    {"allow-spinning", "0|1",
     "threads of the pool spin for a while when idle (default 1, the library's own)"},
    {"graph-optimization", "disable|basic|extended|all", "rewriting of the graph in the load (default all)"},
    {"execution-mode", "sequential|parallel",
     "parallel runs independent nodes at once, on a second pool as large as the thread budget (default "
     "sequential)"},
    {nullptr, nullptr, nullptr}};

// The thread budget counts the calling thread, as the runtime's own number does.
void apply_options(const OrtApi& api, const bakeoff_load_request& request, OrtSessionOptions* settings,
                   std::vector<std::pair<std::string, std::string>>& facts) {
  const Options options(request, kOptions);
  const bool parallel =
      options.choice("execution-mode", {"sequential", "parallel"}, "sequential") == "parallel";
  api.check(api.SetSessionExecutionMode(settings, parallel ? 1 : 0));
  api.check(api.SetIntraOpNumThreads(settings, request.threads));
  api.check(api.SetInterOpNumThreads(settings, parallel ? request.threads : 1));

  // What is not asked for is left as the library has it.
  if (options.has("allow-spinning")) {
    const char* value = options.flag("allow-spinning") ? "1" : "0";
    api.check(api.AddSessionConfigEntry(settings, "session.intra_op.allow_spinning", value));
    api.check(api.AddSessionConfigEntry(settings, "session.inter_op.allow_spinning", value));
  }
  if (options.has("graph-optimization")) {
    const std::string level =
        options.choice("graph-optimization", {"disable", "basic", "extended", "all"}, "");
    const int number = level == "disable" ? 0 : level == "basic" ? 1 : level == "extended" ? 2 : 99;
    api.check(api.SetSessionGraphOptimizationLevel(settings, number));
  }
  facts.emplace_back("threads", std::to_string(request.threads));
  facts.emplace_back("execution_mode", parallel ? "parallel" : "sequential");
  facts.emplace_back("allow_spinning", options.text("allow-spinning", "1"));
}

Output read_output(const OrtApi& api, const OrtSession* session, std::size_t index, OrtAllocator* allocator) {
  Output output;
  char* name = nullptr;
  api.check(api.SessionGetOutputName(session, index, allocator, &name));
  output.name = name;
  api.check(api.AllocatorFree(allocator, name));

  OrtTypeInfo* type = nullptr;
  api.check(api.SessionGetOutputTypeInfo(session, index, &type));
  const Owned<OrtTypeInfo> owned(type, api.ReleaseTypeInfo);
  const OrtTensorTypeAndShapeInfo* tensor = nullptr;
  api.check(api.CastTypeInfoToTensorInfo(type, &tensor));
  if (tensor == nullptr) throw Failure(BAKEOFF_UNSUPPORTED, "output " + output.name + " is not a tensor");
  api.check(api.GetTensorElementType(tensor, &output.element_type));
  element_size(output.element_type, output.name);
  std::size_t rank = 0;
  api.check(api.GetDimensionsCount(tensor, &rank));
  if (rank > BAKEOFF_MAX_RANK) {
    throw Failure(BAKEOFF_UNSUPPORTED,
                  "output " + output.name + " has " + std::to_string(rank) + " dimensions");
  }
  output.dims.resize(rank);
  api.check(api.GetDimensions(tensor, output.dims.data(), rank));
  return output;
}

}  // namespace

const bakeoff_option_description* option_table() {
  return kOptions;
}

bool Output::has_fixed_shape() const {
  return std::all_of(dims.begin(), dims.end(), [](std::int64_t dim) { return dim >= 0; });
}

std::size_t Output::size() const {
  std::size_t bytes = element_size(element_type, name);
  for (const std::int64_t dim : dims) bytes *= static_cast<std::size_t>(dim);
  return bytes;
}

std::size_t element_size(int element_type, const std::string& output) {
  // The runtime numbers its types as ONNX and as bakeoff_element_type do.
  switch (element_type) {
    case BAKEOFF_UINT8:
    case BAKEOFF_INT8:
    case BAKEOFF_BOOL:
      return 1;
    case BAKEOFF_FLOAT32:
    case BAKEOFF_INT32:
      return 4;
    case BAKEOFF_INT64:
      return 8;
    default:
      throw Failure(BAKEOFF_UNSUPPORTED,
                    "output " + output + " has element type " + std::to_string(element_type) +
                        " (ONNX's number), and only float, (u)int8, int32, int64 and bool are supported");
  }
}

Session::Session(const Library& library, const bakeoff_load_request& request)
    : library_(library),
      env_(nullptr, library.api.ReleaseEnv),
      cpu_memory_(nullptr, library.api.ReleaseMemoryInfo),
      session_(nullptr, library.api.ReleaseSession) {
  const OrtApi& api = library.api;
  // The model comes in the types of its precision. Where the runtime has no kernel for one it casts around
  // the operator and computes in fp32 (more bits than asked, never fewer), or refuses the model.
  const bool typed = std::strcmp(request.precision, "fp32") != 0;
  const std::string precision = "precision " + std::string(request.precision) + ": ";
  if (typed && request.strict != 0) {
    throw Failure(BAKEOFF_UNSUPPORTED,
                  precision +
                      "the CPU provider computes in fp32 what it has no other kernel for, and does not "
                      "tell where, so that --strict cannot be promised");
  }

  // The environment belongs to the load: every user of the library has to make one.
  OrtEnv* env = nullptr;
  api.check(api.CreateEnv(kLogWarnings, "bakeoff", &env));
  env_.reset(env);

  OrtSessionOptions* settings = nullptr;
  api.check(api.CreateSessionOptions(&settings));
  const Owned<OrtSessionOptions> owned(settings, api.ReleaseSessionOptions);
  facts_.emplace_back("version", library.version);
  facts_.emplace_back("layout", "NCHW");
  facts_.emplace_back("providers", "CPUExecutionProvider");
  apply_options(api, request, settings, facts_);

  OrtSession* session = nullptr;
  try {
    api.check(api.CreateSession(env, request.model_path, settings, &session));
  } catch (const Failure& failure) {
    if (!typed) throw;
    throw Failure(failure.status(), precision + failure.what());
  }
  session_.reset(session);
  api.check(api.GetAllocatorWithDefaultOptions(&allocator_));
  OrtMemoryInfo* memory = nullptr;
  api.check(api.CreateCpuMemoryInfo(kArenaAllocator, kDefaultMemoryType, &memory));
  cpu_memory_.reset(memory);

  for (std::size_t i = 0; i < request.input_count; ++i) inputs_.emplace_back(request.inputs[i].name);
  read_signature();
}

void Session::read_signature() {
  const OrtApi& api = library_.api;
  std::size_t count = 0;
  api.check(api.SessionGetInputCount(get(), &count));
  for (std::size_t i = 0; i < count; ++i) {
    char* name = nullptr;
    api.check(api.SessionGetInputName(get(), i, allocator_, &name));
    const std::string input = name;
    api.check(api.AllocatorFree(allocator_, name));
    if (std::find(inputs_.begin(), inputs_.end(), input) == inputs_.end()) {
      throw Failure(BAKEOFF_FAILED, "the model has an input '" + input + "' that nothing is given for");
    }
  }
  api.check(api.SessionGetOutputCount(get(), &count));
  for (std::size_t i = 0; i < count; ++i) outputs_.push_back(read_output(api, get(), i, allocator_));
}

}  // namespace bakeoff::adapters::ort
