#include "model/onnx/wire.h"

namespace bakeoff::model {

std::string in_quotes(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  std::string printable = "'";
  for (const char c : name.substr(0, kLongest)) {
    const auto code = static_cast<unsigned char>(c);
    printable += code < 0x20 || code == 0x7f ? '?' : c;
  }
  return printable + (name.size() > kLongest ? "...'" : "'");
}

Error placed(Error error, const std::string& place) {
  error.where = error.where.empty() ? place : place + ", " + error.where;
  return error;
}

}  // namespace bakeoff::model
