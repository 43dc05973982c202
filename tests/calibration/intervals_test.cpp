// The interval of a pair, looked at when the race stops (METHOD.md, "Intervals").
#include "intervals.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documented.h"

namespace bakeoff::calibration {
namespace {

double missed_at_the_stop(double gap, const NoiseModel& noise) {
  const Setting setting{.log_costs = {0, gap}, .noise = noise, .most_units = 40};
  std::uint64_t bounded = 0;
  const double missed = share(setting, [&](const judge::Standing& race) {
    const Interval interval = judge::pair_interval(untied(race), kAlpha);
    if (interval.low) ++bounded;
    return misses(interval, gap);
  });
  EXPECT_GT(bounded, seeds() * 9 / 10) << "an interval without bounds cannot miss";
  return missed;
}

double missed_at_any_time(double gap, const NoiseModel& noise) {
  const Setting setting{.log_costs = {0, gap}, .noise = noise, .most_units = 100, .alpha = kNeverDecides};
  return share(setting, [&](const judge::Standing& race) {
    return ever_misses(untied(race), gap, judge::pair_interval);
  });
}

TEST(Calibration, IntervalsCoverWheneverOneStops) {
  MarkdownTable table{"gap", "quiet", "shared", "thermal"};
  for (const double gap : {0.0, 0.02, 0.05}) {
    std::vector<std::string> row = {fmt::format("{:.0f} %", 100 * gap)};
    for (const NoiseModel& noise : machines()) {
      const double at_the_stop = missed_at_the_stop(gap, noise);
      const double at_any_time = missed_at_any_time(gap, noise);
      EXPECT_LE(at_the_stop, with_chance(kAlpha)) << gap << " " << noise.name;
      EXPECT_LE(at_any_time, with_chance(kAlpha)) << gap << " " << noise.name;
      row.push_back(percent(at_the_stop) + " / " + percent(at_any_time));
    }
    table.add(row);
  }
  expect_documented("intervals", table.text());
}

}  // namespace
}  // namespace bakeoff::calibration
