#include "model/reference/kept_values.h"

#include <array>
#include <cstring>
#include <limits>
#include <system_error>

#include "base/hash.h"
#include "model/onnx/atomic_file.h"
#include "model/onnx/counts.h"
#include "model/onnx/external_data.h"

namespace bakeoff::model::reference {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigestLength = 64;

void append(std::string& bytes, std::int64_t number) {
  std::array<char, sizeof number> raw{};
  std::memcpy(raw.data(), &number, sizeof number);
  bytes.append(raw.data(), raw.size());
}

// Takes numbers from the front of a text that the digest has vouched for, and still trusts no length in it.
class Parser {
 public:
  explicit Parser(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::int64_t> number() {
    std::int64_t value = 0;
    if (bytes_.size() < sizeof value) return std::nullopt;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }

  std::optional<Value> value() {
    const auto type = number();
    const auto rank = number();
    if (!type || !rank || *rank < 0 || *rank > static_cast<std::int64_t>(bytes_.size())) return std::nullopt;
    std::vector<std::int64_t> dims;
    for (std::int64_t axis = 0; axis < *rank; ++axis) {
      const auto dim = number();
      if (!dim) return std::nullopt;
      dims.push_back(*dim);
    }
    // Doubles and int64 alike take 8 bytes.
    const auto size = byte_count(ElementType::kInt64, dims);
    if (!size || static_cast<std::size_t>(*size) > bytes_.size()) return std::nullopt;
    Value value = make_value(static_cast<ElementType>(*type), std::move(dims));
    std::visit(
        [&](auto& elements) {
          if (*size > 0) std::memcpy(elements.data(), bytes_.data(), static_cast<std::size_t>(*size));
        },
        value.elements);
    bytes_.remove_prefix(static_cast<std::size_t>(*size));
    return value;
  }

 private:
  std::string_view bytes_;
};

fs::path path_of(const fs::path& folder, const std::string& key) {
  return folder / (key + ".values");
}

}  // namespace

std::string to_kept(const std::vector<Value>& values) {
  std::string bytes;
  append(bytes, static_cast<std::int64_t>(values.size()));
  for (const Value& value : values) {
    append(bytes, static_cast<std::int64_t>(value.type));
    append(bytes, static_cast<std::int64_t>(value.dims.size()));
    for (const std::int64_t dim : value.dims) append(bytes, dim);
    std::visit(
        [&](const auto& elements) {
          bytes.append(reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(elements[0]));
        },
        value.elements);
  }
  return bytes + sha256(bytes);
}

std::optional<std::vector<Value>> from_kept(std::string_view bytes) {
  if (bytes.size() < kDigestLength) return std::nullopt;
  const std::string_view content = bytes.substr(0, bytes.size() - kDigestLength);
  if (sha256(content) != bytes.substr(content.size())) return std::nullopt;
  Parser parser(content);
  const auto count = parser.number();
  if (!count) return std::nullopt;
  std::vector<Value> values;
  for (std::int64_t i = 0; i < *count; ++i) {
    std::optional<Value> value = parser.value();
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

std::optional<std::vector<Value>> find_values(const fs::path& folder, const std::string& key) {
  const auto bytes = read_file(path_of(folder, key), std::numeric_limits<std::int64_t>::max());
  if (!bytes) return std::nullopt;
  mark_used(path_of(folder, key));
  return from_kept(*bytes);
}

void keep_values(const fs::path& folder, const std::string& key, const std::vector<Value>& values) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) return;
  static_cast<void>(write_atomically(path_of(folder, key), to_kept(values)));
}

}  // namespace bakeoff::model::reference
