#pragma once

#include <tl/expected.hpp>
#include <variant>

#include "base/error.h"
#include "record/events.h"
#include "record/status.h"

namespace bakeoff::measure {

/// Why something asked of a worker was not done: the candidate's own fault, the end of the race's time
/// (budget or interruption), or an error of ours. The three are handled in three places, so they are three
/// types.
using Trouble = std::variant<Outcome, StopCause, Error>;

template <typename T>
using Answer = tl::expected<T, Trouble>;

/// Turns our own errors into trouble.
template <typename T>
Answer<T> trouble_if(Result<T> result) {
  if (!result) return tl::unexpected<Trouble>(std::move(result.error()));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

}  // namespace bakeoff::measure
