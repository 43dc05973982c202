#pragma once

#include <optional>

namespace bakeoff {

/// How many bits of the outputs agree with the reference: -log2(relative_error), from 0 to the 24 of fp32,
/// beyond which nothing can be seen. Nothing for an error that is not known or not a number.
std::optional<double> observed_bits(const std::optional<double>& relative_error);

}  // namespace bakeoff
