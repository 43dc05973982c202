#pragma once

#include "model/reference/operators/windows.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// A convolution of x [N, C, in] with w [M, C / group, kernel] into y [N, M, out].
struct Convolution {
  Windows windows;
  std::size_t images = 1;
  std::size_t channels = 1;  ///< C
  std::size_t kernels = 1;   ///< M
  std::size_t group = 1;
};

/// y, and an M-vector added to it unless that is empty. On all allowed processors, in memory that stays
/// bounded whatever the image.
Reals convolve(const Convolution& convolution, const Reals& x, const Reals& w, const Reals& bias);

/// The sizes from the node and its data. Errors as windows_of.
Result<Convolution> convolution_of(const Call& call, const Value& x, const Value& w);

}  // namespace bakeoff::model::reference
