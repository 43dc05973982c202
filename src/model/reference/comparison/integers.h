#pragma once

#include <optional>
#include <span>

#include "model/reference/scores.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// The number of the first element that is neither the reference's nor, by its scores (nullptr: none are
/// known), as near to right as the tolerance says; nothing: all are right. Both have the same number of
/// elements.
std::optional<std::size_t> first_wrong(const Integers& y, const Value& reference, const Decision* decision,
                                       const Value* scores, double tolerance);

}  // namespace bakeoff::model::reference
