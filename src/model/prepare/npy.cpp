#include "model/prepare/npy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "model/onnx/counts.h"
#include "model/onnx/external_data.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostAxes = 64;
constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 34;

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorKind::kBadInput, std::move(what), "", "numpy.save(path, array) writes such a file");
}

struct Header {
  std::string_view text;
  std::string_view data;
};

Result<Header> split(std::string_view bytes) {
  constexpr std::size_t kVersionSize = 2;
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kVersionSize) {
    return bad("is not a .npy file");
  }
  bytes.remove_prefix(kMagic.size());
  const auto major = static_cast<unsigned char>(bytes[0]);
  if (major < 1 || major > 3) return bad(".npy version " + std::to_string(major) + " is not known");
  bytes.remove_prefix(kVersionSize);
  const std::size_t length_size = major == 1 ? 2 : 4;
  if (bytes.size() < length_size) return bad("the file is cut off");
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_size; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  bytes.remove_prefix(length_size);
  if (length > bytes.size()) return bad("the header is longer than the file");
  return Header{.text = bytes.substr(0, length), .data = bytes.substr(length)};
}

/// Reads the literal of a Python dict that numpy writes: {'descr': '<f4', 'fortran_order': False, 'shape':
/// (1, 3), }.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : rest_(text) {}

  bool parse() {
    if (!take('{')) return false;
    while (!take('}')) {
      if (!entry()) return false;
      if (!take(',') && !peek('}')) return false;
    }
    skip_space();
    return rest_.empty() && type && fortran && dims;
  }

  std::optional<std::string> type;
  std::optional<bool> fortran;
  std::optional<std::vector<std::int64_t>> dims;

 private:
  bool entry() {
    const auto key = quoted();
    if (!key || !take(':')) return false;
    if (*key == "descr") return (type = quoted()).has_value();
    if (*key == "fortran_order") return (fortran = truth()).has_value();
    if (*key == "shape") return (dims = tuple()).has_value();
    return false;
  }

  std::optional<std::string> quoted() {
    skip_space();
    if (rest_.empty() || (rest_[0] != '\'' && rest_[0] != '"')) return std::nullopt;
    const std::size_t end = rest_.find(rest_[0], 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::optional<bool> truth() {
    skip_space();
    for (const auto& [word, value] : {std::pair{std::string_view("True"), true}, {"False", false}}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return value;
    }
    return std::nullopt;
  }

  std::optional<std::vector<std::int64_t>> tuple() {
    std::vector<std::int64_t> numbers;
    if (!take('(')) return std::nullopt;
    while (!take(')')) {
      skip_space();
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
      if (error != std::errc() || number < 0 || numbers.size() == kMostAxes) return std::nullopt;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      numbers.push_back(number);
      if (!take(',') && !peek(')')) return std::nullopt;
    }
    return numbers;
  }

  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n\t"), rest_.size())); }
  bool peek(char c) {
    skip_space();
    return !rest_.empty() && rest_[0] == c;
  }
  bool take(char c) {
    if (!peek(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

Result<ElementType> type_of(const std::string& descr) {
  constexpr std::array<std::pair<std::string_view, ElementType>, 12> kTypes{{{"f2", ElementType::kFloat16},
                                                                             {"f4", ElementType::kFloat},
                                                                             {"f8", ElementType::kDouble},
                                                                             {"i1", ElementType::kInt8},
                                                                             {"i2", ElementType::kInt16},
                                                                             {"i4", ElementType::kInt32},
                                                                             {"i8", ElementType::kInt64},
                                                                             {"u1", ElementType::kUint8},
                                                                             {"u2", ElementType::kUint16},
                                                                             {"u4", ElementType::kUint32},
                                                                             {"u8", ElementType::kUint64},
                                                                             {"b1", ElementType::kBool}}};
  const std::string shown = in_quotes(descr);
  if (descr.starts_with('>')) {
    return fail(ErrorKind::kUnsupported, "the array is big-endian (" + shown + ")", "",
                "save array.astype(array.dtype.newbyteorder('<'))");
  }
  for (const auto& [name, type] : kTypes) {
    if (descr.size() == name.size() + 1 && descr.ends_with(name)) return type;
  }
  return fail(ErrorKind::kUnsupported, "the array's type is " + shown + ", not a number or bool", "",
              "save array.astype('float32') or another type of numbers");
}

/// numpy writes True and False as 1 and 0; other bytes would be undefined behaviour in somebody's runtime.
bool is_clean(const Tensor& tensor) {
  return tensor.type != ElementType::kBool ||
         std::all_of(tensor.data.begin(), tensor.data.end(), [](char c) { return c == 0 || c == 1; });
}

}  // namespace

Result<Tensor> parse_npy(std::string_view bytes) {
  const Result<Header> header = split(bytes);
  if (!header) return tl::unexpected(header.error());
  HeaderParser parser(header->text);
  if (!parser.parse()) return bad("the header is not what numpy writes");
  const Result<ElementType> type = type_of(*parser.type);
  if (!type) return tl::unexpected(type.error());
  if (*parser.fortran && parser.dims->size() > 1) {
    return fail(ErrorKind::kUnsupported, "the array lies in Fortran order", "",
                "save numpy.ascontiguousarray(array)");
  }
  const auto needed = byte_count(*type, *parser.dims);
  if (!needed || static_cast<std::uint64_t>(*needed) != header->data.size()) {
    return bad("the shape " + to_string(*parser.dims) + " of " + to_string(*type) + " does not fit the " +
               std::to_string(header->data.size()) + " bytes of data");
  }
  Tensor tensor{.name = {}, .type = *type, .dims = *parser.dims, .data = std::string(header->data)};
  if (!is_clean(tensor)) return bad("a bool is neither 0 nor 1");
  return tensor;
}

Result<Tensor> read_npy(const std::filesystem::path& path) {
  const Result<std::string> bytes = read_file(path, kLargestFile);
  if (!bytes) return tl::unexpected(bytes.error());
  return at_place(path.string(), [&] { return parse_npy(*bytes); });
}

}  // namespace bakeoff::model
