#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// Whether `y` is the reference with its rows in another order that near-equal scores allow: all outputs have
/// the same number of rows, some column of the reference is sorted, every row of the reference is found in y
/// within the tolerance, and where it stands elsewhere the sorted column differs by no more than twice that.
/// The relative error of the rows that belong together; nothing if it is not so.
std::optional<double> error_of_reordering(std::span<const Value> y, std::span<const Value> reference,
                                          double tolerance);

}  // namespace bakeoff::model::reference
