#include "base/units.h"

#include <gtest/gtest.h>

namespace bakeoff {
namespace {

using namespace std::chrono_literals;

TEST(ParseDuration, AsAPersonWritesIt) {
  EXPECT_EQ(parse_duration("120s"), Nanoseconds(120s));
  EXPECT_EQ(parse_duration(" 1.5 ms "), Nanoseconds(1500us));
  EXPECT_EQ(parse_duration("2min"), Nanoseconds(120s));
  EXPECT_EQ(parse_duration("250us"), Nanoseconds(250us));
  EXPECT_EQ(parse_duration("1h"), Nanoseconds(3600s));
}

TEST(ParseDuration, RefusesWhatWouldBeAGuess) {
  for (const char* const text : {"", "20", "s", "-3s", "1 day", "nan s", "inf s", "1e300s", "3s4"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kUsage);
  }
}

TEST(ParseBytes, BinaryAndDecimal) {
  EXPECT_EQ(parse_bytes("2GiB"), Bytes{std::uint64_t{2} << 30U});
  EXPECT_EQ(parse_bytes("512 MB"), Bytes{512'000'000});
  EXPECT_EQ(parse_bytes("4096"), Bytes{4096});
  for (const char* const text : {"", "2 gigs", "-1", "1e40GiB"}) EXPECT_FALSE(parse_bytes(text)) << text;
}

TEST(ParseCounts, ListsAndRangesOfPowersOfTwo) {
  EXPECT_EQ(parse_counts("1"), (std::vector<int>{1}));
  EXPECT_EQ(parse_counts("64, 1,8,8"), (std::vector<int>{1, 8, 64}));
  EXPECT_EQ(parse_counts("1-512"), (std::vector<int>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512}));
  EXPECT_EQ(parse_counts("3-20,5"), (std::vector<int>{3, 5, 6, 12}));
  EXPECT_EQ(parse_counts("1073741824-2147483647"), (std::vector<int>{1073741824})) << "no overflow";
  for (const char* const text : {"", ",", "0", "-1", "8-1", "a", "1-", "1.5", "99999999999"}) {
    EXPECT_FALSE(parse_counts(text)) << text;
  }
}

TEST(SplitList, TrimsAndDropsEmptyParts) {
  EXPECT_EQ(split_list(" a, b,,c "), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(split_list("").empty());
}

TEST(NearestWord, SuggestsOnlyWhatMayBeMeant) {
  const std::vector<std::string> known{"onnxruntime", "openvino", "null"};
  EXPECT_EQ(nearest_word("opnvino", known), "openvino");
  EXPECT_EQ(nearest_word("onnx-runtime", known), "onnxruntime");
  EXPECT_EQ(nearest_word("tensorrt", known), "");
}

}  // namespace
}  // namespace bakeoff
