#include "model/reference/call.h"

#include <stdexcept>
#include <variant>

namespace bakeoff::model::reference {
namespace {

template <typename T>
const T& get(const Node& node, const std::string& name) {
  const auto found = node.attributes.find(name);
  if (found == node.attributes.end()) throw std::out_of_range("attribute '" + name + "' is missing");
  const T* value = std::get_if<T>(&found->second);
  if (value == nullptr) throw std::out_of_range("attribute '" + name + "' has the wrong type");
  return *value;
}

}  // namespace

const Value& Call::input(std::size_t index) const {
  const Value* value = optional_input(index);
  if (value == nullptr) throw std::out_of_range("input " + std::to_string(index) + " is missing");
  return *value;
}

std::int64_t Call::integer(const std::string& attribute) const {
  return get<std::int64_t>(node_, attribute);
}

std::size_t Call::axis(const std::string& attribute) const {
  return static_cast<std::size_t>(integer(attribute));
}

double Call::real(const std::string& attribute) const {
  return static_cast<double>(get<float>(node_, attribute));
}

const std::string& Call::text(const std::string& attribute) const {
  return get<std::string>(node_, attribute);
}

const std::vector<std::int64_t>& Call::integers(const std::string& attribute) const {
  return get<std::vector<std::int64_t>>(node_, attribute);
}

const std::vector<float>& Call::floats(const std::string& attribute) const {
  return get<std::vector<float>>(node_, attribute);
}

}  // namespace bakeoff::model::reference
