#include "model/onnx/shapes/call.h"

#include <algorithm>
#include <set>

namespace bakeoff::model::shapes {
namespace {

template <typename T>
Result<T> get(const Node& node, const std::string& name, T otherwise) {
  const auto found = node.attributes.find(name);
  if (found == node.attributes.end()) return otherwise;
  if (const T* value = std::get_if<T>(&found->second)) return *value;
  return bad("attribute '" + name + "' has the wrong type");
}

}  // namespace

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorKind::kBadInput, std::move(what));
}

Result<std::int64_t> Call::integer(const std::string& attribute, std::int64_t otherwise) const {
  return get<std::int64_t>(node_, attribute, otherwise);
}

Result<std::vector<std::int64_t>> Call::integers(const std::string& attribute,
                                                 std::vector<std::int64_t> otherwise) const {
  return get<std::vector<std::int64_t>>(node_, attribute, std::move(otherwise));
}

Result<std::vector<float>> Call::floats(const std::string& attribute) const {
  return get<std::vector<float>>(node_, attribute, {});
}

Result<std::string> Call::string(const std::string& attribute, std::string otherwise) const {
  return get<std::string>(node_, attribute, std::move(otherwise));
}

const Tensor* Call::tensor(const std::string& attribute) const {
  const auto found = node_.attributes.find(attribute);
  return found == node_.attributes.end() ? nullptr : std::get_if<Tensor>(&found->second);
}

Result<std::vector<std::int64_t>> Call::extents(const std::string& attribute, std::size_t count,
                                                std::int64_t least, std::int64_t otherwise) const {
  Result<std::vector<std::int64_t>> values = integers(attribute, std::vector<std::int64_t>(count, otherwise));
  if (!values) return values;
  const bool in_range = std::all_of(values->begin(), values->end(), [least](std::int64_t value) {
    return value >= least && value <= kLongestAxis;
  });
  if (values->size() != count || !in_range) {
    return bad("attribute '" + attribute + "' must be " + std::to_string(count) + " numbers of " +
               std::to_string(least) + " or more");
  }
  return values;
}

Result<std::size_t> Call::axis(const std::string& attribute, std::int64_t otherwise, std::size_t rank) const {
  const Result<std::int64_t> value = integer(attribute, otherwise);
  if (!value) return tl::unexpected(value.error());
  return normalised_axis(*value, rank);
}

Result<std::size_t> normalised_axis(std::int64_t axis, std::size_t rank) {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (axis < -signed_rank || axis >= signed_rank) {
    return bad("axis " + std::to_string(axis) + " of a tensor with " + std::to_string(rank) + " axes");
  }
  return static_cast<std::size_t>(axis < 0 ? axis + signed_rank : axis);
}

Result<std::vector<std::size_t>> normalised_axes(const std::vector<std::int64_t>& axes, std::size_t rank) {
  std::vector<std::size_t> indices;
  std::set<std::size_t> seen;
  for (const std::int64_t axis : axes) {
    const Result<std::size_t> index = normalised_axis(axis, rank);
    if (!index) return tl::unexpected(index.error());
    if (!seen.insert(*index).second) return bad("axis " + std::to_string(axis) + " is named twice");
    indices.push_back(*index);
  }
  return indices;
}

}  // namespace bakeoff::model::shapes
