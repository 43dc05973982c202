#include "model/onnx/canonical/site.h"

#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {

tl::unexpected<Error> unsupported(std::string what) {
  return fail(ErrorKind::kUnsupported, std::move(what));
}

Dims Site::dims(std::size_t input) const {
  return *to_dims(*call_.input(input).shape);
}

Dims Site::result(std::size_t output) const {
  return *to_dims(*inference_.find(node_.outputs[output])->shape);
}

ElementType Site::result_type(std::size_t output) const {
  return inference_.find(node_.outputs[output])->type;
}

bool Site::uses_output(std::size_t index) const {
  return index < node_.outputs.size() && !node_.outputs[index].empty();
}

std::string Site::name(std::size_t input) const {
  return has_input(input) ? builder_.resolved(node_.inputs[input]) : std::string();
}

const Tensor* Site::constant(std::size_t input) const {
  return has_input(input) ? builder_.constant(node_.inputs[input]) : nullptr;
}

Result<double> Site::scalar(std::size_t input, double otherwise) const {
  if (!has_input(input)) return otherwise;
  const Tensor* tensor = constant(input);
  if (tensor == nullptr) return unsupported("input " + std::to_string(input) + " is not constant");
  const std::optional<double> value = scalar_of(*tensor);
  if (!value) return shapes::bad("input " + std::to_string(input) + " must hold one number");
  return *value;
}

std::int64_t Site::integer(const std::string& attribute) const {
  return std::get<std::int64_t>(attributes.at(attribute));
}

Result<void> Site::count_from_front(const std::string& attribute, std::size_t rank) {
  const Result<std::size_t> axis = shapes::normalised_axis(integer(attribute), rank);
  if (!axis) return tl::unexpected(axis.error());
  attributes[attribute] = static_cast<std::int64_t>(*axis);
  return {};
}

void Site::keep() {
  keep_inputs(node_.inputs.size());
}

void Site::keep_inputs(std::size_t count) {
  std::vector<std::string> inputs;
  for (std::size_t i = 0; i < count; ++i) inputs.push_back(name(i));
  while (!inputs.empty() && inputs.back().empty()) inputs.pop_back();
  replace(node_.op_type, std::move(inputs));
}

void Site::replace(const std::string& op_type, std::vector<std::string> inputs) {
  std::vector<ValueInfo> values;
  for (const std::string& output : node_.outputs) {
    if (output.empty()) continue;
    const shapes::Known& known = *inference_.find(output);
    values.push_back(ValueInfo{.name = output, .type = known.type, .shape = known.shape});
  }
  builder_.add_node(Node{.name = node_.name,
                         .op_type = op_type,
                         .domain = {},
                         .inputs = std::move(inputs),
                         .outputs = node_.outputs,
                         .attributes = std::move(attributes)},
                    std::move(values));
}

std::string Site::insert(const std::string& op_type, std::vector<std::string> inputs, Attributes values,
                         const Dims& dims, ElementType type) {
  std::string output = builder_.fresh_name(node_.outputs.front() + "_" + op_type);
  builder_.add_node(Node{.name = output,
                         .op_type = op_type,
                         .domain = {},
                         .inputs = std::move(inputs),
                         .outputs = {output},
                         .attributes = std::move(values)},
                    {ValueInfo{.name = output, .type = type, .shape = to_shape(dims)}});
  return output;
}

void Site::pass(std::size_t index) {
  if (uses_output(0)) builder_.add_alias(node_.outputs.front(), node_.inputs[index]);
}

void Site::become(std::size_t output, Tensor tensor) {
  tensor.name = node_.outputs[output];
  builder_.add_constant(std::move(tensor));
}

bool Site::view_constant(const View& view) {
  const Tensor* source = constant(0);
  const std::optional<std::int64_t> bytes =
      source == nullptr ? std::nullopt : byte_count(source->type, view.dims);
  if (!bytes || !builder_.claim(*bytes)) return false;
  become(0, Tensor{.name = {}, .type = source->type, .dims = view.dims, .data = viewed(*source, view)});
  return true;
}

Result<std::string> Site::insert_constant(Tensor tensor) {
  if (!builder_.claim(static_cast<std::int64_t>(tensor.data.size()))) {
    return unsupported("the constants that it needs are too large");
  }
  tensor.name = builder_.fresh_name(tensor.name);
  std::string name = tensor.name;
  builder_.add_constant(std::move(tensor));
  return name;
}

}  // namespace bakeoff::model::dialect
