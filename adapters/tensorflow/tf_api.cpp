#include "tensorflow/tf_api.h"

#include <initializer_list>

#include "common/failure.h"

namespace bakeoff::adapters::tf {
namespace {

// Of TF_Code (tensorflow/c/tf_status.h).
constexpr int kResourceExhausted = 8;
constexpr int kUnimplemented = 12;

bool contains_any(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

bakeoff_status classify(int code, const std::string& message) {
  if (code == kResourceExhausted) return BAKEOFF_OUT_OF_MEMORY;
  // A missing operator or kernel is NOT_FOUND or INVALID_ARGUMENT, as much else is: the words decide.
  if (code == kUnimplemented ||
      contains_any(message, {"Op type not registered", "No OpKernel was registered", "no supported kernel",
                             "not supported", "unsupported", "only supports", "not implemented"})) {
    return BAKEOFF_UNSUPPORTED;
  }
  return BAKEOFF_FAILED;
}

// Without the stack of names that TensorFlow appends, which says where in the graph and fills the message.
std::string plain(const std::string& message) {
  std::string text = message.substr(0, message.find("\n\t [["));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const std::size_t node = message.find("\n\t [[");
  if (node != std::string::npos) {
    const std::size_t end = message.find("]]", node);
    text += " in " + message.substr(node + 5, end == std::string::npos ? end : end - node - 5);
  }
  return text;
}

}  // namespace

void TfApi::check(const TF_Status* status) const {
  const int code = TF_GetCode(status);
  if (code == 0) return;
  const std::string message = TF_Message(status);
  throw Failure(classify(code, message), plain(message));
}

TfApi bind_api(const DynamicLibrary& library) {
  TfApi api;
#define BAKEOFF_TF_BIND(name, result, parameters) library.bind(api.name, #name);
  BAKEOFF_TF_FUNCTIONS(BAKEOFF_TF_BIND)
#undef BAKEOFF_TF_BIND
  return api;
}

}  // namespace bakeoff::adapters::tf
