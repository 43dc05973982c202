#include "model/reference/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>

#include "model/reference/tolerance.h"

namespace bakeoff::model::reference {
namespace {

using ::testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Value floats(std::vector<std::int64_t> dims, Reals elements) {
  return {.type = ElementType::kFloat, .dims = std::move(dims), .elements = std::move(elements)};
}

Value numbers(std::vector<std::int64_t> dims, Integers elements) {
  return {.type = ElementType::kInt64, .dims = std::move(dims), .elements = std::move(elements)};
}

// Holds outputs, given as values, against items in an order.
class Comparing {
 public:
  explicit Comparing(std::vector<std::vector<Value>> items) {
    expected_.items = std::move(items);
    for (std::size_t i = 0; i < expected_.items[0].size(); ++i)
      expected_.names.push_back("out" + std::to_string(i));
    expected_.orders = {{0}};
  }

  Expected& expected() { return expected_; }

  Comparison operator()(const std::vector<Value>& outputs, double tolerance = 1e-3) const {
    return of_sets({outputs}, tolerance);
  }

  Comparison of_sets(const std::vector<std::vector<Value>>& sets, double tolerance = 1e-3) const {
    std::deque<std::string> bytes;  // which do not move
    std::vector<std::vector<RawOutput>> raw;
    for (const std::vector<Value>& outputs : sets) {
      raw.emplace_back();
      for (const Value& output : outputs) {
        const std::string& data = bytes.emplace_back(to_bytes(output));
        raw.back().push_back(
            {.type = output.type, .dims = output.dims, .data = std::as_bytes(std::span(data))});
      }
    }
    return compare(expected_, raw, tolerance);
  }

