#include "model/lower/torchscript/constants.h"

#include <cstring>

#include "model/lower/torchscript/literal.h"

namespace bakeoff::model::torchscript {
namespace {

template <typename T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <typename T>
std::vector<T> values_of(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}

}  // namespace

std::string floats(Call& call, const std::vector<std::int64_t>& dims, const std::vector<float>& values,
                   ElementType type) {
  std::string text =
      call.constant(Tensor{.name = {}, .type = ElementType::kFloat, .dims = dims, .data = bytes_of(values)});
  // torch's freezing makes a constant of it.
  return type == ElementType::kFloat ? text : cast(text, type);
}

std::string positions(Call& call, const std::vector<std::int64_t>& values) {
  return call.constant(Tensor{.name = {},
                              .type = ElementType::kInt64,
                              .dims = {static_cast<std::int64_t>(values.size())},
                              .data = bytes_of(values)});
}

std::optional<std::vector<std::int64_t>> known_integers(const Value& value) {
  if (value.constant == nullptr) return std::nullopt;
  if (value.type == ElementType::kInt64) return values_of<std::int64_t>(value.constant->data);
  if (value.type != ElementType::kInt32) return std::nullopt;
  const std::vector<std::int32_t> values = values_of<std::int32_t>(value.constant->data);
  return std::vector<std::int64_t>(values.begin(), values.end());
}

std::optional<float> known_float(const Value& value) {
  if (value.constant == nullptr || value.type != ElementType::kFloat) return std::nullopt;
  const std::vector<float> values = values_of<float>(value.constant->data);
  return values.size() == 1 ? std::optional(values.front()) : std::nullopt;
}

}  // namespace bakeoff::model::torchscript
