#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "record/result.h"

namespace bakeoff::report {

using Json = nlohmann::ordered_json;

/// An object whose unknown fields are null, each with its reason under "nulls" of the same object.
class JsonObject {
 public:
  /// A value that is always known.
  JsonObject& set(const std::string& field, Json value);

  /// null, and why.
  JsonObject& unknown(const std::string& field, const std::string& why);

  /// The value; null with `why` where it is missing, or where it is not a finite number.
  JsonObject& set_or_null(const std::string& field, const std::optional<double>& value,
                          const std::string& why);

  /// [low, high]; null with `why` where neither is known, an open side null with its own reason.
  JsonObject& set_interval(const std::string& field, const Interval& interval, const std::string& why);

  /// The object, "nulls" at its end if there are any.
  [[nodiscard]] Json take();

 private:
  Json fields_ = Json::object();
  Json nulls_ = Json::object();
};

/// The document as text: indented by two, one newline at the end, ASCII only, so that a terminal can show it.
std::string dumped(const Json& document);

}  // namespace bakeoff::report
