#include "model/prepare/cache.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/hash.h"
#include "unit/model/prepare/child.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

TEST(Cache, KeepsBytesUnderTheirHash) {
  const Scratch scratch;
  const Result<CachedFile> file = keep_in_cache(scratch.path() / "deep" / "cache", "a model");
  ASSERT_TRUE(file.has_value()) << to_string(file.error());
  EXPECT_EQ(file->sha256, sha256("a model"));
  EXPECT_EQ(file->path, scratch.path() / "deep" / "cache" / "models" / (file->sha256 + ".onnx"));
  EXPECT_EQ(read_all(file->path), "a model");
  EXPECT_EQ(files_below(scratch.path()).size(), 1U);
}

TEST(Cache, AHitIsMarkedAsUsedButNotWrittenAgain) {
  const Scratch scratch;
  const fs::path path = keep_in_cache(scratch.path(), "a model").value().path;
  fs::create_hard_link(path, scratch.path() / "same file");
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(100);
  fs::last_write_time(path, long_ago);
  EXPECT_EQ(keep_in_cache(scratch.path(), "a model").value().path, path);
  EXPECT_GT(fs::last_write_time(path), long_ago + std::chrono::hours(99));
  EXPECT_EQ(fs::hard_link_count(path), 2U);
}

TEST(Cache, ADamagedEntryIsMadeAnew) {
  const Scratch scratch;
  const fs::path path = keep_in_cache(scratch.path(), "a model").value().path;
  for (const std::string damaged : {"", "a mode", "A model", "a model and more"}) {
    write_all(path, damaged);
    ASSERT_TRUE(keep_in_cache(scratch.path(), "a model").has_value());
    EXPECT_EQ(read_all(path), "a model");
  }
}

// Whenever the kill comes, a reader finds either no file or the whole one.
TEST(Cache, AKillLeavesNoHalfFile) {
  const std::string bytes(std::size_t{16} << 20U, 'x');
  for (int delay = 0; delay < 12; ++delay) {
    const Scratch scratch;
    const pid_t child = start_child([&] { return keep_in_cache(scratch.path(), bytes).has_value() ? 0 : 1; });
    std::this_thread::sleep_for(std::chrono::milliseconds(3 * delay));
    kill(child, SIGKILL);
    EXPECT_NE(wait_for(child), 1);
    const fs::path path = scratch.path() / "models" / (sha256(bytes) + ".onnx");
    if (fs::exists(path)) {
      EXPECT_EQ(sha256_of_file(path).value(), sha256(bytes));
    }
    EXPECT_TRUE(keep_in_cache(scratch.path(), bytes).has_value());
    EXPECT_EQ(sha256_of_file(path).value(), sha256(bytes));
  }
}

TEST(Cache, ProcessesThatMeetAllSucceed) {
  const Scratch scratch;
  const std::string bytes(std::size_t{4} << 20U, 'y');
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    children.push_back(start_child([&] {
      const Result<CachedFile> file = keep_in_cache(scratch.path(), bytes);
      return file && sha256_of_file(file->path).value_or("") == file->sha256 ? 0 : 1;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
  EXPECT_EQ(files_below(scratch.path()), (std::vector<std::string>{sha256(bytes) + ".onnx"}));
}

TEST(Cache, AFolderThatCannotBeMadeIsExplained) {
  const Scratch scratch;
  write_all(scratch.path() / "file", "");
  const Result<CachedFile> file = keep_in_cache(scratch.path() / "file", "a model");
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::kInternal);
  EXPECT_NE(file.error().what.find("Not a directory"), std::string::npos) << file.error().what;
  EXPECT_NE(file.error().hint.find("XDG_CACHE_HOME"), std::string::npos);
}

// In a child, which can become nobody where the test runs as root: root may write to any folder.
TEST(Cache, AReadOnlyFolderIsExplainedAndServesWhatItHas) {
  const Scratch scratch;
  fs::permissions(scratch.path(), fs::perms::all);
  EXPECT_EQ(wait_for(start_child([&] {
              constexpr uid_t kNobody = 65534;
              if (geteuid() == 0 && setuid(kNobody) != 0) return kNotPossible;
              if (!keep_in_cache(scratch.path(), "a model")) return 1;
              fs::permissions(scratch.path() / "models", fs::perms::owner_read | fs::perms::owner_exec);
              if (!keep_in_cache(scratch.path(), "a model")) return 2;
              const Result<CachedFile> file = keep_in_cache(scratch.path(), "another model");
              fs::permissions(scratch.path() / "models", fs::perms::owner_all);
              return !file && file.error().what.find("Permission denied") != std::string::npos ? 0 : 3;
            })),
            0);
}

}  // namespace
}  // namespace bakeoff::model
