#include <charconv>
#include <limits>

#include "base/units.h"
#include "study/request.h"

namespace bakeoff::study {
namespace {

// "1x3x224x224"; empty if it is not of that form. The limit is that of model/onnx: runtimes index with int.
std::vector<std::int64_t> parse_dims(std::string_view text) {
  std::vector<std::int64_t> dims;
  while (true) {
    std::int32_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || length < 1) return {};
    dims.push_back(length);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return dims;
    if (text.front() != 'x') return {};
    text.remove_prefix(1);
  }
}

}  // namespace

Result<InputShape> parse_input_shape(std::string_view text) {
  // The names that exporters give may hold anything, a shape nothing but digits and x.
  const auto equals = text.rfind('=');
  InputShape shape;
  if (equals != std::string_view::npos && equals > 0) {
    shape.input = std::string(text.substr(0, equals));
    shape.dims = parse_dims(text.substr(equals + 1));
  }
  if (!shape.dims.empty()) return shape;
  return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is no input with its shape", "--shape",
              "for example --shape input=1x3x224x224, the batch first");
}

Result<InputFile> parse_input_file(std::string_view text) {
  const auto equals = text.find('=');
  if (equals != std::string_view::npos && equals > 0 && equals + 1 < text.size()) {
    return InputFile{.input = std::string(text.substr(0, equals)),
                     .file = std::string(text.substr(equals + 1)),
                     .sha256 = {}};
  }
  return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is no input with its file", "--input",
              "for example --input input=picture.npy");
}

}  // namespace bakeoff::study
