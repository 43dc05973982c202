#include "judge/vectors_json.h"

#include <fmt/format.h>

namespace bakeoff::judge {
namespace {

constexpr double kMostUnits = 100'000;

}  // namespace

std::size_t count_in(const Json& value) {
  if (!value.is_number_integer() || value.get<double>() < 0 || value.get<double>() > kMostUnits) {
    throw Malformed{"a count is not a whole number from 0 to 100,000: " + value.dump()};
  }
  return value.get<std::size_t>();
}

double number_in(const Json& value, double low, double high) {
  if (!value.is_number() || !(value.get<double>() >= low && value.get<double>() <= high)) {
    throw Malformed{fmt::format("not a number from {} to {}: {}", low, high, value.dump())};
  }
  return value.get<double>();
}

const Json& list_in(const Json& value) {
  if (!value.is_array()) throw Malformed{"a list is missing where there is " + value.dump().substr(0, 40)};
  return value;
}

std::vector<double> numbers_in(const Json& list, double low, double high) {
  std::vector<double> numbers;
  for (const Json& each : list_in(list)) numbers.push_back(number_in(each, low, high));
  return numbers;
}

}  // namespace bakeoff::judge
