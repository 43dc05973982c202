#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "common/dynamic_library.h"

namespace bakeoff::adapters::tf {

// TensorFlow's C types, by its own names; those without a body are opaque.
// NOLINTBEGIN(readability-identifier-naming)
struct TF_Graph;
struct TF_ImportGraphDefOptions;
struct TF_Operation;
struct TF_Session;
struct TF_SessionOptions;
struct TF_Status;
struct TF_Tensor;

struct TF_Buffer {
  const void* data;
  std::size_t length;
  void (*data_deallocator)(void* data, std::size_t length);
};

struct TF_Output {
  TF_Operation* oper;
  int index;
};
// NOLINTEND(readability-identifier-naming)

/// The functions of libtensorflow_cc that this adapter calls, X(name, result, parameters), as in the headers
/// tensorflow/c/*.h of 2.16 and 2.21, where they are the same. TF_Code and TF_DataType are written int.
#define BAKEOFF_TF_FUNCTIONS(X)                                                                          \
  X(TF_Version, const char*, ())                                                                         \
  X(TF_NewStatus, TF_Status*, ())                                                                        \
  X(TF_DeleteStatus, void, (TF_Status*))                                                                 \
  X(TF_GetCode, int, (const TF_Status*))                                                                 \
  X(TF_Message, const char*, (const TF_Status*))                                                         \
  X(TF_NewGraph, TF_Graph*, ())                                                                          \
  X(TF_DeleteGraph, void, (TF_Graph*))                                                                   \
  X(TF_NewImportGraphDefOptions, TF_ImportGraphDefOptions*, ())                                          \
  X(TF_DeleteImportGraphDefOptions, void, (TF_ImportGraphDefOptions*))                                   \
  X(TF_GraphImportGraphDef, void,                                                                        \
    (TF_Graph*, const TF_Buffer* graph_def, const TF_ImportGraphDefOptions*, TF_Status*))                \
  X(TF_GraphOperationByName, TF_Operation*, (TF_Graph*, const char* name))                               \
  X(TF_GraphNextOperation, TF_Operation*, (TF_Graph*, std::size_t * position))                           \
  X(TF_GraphGetTensorNumDims, int, (TF_Graph*, TF_Output, TF_Status*))                                   \
  X(TF_GraphGetTensorShape, void, (TF_Graph*, TF_Output, std::int64_t * dims, int count, TF_Status*))    \
  X(TF_OperationName, const char*, (TF_Operation*))                                                      \
  X(TF_OperationOpType, const char*, (TF_Operation*))                                                    \
  X(TF_OperationNumOutputs, int, (TF_Operation*))                                                        \
  X(TF_OperationOutputType, int, (TF_Output))                                                            \
  X(TF_NewSessionOptions, TF_SessionOptions*, ())                                                        \
  X(TF_DeleteSessionOptions, void, (TF_SessionOptions*))                                                 \
  X(TF_SetConfig, void, (TF_SessionOptions*, const void* proto, std::size_t length, TF_Status*))         \
  X(TF_EnableXLACompilation, void, (TF_SessionOptions*, unsigned char enable))                           \
  X(TF_SetTfXlaCpuGlobalJit, unsigned char, (unsigned char enable))                                      \
  X(TF_SetXlaMinClusterSize, void, (int size))                                                           \
  X(TF_NewSession, TF_Session*, (TF_Graph*, const TF_SessionOptions*, TF_Status*))                       \
  X(TF_CloseSession, void, (TF_Session*, TF_Status*))                                                    \
  X(TF_DeleteSession, void, (TF_Session*, TF_Status*))                                                   \
  X(TF_SessionRun, void,                                                                                 \
    (TF_Session*, const TF_Buffer* run_options, const TF_Output* inputs, TF_Tensor* const* input_values, \
     int input_count, const TF_Output* outputs, TF_Tensor** output_values, int output_count,             \
     const TF_Operation* const* targets, int target_count, TF_Buffer* run_metadata, TF_Status*))         \
  X(TF_NewTensor, TF_Tensor*,                                                                            \
    (int type, const std::int64_t* dims, int rank, void* data, std::size_t length,                       \
     void (*deallocator)(void* data, std::size_t length, void* argument), void* argument))               \
  X(TF_DeleteTensor, void, (TF_Tensor*))                                                                 \
  X(TF_TensorType, int, (const TF_Tensor*))                                                              \
  X(TF_NumDims, int, (const TF_Tensor*))                                                                 \
  X(TF_Dim, std::int64_t, (const TF_Tensor*, int axis))                                                  \
  X(TF_TensorByteSize, std::size_t, (const TF_Tensor*))                                                  \
  X(TF_TensorData, void*, (const TF_Tensor*))

struct TfApi {
#define BAKEOFF_TF_MEMBER(name, result, parameters) result(*name) parameters = nullptr;
  BAKEOFF_TF_FUNCTIONS(BAKEOFF_TF_MEMBER)
#undef BAKEOFF_TF_MEMBER

  /// Throws Failure with the runtime's own words unless `status` is OK.
  void check(const TF_Status* status) const;
};

/// Throws Failure if the library lacks one of them.
TfApi bind_api(const DynamicLibrary& library);

/// Owns an object of the runtime: Owned<TF_Graph> graph(pointer, api.TF_DeleteGraph).
template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

}  // namespace bakeoff::adapters::tf
