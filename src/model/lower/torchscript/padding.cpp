#include "model/lower/torchscript/padding.h"

namespace bakeoff::model::torchscript {

Padding Padding::none(std::size_t axes) {
  return {std::vector<std::int64_t>(axes, 0), std::vector<std::int64_t>(axes, 0)};
}

Padding padding_of(const std::vector<std::int64_t>& pads) {
  const auto middle = pads.begin() + static_cast<std::ptrdiff_t>(pads.size() / 2);
  return {{pads.begin(), middle}, {middle, pads.end()}};
}

std::vector<std::int64_t> last_axis_first(const Padding& padding) {
  std::vector<std::int64_t> pairs;
  for (std::size_t i = padding.begin.size(); i-- > 0;) {
    pairs.push_back(padding.begin[i]);
    pairs.push_back(padding.end[i]);
  }
  return pairs;
}

}  // namespace bakeoff::model::torchscript
