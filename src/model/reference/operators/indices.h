#pragma once

#include <string>

#include "base/error.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// An index of the data as a place below `length`, negative ones counted from the end. Errors: kBadInput.
inline Result<std::size_t> place_in(std::int64_t index, std::size_t length) {
  const auto places = static_cast<std::int64_t>(length);
  if (index < -places || index >= places) {
    return fail(ErrorKind::kBadInput,
                "index " + std::to_string(index) + " into " + std::to_string(length) + " places");
  }
  return static_cast<std::size_t>(index < 0 ? index + places : index);
}

}  // namespace bakeoff::model::reference
