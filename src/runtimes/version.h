#pragma once

#include <compare>
#include <string_view>

namespace bakeoff::runtimes {

/// Orders versions as their numbers say: 1.9.0 < 1.10.0, 2.0rc1 < 2.0 < 2.0.post1, 1.0 < 1.0.0 (the same
/// release, kept apart because they are two folders). Equal only when the texts are.
std::strong_ordering compare_versions(std::string_view a, std::string_view b);

}  // namespace bakeoff::runtimes
