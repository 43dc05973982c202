#include "model/lower/torchscript/call.h"

#include <utility>

namespace bakeoff::model::torchscript {

Call::Call(const Node& node, std::vector<Value> inputs, std::vector<Value> outputs, Module& module)
    : node_(node), inputs_(std::move(inputs)), outputs_(std::move(outputs)), module_(module) {}

const Value& Call::input(std::size_t index) {
  static const Value kNone;
  if (has_input(index)) return inputs_[index];
  if (!failure_)
    failure_ = Error{ErrorKind::kBadInput, "input " + std::to_string(index) + " is missing", {}, {}};
  return kNone;
}

std::string Call::optional_input(std::size_t index) {
  return has_input(index) ? inputs_[index].text : "None";
}

template <typename T>
T Call::attribute(const std::string& name) {
  const auto found = node_.attributes.find(name);
  if (found != node_.attributes.end()) {
    if (const T* value = std::get_if<T>(&found->second)) return *value;
  }
  // The canonical dialect promises it.
  if (!failure_)
    failure_ = Error{ErrorKind::kInternal, "attribute '" + name + "' is not written out", {}, {}};
  return {};
}

std::int64_t Call::integer(const std::string& name) {
  return attribute<std::int64_t>(name);
}
std::vector<std::int64_t> Call::integers(const std::string& name) {
  return attribute<std::vector<std::int64_t>>(name);
}
float Call::real(const std::string& name) {
  return attribute<float>(name);
}
std::vector<float> Call::reals(const std::string& name) {
  return attribute<std::vector<float>>(name);
}
std::string Call::text(const std::string& name) {
  return attribute<std::string>(name);
}

std::string Call::let(const std::string& expression) {
  std::string variable = module_.new_variable();
  module_.assign(variable, expression, {});
  return variable;
}

std::string Call::in_place(std::string_view function) {
  const bool fits = input(0).spent && input(0).dims == output(0).dims;
  return std::string(function) + (fits ? "_" : "");
}

std::string Call::unsupported(std::string why) {
  if (!failure_) failure_ = Error{ErrorKind::kUnsupported, std::move(why), {}, {}};
  return {};
}

}  // namespace bakeoff::model::torchscript
