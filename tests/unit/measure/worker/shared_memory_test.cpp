#include "measure/worker/shared_memory.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

namespace bakeoff::measure {
namespace {

TEST(SharedMemory, WhatOneMappingWritesAnotherReads) {
  auto mine = SharedMemory::create("test", 4096);
  ASSERT_TRUE(mine);
  mine->bytes()[17] = std::byte{42};
  const auto theirs = SharedMemory::map(mine->descriptor(), SharedMemory::Access::kRead);
  ASSERT_TRUE(theirs);
  ASSERT_EQ(theirs->bytes().size(), 4096U);
  EXPECT_EQ(theirs->bytes()[17], std::byte{42});
}

TEST(SharedMemory, GrowsAndKeepsWhatIsThere) {
  auto region = SharedMemory::create("test", 0);
  ASSERT_TRUE(region);
  EXPECT_TRUE(region->bytes().empty());
  ASSERT_TRUE(region->grow(region->descriptor(), 100));
  region->bytes()[99] = std::byte{7};
  ASSERT_TRUE(region->grow(region->descriptor(), 100'000));
  EXPECT_EQ(region->bytes()[99], std::byte{7});
  EXPECT_EQ(region->bytes().size(), 100'000U);
}

TEST(SharedMemory, ASealedRegionCanOnlyBeRead) {
  auto region = SharedMemory::create("test", 64);
  ASSERT_TRUE(region);
  region->bytes()[0] = std::byte{1};
  ASSERT_TRUE(region->seal());
  EXPECT_EQ(region->bytes()[0], std::byte{1});
  EXPECT_FALSE(SharedMemory::map(region->descriptor(), SharedMemory::Access::kReadWrite));
  EXPECT_FALSE(region->grow(region->descriptor(), 128));
}

}  // namespace
}  // namespace bakeoff::measure
