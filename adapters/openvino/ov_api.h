#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "common/dynamic_library.h"

namespace bakeoff::adapters::ov {

// OpenVINO's C types, by its own names; those without a body are opaque.
// NOLINTBEGIN(readability-identifier-naming)
struct ov_compiled_model;
struct ov_core;
struct ov_infer_request;
struct ov_model;
struct ov_output_const_port;
struct ov_tensor;

struct ov_version {
  const char* buildNumber;
  const char* description;
};

struct ov_shape {
  std::int64_t rank;
  std::int64_t* dims;
};
// NOLINTEND(readability-identifier-naming)

/// The functions of libopenvino_c that this adapter calls, X(name, result, parameters), as in the headers
/// openvino/c/*.h of 2024.6 and 2026.4, where they are the same. ov_status_e and ov_element_type_e are
/// written int; the numbers of the latter depend on the version (element_types.h).
#define BAKEOFF_OV_FUNCTIONS(X)                                                                           \
  X(ov_get_openvino_version, int, (ov_version*))                                                          \
  X(ov_version_free, void, (ov_version*))                                                                 \
  X(ov_get_error_info, const char*, (int status))                                                         \
  X(ov_get_last_err_msg, const char*, ())                                                                 \
  X(ov_free, void, (const char*))                                                                         \
  X(ov_core_create, int, (ov_core**))                                                                     \
  X(ov_core_free, void, (ov_core*))                                                                       \
  X(ov_core_set_property, int, (const ov_core*, const char* device, ...))                                 \
  X(ov_core_read_model, int, (const ov_core*, const char* path, const char* weights, ov_model**))         \
  X(ov_model_free, void, (ov_model*))                                                                     \
  X(ov_core_compile_model, int,                                                                           \
    (const ov_core*, const ov_model*, const char* device, std::size_t strings, ov_compiled_model**, ...)) \
  X(ov_compiled_model_free, void, (ov_compiled_model*))                                                   \
  X(ov_compiled_model_get_property, int, (const ov_compiled_model*, const char* key, char** value))       \
  X(ov_compiled_model_inputs_size, int, (const ov_compiled_model*, std::size_t*))                         \
  X(ov_compiled_model_input_by_name, int,                                                                 \
    (const ov_compiled_model*, const char* name, ov_output_const_port**))                                 \
  X(ov_compiled_model_outputs_size, int, (const ov_compiled_model*, std::size_t*))                        \
  X(ov_compiled_model_output_by_index, int,                                                               \
    (const ov_compiled_model*, std::size_t index, ov_output_const_port**))                                \
  X(ov_output_const_port_free, void, (ov_output_const_port*))                                             \
  X(ov_port_get_any_name, int, (const ov_output_const_port*, char** name))                                \
  X(ov_port_get_element_type, int, (const ov_output_const_port*, int* type))                              \
  X(ov_compiled_model_create_infer_request, int, (const ov_compiled_model*, ov_infer_request**))          \
  X(ov_infer_request_free, void, (ov_infer_request*))                                                     \
  X(ov_infer_request_set_tensor, int, (ov_infer_request*, const char* name, const ov_tensor*))            \
  X(ov_infer_request_infer, int, (ov_infer_request*))                                                     \
  X(ov_infer_request_get_output_tensor_by_index, int,                                                     \
    (const ov_infer_request*, std::size_t index, ov_tensor**))                                            \
  X(ov_tensor_create, int, (int type, ov_shape, ov_tensor**))                                             \
  X(ov_tensor_create_from_host_ptr, int, (int type, ov_shape, void* data, ov_tensor**))                   \
  X(ov_tensor_free, void, (ov_tensor*))                                                                   \
  X(ov_tensor_get_shape, int, (const ov_tensor*, ov_shape*))                                              \
  X(ov_shape_free, int, (ov_shape*))                                                                      \
  X(ov_tensor_get_element_type, int, (const ov_tensor*, int* type))                                       \
  X(ov_tensor_get_byte_size, int, (const ov_tensor*, std::size_t*))                                       \
  X(ov_tensor_data, int, (const ov_tensor*, void** data))

struct OvApi {
#define BAKEOFF_OV_MEMBER(name, result, parameters) result(*name) parameters = nullptr;
  BAKEOFF_OV_FUNCTIONS(BAKEOFF_OV_MEMBER)
#undef BAKEOFF_OV_MEMBER

  /// Throws Failure with the runtime's own words unless `status` is 0.
  void check(int status) const;
};

/// Throws Failure if the library lacks one of them.
OvApi bind_api(const DynamicLibrary& library);

/// Owns an object of the runtime: Owned<ov_core> core(pointer, api.ov_core_free).
template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

/// Takes over a string that the runtime allocated.
std::string taken(const OvApi& api, char* text);

}  // namespace bakeoff::adapters::ov
