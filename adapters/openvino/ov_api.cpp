#include "openvino/ov_api.h"

#include <initializer_list>
#include <sstream>

#include "common/failure.h"

namespace bakeoff::adapters::ov {
namespace {

constexpr int kNotImplemented = -2;  // NOT_IMPLEMENTED of ov_status_e

bool contains_any(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

// Nearly everything is GENERAL_ERROR, so that the words decide.
bakeoff_status classify(int status, const std::string& message) {
  if (contains_any(message, {"bad_alloc", "Cannot allocate memory", "ailed to allocate", "out of memory"})) {
    return BAKEOFF_OUT_OF_MEMORY;
  }
  if (status == kNotImplemented ||
      contains_any(message, {"does not support the following ONNX operations", "Unsupported operation",
                             "Unsupported property", "No conversion rule", "wasn't fully converted"})) {
    return BAKEOFF_UNSUPPORTED;
  }
  return BAKEOFF_FAILED;
}

// The sentences of a message without the lines that only say where in OpenVINO's source they were written.
std::string plain(const std::string& message) {
  std::istringstream lines(message);
  std::string sentences;
  for (std::string line; std::getline(lines, line);) {
    const bool where = line.rfind("Exception from ", 0) == 0 || line.rfind("Check '", 0) == 0 ||
                       line.rfind("FrontEnd API failed", 0) == 0 || line == "Summary:";
    if (where || line.empty()) continue;
    sentences += (sentences.empty() ? "" : " ") + line;
  }
  return sentences.empty() ? message : sentences;
}

}  // namespace

void OvApi::check(int status) const {
  if (status == 0) return;
  std::string message;
  if (const char* last = ov_get_last_err_msg(); last != nullptr) {
    message = last;
    ov_free(last);
  }
  if (message.empty()) message = ov_get_error_info(status);
  throw Failure(classify(status, message), plain(message));
}

OvApi bind_api(const DynamicLibrary& library) {
  OvApi api;
#define BAKEOFF_OV_BIND(name, result, parameters) library.bind(api.name, #name);
  BAKEOFF_OV_FUNCTIONS(BAKEOFF_OV_BIND)
#undef BAKEOFF_OV_BIND
  return api;
}

std::string taken(const OvApi& api, char* text) {
  std::string copy = text == nullptr ? "" : text;
  if (text != nullptr) api.ov_free(text);
  return copy;
}

}  // namespace bakeoff::adapters::ov