 private:
  Expected expected_;
};

TEST(Compare, NamesTheWorstOfSetsAndOutputs) {
  Comparing compare({{floats({1}, {1}), floats({1}, {1})}});
  compare.expected().orders = {{0}, {0}, {0}};
  const std::vector<Value> right{floats({1}, {1}), floats({1}, {1})};
  const std::vector<Value> off{floats({1}, {1.25}), floats({1}, {1.5})};
  const std::vector<Value> slightly_off{floats({1}, {1.125}), floats({1}, {1})};
  const Comparison worst = compare.of_sets({right, slightly_off, off});
  EXPECT_EQ(worst.relative_error, 0.5);
  EXPECT_THAT(worst.defect, HasSubstr("by 0.5 of its largest value"));
  EXPECT_THAT(worst.defect, HasSubstr("('out1', inputs 3 of 3)"));
  EXPECT_THAT(compare.of_sets({off, slightly_off, right}).defect, HasSubstr("('out1', inputs 1 of 3)"));
}

TEST(Compare, RelatesTheLargestDifferenceToTheLargestValue) {
  const Comparing compare({{floats({3}, {1, -4, 0})}});
  EXPECT_EQ(compare({floats({3}, {1, -4, 0})}).relative_error, 0);
  const Comparison near = compare({floats({3}, {1, -4, 0.001953125})});
  EXPECT_EQ(near.relative_error, 0.001953125 / 4);
  EXPECT_EQ(near.defect, "");
  const Comparison far = compare({floats({3}, {1, -4, 0.0078125})});
  EXPECT_EQ(far.relative_error, 0.0078125 / 4);
  EXPECT_THAT(
      far.defect,
      HasSubstr("differ from the reference by 0.002 of its largest value, past the 0.001 allowed ('out0')"));
}

TEST(Compare, RefusesNaNAndInfinityWhereTheReferenceIsFinite) {
  const Comparing compare({{floats({2}, {1, 2})}});
  for (const double element : {kNaN, kInfinity, -kInfinity}) {
    const Comparison comparison = compare({floats({2}, {element, 2})}, kInfinity);
    EXPECT_EQ(comparison.relative_error, kInfinity);
    EXPECT_THAT(comparison.defect, HasSubstr("hold NaN or infinity"));
  }
}

TEST(Compare, TakesNaNAndInfinityWhereTheReferenceHasThem) {
  const Comparing compare({{floats({3}, {kNaN, -kInfinity, 2})}});
  EXPECT_EQ(compare({floats({3}, {kNaN, -kInfinity, 2})}).defect, "");
  EXPECT_THAT(compare({floats({3}, {kNaN, -kInfinity, 2})}).remark,
              HasSubstr("2 of its values are NaN or infinite"));
  EXPECT_NE(compare({floats({3}, {0, -kInfinity, 2})}).defect, "");
  EXPECT_NE(compare({floats({3}, {kNaN, kInfinity, 2})}).defect, "");
  EXPECT_NE(compare({floats({3}, {kNaN, -3e38, 2})}).defect, "");
}

TEST(Compare, OfAllZeroOnlyZeroIsRight) {
  const Comparing compare({{floats({2}, {0, 0})}});
  EXPECT_EQ(compare({floats({2}, {0, 0})}).defect, "");
  EXPECT_EQ(compare({floats({2}, {0, 1e-30})}).relative_error, kInfinity);
}

TEST(Compare, RefusesAnotherForm) {
  const Comparing compare({{floats({2, 1}, {1, 2}), numbers({1}, {3})}});
  EXPECT_EQ(compare({floats({2, 1}, {1, 2}), numbers({1}, {3})}).defect, "");
  EXPECT_THAT(compare({floats({2, 1}, {1, 2})}).defect, HasSubstr("are 1 instead of 2"));
  EXPECT_THAT(compare({floats({1, 2}, {1, 2}), numbers({1}, {3})}).defect,
              HasSubstr("shape [1, 2] instead of [2, 1]"));
  EXPECT_THAT(compare({numbers({2, 1}, {1, 2}), numbers({1}, {3})}).defect,
              HasSubstr("are int64 instead of float32"));
  Value narrow = numbers({1}, {3});
  narrow.type = ElementType::kInt32;
  EXPECT_EQ(compare({floats({2, 1}, {1, 2}), narrow}).defect, "");
}

TEST(Compare, PutsItemsInTheirOrder) {
  Comparing compare({{floats({1, 2}, {1, 2})}, {floats({1, 2}, {3, 4})}});
  compare.expected().orders = {{1, 0, 1}};
  EXPECT_EQ(compare({floats({3, 2}, {3, 4, 1, 2, 3, 4})}).defect, "");
  EXPECT_NE(compare({floats({3, 2}, {1, 2, 3, 4, 3, 4})}).defect, "");
  EXPECT_NE(compare({floats({2, 2}, {3, 4, 1, 2})}).defect, "");
}

TEST(Compare, IntegersAreEqual) {
  const Comparing compare({{numbers({2}, {5, 7})}});
  EXPECT_EQ(compare({numbers({2}, {5, 7})}).defect, "");
  EXPECT_THAT(compare({numbers({2}, {5, 8})}, 1).defect, HasSubstr("have 8 instead of 7 at place 1"));
}

TEST(Compare, AnIndexMayDifferNearATie) {
  // Two lines of four scores along axis 1; the scores follow the only output.
  Comparing compare({{numbers({2}, {1, 3}), floats({2, 4}, {0, 10, 9.99, 5, 1, 2, 3, 4})}});
  compare.expected().names = {"out0"};
  compare.expected().decisions = {{.kind = Decision::Kind::kIndex, .output = 0, .score = 1, .axis = 1}};
  EXPECT_EQ(compare({numbers({2}, {1, 3})}).defect, "");
  EXPECT_EQ(compare({numbers({2}, {2, 3})}).defect, "");  // 0.01 apart, 2 * 1e-3 * 10 allowed
  EXPECT_NE(compare({numbers({2}, {2, 3})}, 4e-4).defect, "");
  EXPECT_NE(compare({numbers({2}, {3, 3})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {1, 2})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {1, 4})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {-1, 3})}).defect, "");
}

TEST(Compare, RanksMayChangePlacesNearATieButNotRepeat) {
  Comparing compare({{numbers({2}, {1, 2}), floats({4}, {0, 10, 9.99, 5})}});
  compare.expected().names = {"out0"};
  compare.expected().decisions = {{.kind = Decision::Kind::kIndex, .output = 0, .score = 1, .axis = 0}};
  EXPECT_EQ(compare({numbers({2}, {2, 1})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {1, 1})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {1, 3})}).defect, "");
}

