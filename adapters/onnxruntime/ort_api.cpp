#include "onnxruntime/ort_api.h"

#include <cstring>
#include <initializer_list>
#include <string>

#include <bakeoff/adapter.h>

#include "common/failure.h"

namespace bakeoff::adapters::ort {
namespace {

constexpr int kNotImplemented = 9;  // ORT_NOT_IMPLEMENTED of OrtErrorCode

bool contains_any(const char* text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    if (std::strstr(text, part) != nullptr) return true;
  }
  return false;
}

// The runtime has one code for many reasons, so that the words decide.
bakeoff_status classify(int code, const char* message) {
  if (contains_any(message, {"bad_alloc", "Failed to allocate memory", "bad allocation", "out of memory"})) {
    return BAKEOFF_OUT_OF_MEMORY;
  }
  if (code == kNotImplemented ||
      contains_any(message, {"Could not find an implementation", "is not a registered function/op",
                             "No Op registered for", "No opset import for domain",
                             "Unsupported model IR version", "is under development"})) {
    return BAKEOFF_UNSUPPORTED;
  }
  return BAKEOFF_FAILED;
}

}  // namespace

void OrtApi::check(OrtStatus* status) const {
  if (status == nullptr) return;
  const Owned<OrtStatus> owned(status, ReleaseStatus);
  const char* message = GetErrorMessage(status);
  throw Failure(classify(GetErrorCode(status), message), message);
}

OrtApi bind_api(const void* const* slots) {
  OrtApi api;
#define BAKEOFF_ORT_BIND(slot, name, result, parameters) \
  api.name = reinterpret_cast<result(*) parameters>(const_cast<void*>(slots[slot]));
  BAKEOFF_ORT_FUNCTIONS(BAKEOFF_ORT_BIND)
#undef BAKEOFF_ORT_BIND
  return api;
}

}  // namespace bakeoff::adapters::ort
