#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace bakeoff::adapters::ort {

// ONNX Runtime's opaque types, by its own names.
struct OrtAllocator;
struct OrtEnv;
struct OrtIoBinding;
struct OrtMemoryInfo;
struct OrtRunOptions;
struct OrtSession;
struct OrtSessionOptions;
struct OrtStatus;
struct OrtTensorTypeAndShapeInfo;
struct OrtTypeInfo;
struct OrtValue;

/// The functions of struct OrtApi that this adapter calls: X(slot, name, result, parameters). OrtApi is an
/// array of function pointers that only ever grows at its end; the slots and parameters are those of the
/// public header onnxruntime_c_api.h, whose first 141 entries are the same in 1.16 to 1.29 (the test
/// ort_slots_test holds this table against that list). size_t, enum and int parameters are as there; enums
/// are written int.
#define BAKEOFF_ORT_FUNCTIONS(X)                                                                       \
  X(1, GetErrorCode, int, (const OrtStatus*))                                                          \
  X(2, GetErrorMessage, const char*, (const OrtStatus*))                                               \
  X(3, CreateEnv, OrtStatus*, (int severity, const char* id, OrtEnv**))                                \
  X(7, CreateSession, OrtStatus*,                                                                      \
    (const OrtEnv*, const char* model_path, const OrtSessionOptions*, OrtSession**))                   \
  X(10, CreateSessionOptions, OrtStatus*, (OrtSessionOptions**))                                       \
  X(13, SetSessionExecutionMode, OrtStatus*, (OrtSessionOptions*, int mode))                           \
  X(23, SetSessionGraphOptimizationLevel, OrtStatus*, (OrtSessionOptions*, int level))                 \
  X(24, SetIntraOpNumThreads, OrtStatus*, (OrtSessionOptions*, int threads))                           \
  X(25, SetInterOpNumThreads, OrtStatus*, (OrtSessionOptions*, int threads))                           \
  X(30, SessionGetInputCount, OrtStatus*, (const OrtSession*, size_t*))                                \
  X(31, SessionGetOutputCount, OrtStatus*, (const OrtSession*, size_t*))                               \
  X(34, SessionGetOutputTypeInfo, OrtStatus*, (const OrtSession*, size_t index, OrtTypeInfo**))        \
  X(36, SessionGetInputName, OrtStatus*, (const OrtSession*, size_t index, OrtAllocator*, char**))     \
  X(37, SessionGetOutputName, OrtStatus*, (const OrtSession*, size_t index, OrtAllocator*, char**))    \
  X(49, CreateTensorWithDataAsOrtValue, OrtStatus*,                                                    \
    (const OrtMemoryInfo*, void* data, size_t bytes, const int64_t* dims, size_t rank, int type,       \
     OrtValue**))                                                                                      \
  X(50, IsTensor, OrtStatus*, (const OrtValue*, int* yes))                                             \
  X(51, GetTensorMutableData, OrtStatus*, (OrtValue*, void**))                                         \
  X(55, CastTypeInfoToTensorInfo, OrtStatus*, (const OrtTypeInfo*, const OrtTensorTypeAndShapeInfo**)) \
  X(60, GetTensorElementType, OrtStatus*, (const OrtTensorTypeAndShapeInfo*, int* type))               \
  X(61, GetDimensionsCount, OrtStatus*, (const OrtTensorTypeAndShapeInfo*, size_t*))                   \
  X(62, GetDimensions, OrtStatus*, (const OrtTensorTypeAndShapeInfo*, int64_t* dims, size_t rank))     \
  X(65, GetTensorTypeAndShape, OrtStatus*, (const OrtValue*, OrtTensorTypeAndShapeInfo**))             \
  X(69, CreateCpuMemoryInfo, OrtStatus*, (int allocator_type, int memory_type, OrtMemoryInfo**))       \
  X(76, AllocatorFree, OrtStatus*, (OrtAllocator*, void*))                                             \
  X(78, GetAllocatorWithDefaultOptions, OrtStatus*, (OrtAllocator**))                                  \
  X(92, ReleaseEnv, void, (OrtEnv*))                                                                   \
  X(93, ReleaseStatus, void, (OrtStatus*))                                                             \
  X(94, ReleaseMemoryInfo, void, (OrtMemoryInfo*))                                                     \
  X(95, ReleaseSession, void, (OrtSession*))                                                           \
  X(96, ReleaseValue, void, (OrtValue*))                                                               \
  X(98, ReleaseTypeInfo, void, (OrtTypeInfo*))                                                         \
  X(99, ReleaseTensorTypeAndShapeInfo, void, (OrtTensorTypeAndShapeInfo*))                             \
  X(100, ReleaseSessionOptions, void, (OrtSessionOptions*))                                            \
  X(130, AddSessionConfigEntry, OrtStatus*, (OrtSessionOptions*, const char* key, const char* value))  \
  X(133, RunWithBinding, OrtStatus*, (OrtSession*, const OrtRunOptions*, const OrtIoBinding*))         \
  X(134, CreateIoBinding, OrtStatus*, (OrtSession*, OrtIoBinding**))                                   \
  X(135, ReleaseIoBinding, void, (OrtIoBinding*))                                                      \
  X(136, BindInput, OrtStatus*, (OrtIoBinding*, const char* name, const OrtValue*))                    \
  X(137, BindOutput, OrtStatus*, (OrtIoBinding*, const char* name, const OrtValue*))                   \
  X(138, BindOutputToDevice, OrtStatus*, (OrtIoBinding*, const char* name, const OrtMemoryInfo*))      \
  X(140, GetBoundOutputValues, OrtStatus*, (const OrtIoBinding*, OrtAllocator*, OrtValue***, size_t* count))

/// The API version asked for. Version 14 (ONNX Runtime 1.14) has all slots above; newer libraries serve it.
constexpr std::uint32_t kApiVersion = 14;

/// What the one exported symbol, OrtGetApiBase(), returns.
struct OrtApiBase {
  const void* const* (*GetApi)(std::uint32_t version);
  const char* (*GetVersionString)();
};

/// The functions, bound from the slots of the array that GetApi gave.
struct OrtApi {
#define BAKEOFF_ORT_MEMBER(slot, name, result, parameters) result(*name) parameters = nullptr;
  BAKEOFF_ORT_FUNCTIONS(BAKEOFF_ORT_MEMBER)
#undef BAKEOFF_ORT_MEMBER

  /// Throws Failure with the runtime's own words and releases the status, unless it is null.
  void check(OrtStatus* status) const;
};

OrtApi bind_api(const void* const* slots);

/// Owns an object of the runtime: Owned<OrtValue> value(pointer, api.ReleaseValue).
template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

}  // namespace bakeoff::adapters::ort
