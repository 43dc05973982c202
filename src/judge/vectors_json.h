#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Reading values out of a file of test vectors. All of these throw Malformed, which check_vectors() catches
/// beside the exceptions of the JSON library.
namespace bakeoff::judge {

using Json = nlohmann::json;

/// Something that no test vector can say.
struct Malformed {
  std::string what;
};

/// A whole number from 0 to 100,000.
std::size_t count_in(const Json& value);

/// A number from `low` to `high`.
double number_in(const Json& value, double low, double high);

/// `value` itself, if it is a list.
const Json& list_in(const Json& value);

/// A list of such numbers.
std::vector<double> numbers_in(const Json& list, double low, double high);

}  // namespace bakeoff::judge
