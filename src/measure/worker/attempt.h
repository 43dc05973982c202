#pragma once

#include <tl/expected.hpp>

#include "record/status.h"

namespace bakeoff::measure {

/// What a candidate was asked to do: done, or the status it ends in instead. A candidate's fault, never
/// bakeoff's own error, which is a Result.
template <typename T>
using Attempt = tl::expected<T, Outcome>;

}  // namespace bakeoff::measure
