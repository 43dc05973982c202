#include "report/json_object.h"

#include <cmath>

namespace bakeoff::report {
namespace {

bool is_known(const std::optional<double>& value) {
  return value && std::isfinite(*value);
}

}  // namespace

JsonObject& JsonObject::set(const std::string& field, Json value) {
  fields_[field] = std::move(value);
  return *this;
}

JsonObject& JsonObject::unknown(const std::string& field, const std::string& why) {
  fields_[field] = nullptr;
  nulls_[field] = why;
  return *this;
}

JsonObject& JsonObject::set_or_null(const std::string& field, const std::optional<double>& value,
                                    const std::string& why) {
  if (is_known(value)) return set(field, *value);
  return unknown(field, value ? "not a finite number" : why);
}

JsonObject& JsonObject::set_interval(const std::string& field, const Interval& interval,
                                     const std::string& why) {
  if (!is_known(interval.low) && !is_known(interval.high)) return unknown(field, why);
  const auto side = [](const std::optional<double>& bound) {
    return is_known(bound) ? Json(*bound) : Json(nullptr);
  };
  fields_[field] = Json::array({side(interval.low), side(interval.high)});
  if (!is_known(interval.low)) nulls_[field] = "unbounded below: " + why;
  if (!is_known(interval.high)) nulls_[field] = "unbounded above: " + why;
  return *this;
}

Json JsonObject::take() {
  if (!nulls_.empty()) fields_["nulls"] = std::move(nulls_);
  return std::move(fields_);
}

std::string dumped(const Json& document) {
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace bakeoff::report
