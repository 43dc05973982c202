#include "model/lower/layout.h"

#include <algorithm>
#include <cstring>

namespace bakeoff::model {

std::vector<std::int64_t> permuted_dims(std::span<const std::int64_t> dims,
                                        std::span<const std::size_t> axes) {
  if (axes.empty()) return {dims.begin(), dims.end()};
  std::vector<std::int64_t> result;
  for (const std::size_t axis : axes) result.push_back(dims[axis]);
  return result;
}

std::string permuted(std::string_view data, std::size_t element, std::span<const std::int64_t> dims,
                     std::span<const std::size_t> axes) {
  if (axes.empty() || data.empty()) return std::string(data);
  std::vector<std::size_t> source_steps(dims.size(), element);  // bytes from one index of an axis to the next
  for (std::size_t axis = dims.size(); axis-- > 1;) {
    source_steps[axis - 1] = source_steps[axis] * static_cast<std::size_t>(dims[axis]);
  }
  const std::vector<std::int64_t> lengths = permuted_dims(dims, axes);
  std::vector<std::size_t> steps;
  for (const std::size_t axis : axes) steps.push_back(source_steps[axis]);

  std::string result(data.size(), '\0');
  std::vector<std::int64_t> index(axes.size(), 0);
  std::size_t source = 0;
  for (std::size_t target = 0; target < result.size(); target += element) {
    std::memcpy(result.data() + target, data.data() + source, element);
    for (std::size_t axis = axes.size(); axis-- > 0;) {  // an odometer over the result's axes
      source += steps[axis];
      if (++index[axis] < lengths[axis]) break;
      source -= steps[axis] * static_cast<std::size_t>(lengths[axis]);
      index[axis] = 0;
    }
  }
  return result;
}

std::vector<std::size_t> inverse(std::span<const std::size_t> axes) {
  std::vector<std::size_t> result(axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) result[axes[i]] = i;
  return result;
}

bool is_order_of(std::span<const std::size_t> axes, std::size_t rank) {
  if (axes.empty()) return true;
  std::vector<bool> seen(rank, false);
  return axes.size() == rank && std::all_of(axes.begin(), axes.end(), [&](std::size_t axis) {
           const bool fresh = axis < rank && !seen[axis];
           if (fresh) seen[axis] = true;
           return fresh;
         });
}

}  // namespace bakeoff::model
