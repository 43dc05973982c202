#pragma once

namespace bakeoff::judge {

/// How many of 0, 1, 2, ... < bound hold, where all that hold come first.
template <typename Count, typename Predicate>
Count count_while(Count bound, Predicate holds) {
  Count counted = 0;
  while (counted < bound) {
    const Count middle = counted + (bound - counted) / 2;
    if (holds(middle)) {
      counted = middle + 1;
    } else {
      bound = middle;
    }
  }
  return counted;
}

}  // namespace bakeoff::judge
