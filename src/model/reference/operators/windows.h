#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/error.h"
#include "model/reference/call.h"

namespace bakeoff::model::reference {

/// How windows lie over an image of up to three spatial axes; missing axes have length 1.
struct Windows {
  static constexpr std::size_t kAxes = 3;
  using PerAxis = std::array<std::int64_t, kAxes>;
  PerAxis in{1, 1, 1};
  PerAxis out{1, 1, 1};
  PerAxis kernel{1, 1, 1};
  PerAxis stride{1, 1, 1};
  PerAxis dilation{1, 1, 1};
  PerAxis pad{0, 0, 0};      ///< before the first element
  PerAxis pad_end{0, 0, 0};  ///< behind the last

  [[nodiscard]] std::size_t in_size() const { return size_of_all(in); }
  [[nodiscard]] std::size_t out_size() const { return size_of_all(out); }
  [[nodiscard]] std::size_t kernel_size() const { return size_of_all(kernel); }

  /// Where the kernel's element `tap` of window `at` lies on the axis; may be outside.
  [[nodiscard]] std::int64_t position(std::size_t axis, std::int64_t at, std::int64_t tap) const {
    return at * stride[axis] - pad[axis] + tap * dilation[axis];
  }
  [[nodiscard]] bool inside(std::size_t axis, std::int64_t position) const {
    return position >= 0 && position < in[axis];
  }

  /// The windows [begin, end) among [first, last) whose element `tap` lies inside on this axis.
  struct Range {
    std::int64_t begin;
    std::int64_t end;
  };
  [[nodiscard]] Range windows_inside(std::size_t axis, std::int64_t tap, std::int64_t first,
                                     std::int64_t last) const;

  /// True if every window is one element and every element has one.
  [[nodiscard]] bool pointwise() const;

 private:
  static std::size_t size_of_all(const PerAxis& lengths) {
    return static_cast<std::size_t>(lengths[0] * lengths[1] * lengths[2]);
  }
};

/// The windows of a node with kernel_shape, strides, dilations and pads, over images [N, C, spatial...].
/// Errors: kUnsupported for more than three spatial axes.
Result<Windows> windows_of(const Call& call, const std::vector<std::int64_t>& in,
                           const std::vector<std::int64_t>& out);

}  // namespace bakeoff::model::reference
