#pragma once

#include <string>

#include "base/clock.h"
#include "record/result.h"

namespace bakeoff::report {

/// Decimals at which every number of a column whose smallest is `smallest` is told to within this share.
int decimals_for(double smallest, double resolution = 0.005);

/// A number with that many decimals.
std::string fixed(double value, int decimals);

/// A number in three digits, more where it is larger: "0.42", "5.12", "52.4", "1320".
std::string three_digits(double value);

/// A share as a person chose it: 0.05 is "5 %", 0.001 "0.1 %".
std::string chosen_percent(double share);

/// A number as a person chose or added it up: "3", "0.1".
std::string chosen_number(double value);

/// A measured share in two or three digits: 0.0412 is "4.1 %", 0.314 "31 %", -0.004 "-0.4 %".
std::string measured_percent(double share);

/// The same, rounded up: a bound that is still true once it is rounded.
std::string percent_at_most(double share);

/// How much faster a ratio says: 1.041 is "4.1 %", from 2 on "2.4 times"; with so many digits that the sides
/// of the interval differ.
std::string gap_text(double ratio, const Interval& interval = {});

/// The interval of a ratio in the words of gap_text: "1.2 % to 4.9 %", "at least 1.2 %"; empty where neither
/// side is bounded.
std::string gap_interval_text(double ratio, const Interval& interval);

/// "0.4 s", "38 s", "2 min 30 s", "1 h 5 min".
std::string duration_text(Nanoseconds duration);

}  // namespace bakeoff::report
