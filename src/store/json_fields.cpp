#include "store/json_fields.h"

#include <cmath>

namespace bakeoff::store {
namespace {

using nlohmann::json;

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hex_of(std::string_view bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHexDigits[byte >> 4U];
    text += kHexDigits[byte & 0xfU];
  }
  return text;
}

std::optional<std::string> bytes_from(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = kHexDigits.find(hex[i]);
    const auto low = kHexDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

// The library itself decides what it can write.
bool is_utf8(const json& text) {
  try {
    return !text.dump().empty();
  } catch (const json::exception&) {
    return false;
  }
}

}  // namespace

json json_of(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

json json_of(const std::optional<double>& value) {
  return value ? json_of(*value) : json(nullptr);
}

json json_of(std::string_view text) {
  json string(text);
  if (is_utf8(string)) return string;
  return {{"hex", hex_of(text)}};
}

json json_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json list = json::array();
  for (const auto& [key, value] : pairs) list.push_back(json::array({json_of(key), json_of(value)}));
  return list;
}

JsonFields::JsonFields(std::string_view text)
    : object_(json::parse(text, nullptr, /*allow_exceptions=*/false)) {
  ok_ = object_.is_object();
}

bool JsonFields::has(const char* name) const {
  return object_.is_object() && object_.contains(name);
}

const json& JsonFields::field(const char* name) {
  static const json kNothing;
  if (!object_.is_object()) return kNothing;
  const auto found = object_.find(name);
  if (found != object_.end()) return *found;
  ok_ = false;
  return kNothing;
}

double JsonFields::number_in(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  ok_ = false;
  return 0;
}

double JsonFields::number(const char* name) {
  return number_in(field(name));
}

std::optional<double> JsonFields::optional_number(const char* name) {
  const json& value = field(name);
  if (value.is_null()) return std::nullopt;
  return number_in(value);
}

std::string JsonFields::text_in(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.size() == 1 && value.contains("hex") && value["hex"].is_string()) {
    if (auto bytes = bytes_from(value["hex"].get_ref<const std::string&>())) return *bytes;
  }
  ok_ = false;
  return {};
}

std::string JsonFields::text(const char* name) {
  return text_in(field(name));
}

std::optional<std::string> JsonFields::optional_text(const char* name) {
  const json& value = field(name);
  if (value.is_null()) return std::nullopt;
  return text_in(value);
}

std::string JsonFields::text_or_empty(const char* name) {
  return has(name) ? text(name) : std::string();
}

bool JsonFields::truth(const char* name) {
  const json& value = field(name);
  if (value.is_boolean()) return value.get<bool>();
  ok_ = false;
  return false;
}

std::vector<std::pair<std::string, std::string>> JsonFields::pairs(const char* name) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const json& list = field(name);
  if (!list.is_array()) ok_ = false;
  if (!ok_) return pairs;
  for (const json& pair : list) {
    if (pair.is_array() && pair.size() == 2) {
      pairs.emplace_back(text_in(pair[0]), text_in(pair[1]));
    } else {
      ok_ = false;
    }
  }
  return pairs;
}

std::vector<std::uint32_t> JsonFields::integers(const char* name) {
  std::vector<std::uint32_t> numbers;
  const json& list = field(name);
  if (!list.is_array()) ok_ = false;
  if (!ok_) return numbers;
  for (const json& number : list) numbers.push_back(integer_in<std::uint32_t>(number));
  return numbers;
}

}  // namespace bakeoff::store
