#include "store/durations.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace bakeoff::store {
namespace {

using Durations = std::vector<std::uint64_t>;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(Durations, WorkedExamples) {
  EXPECT_EQ(encode_durations(Durations{}), "");
  EXPECT_EQ(encode_durations(Durations{0}), std::string(1, '\0'));
  EXPECT_EQ(encode_durations(Durations{127, 128}), "\x7f\x80\x01");
  EXPECT_EQ(encode_durations(Durations{624485}), "\xe5\x8e\x26")
      << "the example of the DWARF standard's LEB128";
  EXPECT_EQ(encode_durations(Durations{kMost}), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(Durations, ComeBack) {
  EXPECT_TRUE(rc::check([](const Durations& durations) {
    RC_ASSERT(decode_durations(encode_durations(durations), durations.size()) == durations);
  }));
  const Durations edges{0, 1, 127, 128, 16383, 16384, kMost - 1, kMost, std::uint64_t{1} << 63U};
  EXPECT_EQ(decode_durations(encode_durations(edges), edges.size()), edges);
}

TEST(Durations, OnlyExactlySoMany) {
  const std::string two = encode_durations(Durations{5, 300});
  EXPECT_TRUE(decode_durations(two, 2));
  for (const std::uint64_t wrong : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{3}, kMost}) {
    EXPECT_FALSE(decode_durations(two, wrong)) << wrong;
  }
  EXPECT_FALSE(decode_durations(two.substr(0, 2), 1)) << "ends within a number";
  EXPECT_FALSE(decode_durations(two.substr(0, 2), 2));
}

TEST(Durations, NumbersPast64BitsAreRefused) {
  EXPECT_FALSE(decode_durations("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 1));
  EXPECT_FALSE(decode_durations("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 1));
}

TEST(Durations, AnyBytesAreTaken) {
  EXPECT_TRUE(rc::check([](const std::string& bytes, std::uint8_t count) {
    const auto durations = decode_durations(bytes, count);
    RC_ASSERT((!durations || durations->size() == count));
  }));
}

TEST(Durations, MedianAndSum) {
  EXPECT_EQ(median_of(Durations{}), 0U);
  EXPECT_EQ(median_of(Durations{9, 1, 5}), 5U);
  EXPECT_EQ(median_of(Durations{8, 1, 2, 5}), 3U);
  EXPECT_EQ(median_of(Durations{kMost, kMost}), kMost) << "no overflow";
  EXPECT_EQ(sum_of(Durations{9, 1, 5}), 15U);
}

}  // namespace
}  // namespace bakeoff::store
