#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"

/// Values to JSON and back without loss: JSON has no NaN and no infinity, and no strings that are not UTF-8,
/// which a crashed runtime's last words may well be.
namespace bakeoff::store {

nlohmann::json json_of(double value);                        ///< a number, or "nan", "inf", "-inf"
nlohmann::json json_of(const std::optional<double>& value);  ///< null if empty
nlohmann::json json_of(std::string_view text);               ///< a string, or {"hex": "..."}
nlohmann::json json_of(
    const std::vector<std::pair<std::string, std::string>>& pairs);  ///< [[key, value], ...]

/// The fields of an object that must all be there and of their types. The first that is not makes ok() false
/// for good; what is asked for then is empty.
class JsonFields {
 public:
  explicit JsonFields(std::string_view text);

  [[nodiscard]] bool ok() const { return ok_; }

  double number(const char* name);
  std::optional<double> optional_number(const char* name);
  std::string text(const char* name);
  std::optional<std::string> optional_text(const char* name);
  std::string text_or_empty(const char* name);  ///< may be left out
  bool truth(const char* name);
  std::vector<std::pair<std::string, std::string>> pairs(const char* name);
  std::vector<std::uint32_t> integers(const char* name);
  Nanoseconds duration(const char* name) { return Nanoseconds(integer<std::int64_t>(name)); }

  /// A whole number that its type can hold.
  template <typename Number>
  Number integer(const char* name) {
    return integer_in<Number>(field(name));
  }
  template <typename Number>
  std::optional<Number> optional_integer(const char* name) {
    const nlohmann::json& value = field(name);
    if (value.is_null()) return std::nullopt;
    return integer_in<Number>(value);
  }

  /// The same, and the field itself may be left out.
  template <typename Number>
  std::optional<Number> integer_if_there(const char* name) {
    return has(name) ? optional_integer<Number>(name) : std::nullopt;
  }

  /// One of the words that `from` knows.
  template <typename Value>
  Value word(const char* name, std::optional<Value> (*from)(std::string_view)) {
    const std::optional<Value> value = from(text(name));
    if (!value) ok_ = false;
    return value.value_or(Value{});
  }

 private:
  [[nodiscard]] bool has(const char* name) const;
  const nlohmann::json& field(const char* name);  ///< null if it is not there
  double number_in(const nlohmann::json& value);
  std::string text_in(const nlohmann::json& value);

  template <typename Number>
  Number integer_in(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
      const auto number = value.get<std::uint64_t>();
      if (std::in_range<Number>(number)) return static_cast<Number>(number);
    } else if (value.is_number_integer()) {
      const auto number = value.get<std::int64_t>();
      if (std::in_range<Number>(number)) return static_cast<Number>(number);
    }
    ok_ = false;
    return 0;
  }

  nlohmann::json object_;
  bool ok_ = true;
};

}  // namespace bakeoff::store
