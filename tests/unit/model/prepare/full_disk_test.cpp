#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <cstdio>
#include <functional>

#include "model/prepare/cache.h"
#include "unit/model/prepare/child.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;

// The children report with numbers; this says on stderr what they saw.
int complain(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return 1;
}

int expect_refusal(const Result<CachedFile>& file, const std::string& reason, const fs::path& cache,
                   std::size_t files_left) {
  if (file) return complain("the cache took the model");
  if (file.error().what.find(reason) == std::string::npos) return complain(to_string(file.error()));
  if (file.error().hint.find("XDG_CACHE_HOME") == std::string::npos) return complain(to_string(file.error()));
  if (files_below(cache).size() != files_left) return complain("a temporary file was left behind");
  return 0;
}

// In a child with mounts of its own, which vanish with it; as root or in a user namespace.
int on_small_disk(const fs::path& where, const std::function<int()>& work) {
  if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kNotPossible;
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kNotPossible;
  if (mount("none", where.c_str(), "tmpfs", 0, "size=4m") != 0) return kNotPossible;
  return work();
}

void expect_success(int status) {
  if (status == kNotPossible) GTEST_SKIP() << "this machine does not let the test mount a small disk";
  EXPECT_EQ(status, 0);
}

TEST(FullDisk, IsExplainedAndLeavesNothingBehind) {
  const Scratch scratch;
  expect_success(wait_for(start_child([&] {
    return on_small_disk(scratch.path(), [&] {
      if (!keep_in_cache(scratch.path(), "a small model")) return complain("no room for a small model");
      const std::string large(8 * kMebibyte, 'x');
      const int status =
          expect_refusal(keep_in_cache(scratch.path(), large), "No space left on device", scratch.path(), 1);
      if (status != 0) return status;
      return keep_in_cache(scratch.path(), "another small model") ? 0 : complain("room was not given back");
    });
  })));
}

TEST(FullDisk, AReadOnlyDiskIsExplainedAndServesWhatItHas) {
  const Scratch scratch;
  expect_success(wait_for(start_child([&] {
    return on_small_disk(scratch.path(), [&] {
      if (!keep_in_cache(scratch.path(), "a model")) return complain("no room for a small model");
      if (mount("none", scratch.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) {
        return kNotPossible;
      }
      if (!keep_in_cache(scratch.path(), "a model")) return complain("a hit was refused");
      return expect_refusal(keep_in_cache(scratch.path(), "another"), "Read-only file system", scratch.path(),
                            1);
    });
  })));
}

// The same failure in the middle of a write, on any machine.
TEST(FullDisk, AWriteThatStopsHalfwayLeavesNothingBehind) {
  const Scratch scratch;
  EXPECT_EQ(wait_for(start_child([&] {
              signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{kMebibyte, kMebibyte};
              setrlimit(RLIMIT_FSIZE, &limit);
              const std::string large(2 * kMebibyte, 'x');
              return expect_refusal(keep_in_cache(scratch.path(), large), "File too large", scratch.path(),
                                    0);
            })),
            0);
}

}  // namespace
}  // namespace bakeoff::model
