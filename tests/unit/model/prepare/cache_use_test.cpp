#include "model/prepare/cache_use.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

#include "unit/model/prepare/child.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr Bytes kNoLimit{1U << 30U};

// A cache of files of 100 bytes, used so many hours ago.
class CacheUseTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(cache_ / "models");
    fs::create_directories(cache_ / "expected");
  }

  void put(const std::string& name, int hours) {
    write_all(cache_ / name, std::string(100, 'x'));
    fs::last_write_time(cache_ / name, fs::file_time_type::clock::now() - std::chrono::hours(hours));
  }

  // Uses the cache once, with this limit.
  void use(std::uint64_t limit) { const CacheUse done = CacheUse::begin(cache_, Bytes{limit}); }

  Names files() {
    Names names = files_below(cache_);
    std::erase(names, ".lock");
    return names;
  }

  Scratch scratch_;
  fs::path cache_ = scratch_.path();
};

TEST_F(CacheUseTest, WhatWasUsedLongestAgoGoesFirst) {
  put("models/a.onnx", 2);
  put("expected/b.values", 4);
  put("models/c.data", 1);
  put("models/d.pt", 3);
  use(400);
  EXPECT_EQ(files().size(), 4U);
  use(399);
  EXPECT_EQ(files(), (Names{"a.onnx", "c.data", "d.pt"}));
  use(250);
  EXPECT_EQ(files(), (Names{"a.onnx", "c.data"}));
  use(0);
  EXPECT_EQ(files(), Names{});
}

TEST_F(CacheUseTest, WhatTheRunMadeIsThereAsLongAsItRuns) {
  put("models/old.onnx", 5);
  {
    const CacheUse run = CacheUse::begin(cache_, Bytes{250});
    put("models/one.onnx", 0);
    put("models/two.onnx", 0);
    use(0);  // another run comes and goes meanwhile
    EXPECT_EQ(files(), (Names{"old.onnx", "one.onnx", "two.onnx"}));
  }
  EXPECT_EQ(files(), (Names{"one.onnx", "two.onnx"}));
}

TEST_F(CacheUseTest, AnotherProcessKeepsWhatItUses) {
  put("models/a.onnx", 1);
  std::array<int, 2> begun{};
  std::array<int, 2> end{};
  ASSERT_EQ(pipe(begun.data()), 0);
  ASSERT_EQ(pipe(end.data()), 0);
  const pid_t other = start_child([&] {
    const CacheUse run = CacheUse::begin(cache_, kNoLimit);
    char byte = 0;
    return write(begun[1], &byte, 1) == 1 && read(end[0], &byte, 1) == 1 ? 0 : 1;
  });
  char byte = 0;
  ASSERT_EQ(read(begun[0], &byte, 1), 1);
  use(0);
  EXPECT_EQ(files(), Names{"a.onnx"});
  ASSERT_EQ(write(end[1], &byte, 1), 1);
  EXPECT_EQ(wait_for(other), 0);
  use(0);
  EXPECT_EQ(files(), Names{});
  for (const int file : {begun[0], begun[1], end[0], end[1]}) close(file);
}

TEST_F(CacheUseTest, WhatKilledWritersLeftGoesAtOnce) {
  put("models/.half.onnx.17.tmp", 0);
  put("models/a.onnx", 0);
  use(kNoLimit.count);
  EXPECT_EQ(files(), Names{"a.onnx"});
}

TEST_F(CacheUseTest, NothingElseOfTheFolderIsTouched) {
  put("wheel.whl", 9);
  use(0);
  EXPECT_EQ(files(), Names{"wheel.whl"});
}

TEST_F(CacheUseTest, AFolderThatCannotBeMadeIsLeftToWhoWritesToIt) {
  write_all(cache_ / "file", "");
  const CacheUse run = CacheUse::begin(cache_ / "file" / "cache", Bytes{0});
  EXPECT_EQ(run.folder(), cache_ / "file" / "cache");
}

TEST_F(CacheUseTest, TheLimitIsThatOfTheVariable) {
  setenv("BAKEOFF_CACHE_SIZE", "3MiB", 1);
  EXPECT_EQ(cache_limit(cache_).value(), Bytes{3U << 20U});
  setenv("BAKEOFF_CACHE_SIZE", "much", 1);
  const auto refused = cache_limit(cache_);
  unsetenv("BAKEOFF_CACHE_SIZE");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(refused.error().where, "BAKEOFF_CACHE_SIZE");
}

TEST_F(CacheUseTest, WithoutItHalfOfWhatTheDiskCouldHoldUpTo20GiB) {
  unsetenv("BAKEOFF_CACHE_SIZE");
  const std::uint64_t free = fs::space(cache_).available;
  const std::uint64_t limit = cache_limit(cache_ / "not" / "there" / "yet").value().count;
  if (free > std::uint64_t{41} << 30U) {
    EXPECT_EQ(limit, std::uint64_t{20} << 30U);
  } else {
    EXPECT_NEAR(static_cast<double>(limit), static_cast<double>(free) / 2, static_cast<double>(free) / 4);
  }
}

TEST(DefaultCache, FollowsTheEnvironment) {
  EXPECT_EQ(wait_for(start_child([] {
              setenv("HOME", "/somewhere", 1);
              setenv("XDG_CACHE_HOME", "/elsewhere", 1);
              if (default_cache() != "/elsewhere/bakeoff") return 1;
              setenv("XDG_CACHE_HOME", "relative", 1);
              if (default_cache() != "/somewhere/.cache/bakeoff") return 2;
              unsetenv("XDG_CACHE_HOME");
              if (default_cache() != "/somewhere/.cache/bakeoff") return 3;
              unsetenv("HOME");
              return default_cache().is_absolute() ? 0 : 4;
            })),
            0);
}

}  // namespace
}  // namespace bakeoff::model