TEST(Compare, AThresholdMayFallEitherWayNearIt) {
  Comparing compare({{numbers({3}, {1, 0, 1}), floats({3}, {1e-4, -2, 5})}});
  compare.expected().names = {"out0"};
  compare.expected().decisions = {{.kind = Decision::Kind::kThreshold, .output = 0, .score = 1}};
  EXPECT_EQ(compare({numbers({3}, {0, 0, 1})}).defect, "");
  EXPECT_NE(compare({numbers({3}, {1, 1, 1})}).defect, "");
}

TEST(Compare, ACutMayFallEitherWayNearAnInteger) {
  Comparing compare({{numbers({2}, {2, 7}), floats({2}, {2.9999, 7.5})}});
  compare.expected().names = {"out0"};
  compare.expected().decisions = {{.kind = Decision::Kind::kCut, .output = 0, .score = 1}};
  EXPECT_EQ(compare({numbers({2}, {3, 7})}).defect, "");
  EXPECT_NE(compare({numbers({2}, {2, 8})}).defect, "");
}

// Boxes, scores, labels: rows 1 and 2 have near-equal scores.
std::vector<Value> detections(const std::vector<std::size_t>& order, double last_score = 0.1) {
  const std::vector<Reals> boxes{{1, 2, 3, 4}, {5, 6, 7, 8}, {2, 2, 9, 9}, {0, 0, 1, 1}};
  const Reals scores{0.9, 0.5, 0.4999, last_score};
  const Integers labels{3, 1, 7, 1};
  Reals all_boxes;
  Reals all_scores;
  Integers all_labels;
  for (const std::size_t row : order) {
    all_boxes.insert(all_boxes.end(), boxes[row].begin(), boxes[row].end());
    all_scores.push_back(scores[row]);
    all_labels.push_back(labels[row]);
  }
  return {floats({1, 4, 4}, all_boxes), floats({1, 4}, all_scores), numbers({1, 4}, all_labels)};
}

TEST(Compare, RowsOfNearEqualScoresMayStandInAnotherOrder) {
  const Comparing compare({detections({0, 1, 2, 3})});
  const Comparison same = compare(detections({0, 1, 2, 3}));
  EXPECT_EQ(same.defect, "");
  EXPECT_EQ(same.remark, "");
  const Comparison exchanged = compare(detections({0, 2, 1, 3}));
  EXPECT_EQ(exchanged.defect, "");
  EXPECT_THAT(exchanged.remark, HasSubstr("another order"));
  EXPECT_LT(exchanged.relative_error, 1e-6);
}

TEST(Compare, OtherRowsOrRowsOfOtherScoresMayNot) {
  const Comparing compare({detections({0, 1, 2, 3})});
  EXPECT_NE(compare(detections({1, 0, 2, 3})).defect, "");
  EXPECT_NE(compare(detections({0, 1, 1, 3})).defect, "");
  EXPECT_NE(compare(detections({0, 2, 1, 3}, 0.2)).defect, "");
  // Without a sorted column the order means something.
  const Comparing unsorted({detections({3, 0, 1, 2})});
  EXPECT_NE(unsorted(detections({3, 0, 2, 1})).defect, "");
}

TEST(Tolerance, IsEightTimesTheHonestErrorWithinBounds) {
  EXPECT_EQ(tolerance(Precision::kFp32, 1e-7), 1e-4);
  EXPECT_EQ(tolerance(Precision::kFp32, 1e-3), 8e-3);
  EXPECT_EQ(tolerance(Precision::kFp16, 0), 2e-3);
  EXPECT_EQ(tolerance(Precision::kBf16, 1e-3), 1.6e-2);
  EXPECT_EQ(tolerance(Precision::kBf16, 0.02), 0.16);
  EXPECT_EQ(tolerance(Precision::kBf16, 0.3), 0.5);
  EXPECT_EQ(tolerance(Precision::kFp16, kInfinity), 2e-3);
  EXPECT_EQ(tolerance(Precision::kFp16, kNaN), 2e-3);
}

}  // namespace
}  // namespace bakeoff::model::reference
