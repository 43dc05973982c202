// ONNX Runtime timed as an engineer would do it: plain-onnxruntime LIBRARY MODEL THREADS. For models of one
// float input and one output.

#include <dlfcn.h>

#include <cstdlib>
#include <stdexcept>

#include "onnxruntime/ort_api.h"
#include "plain/loop.h"

namespace {

using namespace bakeoff::adapters::ort;

constexpr int kWarnings = 2;        // ORT_LOGGING_LEVEL_WARNING
constexpr int kArenaAllocator = 1;  // OrtArenaAllocator
constexpr int kDefaultMemory = 0;   // OrtMemTypeDefault
constexpr int kFloat = 1;           // ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT

// The two functions that the shared table lacks, by their slots in struct OrtApi.
using Run = OrtStatus* (*)(OrtSession*, const OrtRunOptions*, const char* const* input_names,
                           const OrtValue* const* inputs, std::size_t input_count,
                           const char* const* output_names, std::size_t output_count, OrtValue** outputs);
constexpr int kRunSlot = 9;
using InputTypeInfo = OrtStatus* (*)(const OrtSession*, std::size_t index, OrtTypeInfo**);
constexpr int kInputTypeInfoSlot = 33;

template <typename Function>
Function slot(const void* const* slots, int index) {
  return reinterpret_cast<Function>(const_cast<void*>(slots[index]));
}

void serve(const char* library, const char* model, int threads) {
  void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  const auto get_base = reinterpret_cast<const OrtApiBase* (*)()>(dlsym(handle, "OrtGetApiBase"));
  if (get_base == nullptr) throw std::runtime_error("no OrtGetApiBase()");
  const void* const* const slots = get_base()->GetApi(kApiVersion);
  if (slots == nullptr) throw std::runtime_error("too old");
  const OrtApi api = bind_api(slots);
  const auto run = slot<Run>(slots, kRunSlot);

  OrtEnv* env = nullptr;
  api.check(api.CreateEnv(kWarnings, "plain", &env));
  OrtSessionOptions* options = nullptr;
  api.check(api.CreateSessionOptions(&options));
  api.check(api.SetIntraOpNumThreads(options, threads));
  OrtSession* session = nullptr;
  api.check(api.CreateSession(env, model, options, &session));

  OrtAllocator* allocator = nullptr;
  api.check(api.GetAllocatorWithDefaultOptions(&allocator));
  char* input_name = nullptr;
  char* output_name = nullptr;
  api.check(api.SessionGetInputName(session, 0, allocator, &input_name));
  api.check(api.SessionGetOutputName(session, 0, allocator, &output_name));
  OrtTypeInfo* type = nullptr;
  const OrtTensorTypeAndShapeInfo* shape = nullptr;
  std::size_t rank = 0;
  api.check(slot<InputTypeInfo>(slots, kInputTypeInfoSlot)(session, 0, &type));
  api.check(api.CastTypeInfoToTensorInfo(type, &shape));
  api.check(api.GetDimensionsCount(shape, &rank));
  std::vector<std::int64_t> dims(rank);
  api.check(api.GetDimensions(shape, dims.data(), rank));
  const std::size_t count = plain::element_count(dims.begin(), dims.end());

  OrtMemoryInfo* memory = nullptr;
  api.check(api.CreateCpuMemoryInfo(kArenaAllocator, kDefaultMemory, &memory));
  std::vector<std::vector<float>> data;
  std::vector<OrtValue*> inputs(plain::kInputs);
  for (std::size_t i = 0; i < plain::kInputs; ++i) {
    data.push_back(plain::random_input(count, i));
    api.check(api.CreateTensorWithDataAsOrtValue(memory, data[i].data(), count * sizeof(float), dims.data(),
                                                 rank, kFloat, &inputs[i]));
  }

  plain::serve([&](std::size_t i) {
    OrtValue* output = nullptr;
    api.check(run(session, nullptr, &input_name, &inputs[i], 1, &output_name, 1, &output));
    api.ReleaseValue(output);
  });
}

}  // namespace

int main(int argc, char** argv) {
  return plain::run(argc, argv, "LIBRARY MODEL THREADS",
                    [&] { serve(argv[1], argv[2], std::atoi(argv[3])); });
}
