#include "model/reference/operators/windows.h"

#include <algorithm>

namespace bakeoff::model::reference {

Windows::Range Windows::windows_inside(std::size_t axis, std::int64_t tap, std::int64_t first,
                                       std::int64_t last) const {
  const std::int64_t offset = tap * dilation[axis] - pad[axis];
  const std::int64_t step = stride[axis];
  const std::int64_t begin = offset >= 0 ? 0 : (-offset + step - 1) / step;
  const std::int64_t room = in[axis] - 1 - offset;
  const std::int64_t end = room < 0 ? 0 : room / step + 1;
  Range range{std::clamp(begin, first, last), std::clamp(end, first, last)};
  range.end = std::max(range.begin, range.end);
  return range;
}

bool Windows::pointwise() const {
  const PerAxis ones{1, 1, 1};
  const PerAxis zeros{0, 0, 0};
  return kernel == ones && stride == ones && pad == zeros && in == out;
}

Result<Windows> windows_of(const Call& call, const std::vector<std::int64_t>& in,
                           const std::vector<std::int64_t>& out) {
  const std::size_t axes = in.size() - 2;
  if (in.size() < 2 || axes > Windows::kAxes) {
    return fail(ErrorKind::kUnsupported,
                "the reference has no windows over " + std::to_string(axes) + " spatial axes");
  }
  Windows windows;
  for (std::size_t i = 0; i < axes; ++i) {
    const std::size_t axis = Windows::kAxes - axes + i;
    windows.in[axis] = in[i + 2];
    windows.out[axis] = out.at(i + 2);
    windows.kernel[axis] = call.integers("kernel_shape").at(i);
    windows.stride[axis] = call.integers("strides").at(i);
    windows.dilation[axis] = call.integers("dilations").at(i);
    windows.pad[axis] = call.integers("pads").at(i);
    windows.pad_end[axis] = call.integers("pads").at(axes + i);
  }
  return windows;
}

}  // namespace bakeoff::model::reference
