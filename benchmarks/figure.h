#pragma once

#include <string_view>

namespace bakeoff::bench {

/// How a figure stands to its target.
enum class Standing { kOk, kMissed };

/// One line for one figure that has no target: its name and its value with the unit.
void print_figure(std::string_view name, std::string_view value);

/// The same with what it must reach, and "ok" or "MISSED".
void print_figure(std::string_view name, std::string_view value, std::string_view target, Standing standing);

}  // namespace bakeoff::bench
