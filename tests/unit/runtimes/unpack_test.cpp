#include "runtimes/unpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdint>

#include "runtimes/disk.h"
#include "unit/runtimes/wheels.h"

namespace bakeoff::runtimes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class Unpack : public testing::Test {
 protected:
  Unpack() { fs::create_directory(target_); }
  Result<std::vector<InstalledFile>> unpack_zip(const std::vector<ZipEntry>& entries,
                                                const std::vector<std::string>& keep) {
    write_zip(wheel_, entries);
    return unpack(wheel_, keep, target_);
  }

  TemporaryFolder folder_;
  fs::path wheel_ = folder_ / "a.whl";
  fs::path target_ = folder_ / "target";
};

TEST_F(Unpack, KeepsOnlyWhatIsAskedFor) {
  const auto files = unpack_zip(
      {{"a/b/lib.so.1", "lib"}, {"a/b/lib.py", "py"}, {"a/c", ""}, {"x/lib.so", "x"}}, {"a/*.so*", "a/c"});
  ASSERT_TRUE(files) << to_string(files.error());
  EXPECT_THAT(*files, ElementsAre(InstalledFile{"a/b/lib.so.1", 3}, InstalledFile{"a/c", 0}));
  EXPECT_THAT(files_below(target_), ElementsAre("a/b/lib.so.1", "a/c"));
  EXPECT_EQ(read_text(target_ / "a/b/lib.so.1"), "lib");
}

TEST_F(Unpack, RefusesNamesThatLeadElsewhere) {
  for (const char* name : {"../evil.so", "a/../../evil.so", "/tmp/evil.so", "a//evil.so", "./evil.so",
                           "a/./evil.so", "a\\..\\evil.so", "a/b\\evil.so", "a/.."}) {
    const auto files = unpack_zip({{"good.so", "good"}, {name, "evil"}}, {"*"});
    ASSERT_FALSE(files) << name;
    EXPECT_EQ(files.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(files.error().what, HasSubstr("unsafe name")) << name;
    EXPECT_THAT(files_below(target_), IsEmpty()) << name;
  }
}

TEST_F(Unpack, RefusesHostileEntriesThatNobodyKeeps) {
  EXPECT_FALSE(unpack_zip({{"good.so", "good"}, {"../evil.py", "evil"}}, {"*.so"}));
}

TEST_F(Unpack, RefusesLinks) {
  const auto files = unpack_zip({{"a", "/etc", 0120000}, {"a/passwd", "evil"}}, {"*"});
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().what, HasSubstr("not an ordinary file"));
  EXPECT_THAT(files_below(target_), IsEmpty());
}

TEST_F(Unpack, RefusesTheSameNameTwice) {
  const auto files = unpack_zip({{"a.so", "one"}, {"a.so", "two"}}, {"*"});
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().what, HasSubstr("twice"));
}

TEST_F(Unpack, RefusesATruncatedWheel) {
  write_zip(wheel_, {{"a.so", std::string(5000, 'x')}, {"b.so", std::string(5000, 'y')}});
  const auto whole = fs::file_size(wheel_);
  for (const std::uintmax_t size : {std::uintmax_t{0}, std::uintmax_t{10}, whole / 2, whole - 1}) {
    fs::resize_file(wheel_, size);
    const auto files = unpack(wheel_, {"*"}, target_);
    ASSERT_FALSE(files) << size;
    EXPECT_EQ(files.error().kind, ErrorKind::kBadInput);
    write_zip(wheel_, {{"a.so", std::string(5000, 'x')}, {"b.so", std::string(5000, 'y')}});
  }
}

TEST_F(Unpack, RefusesDataThatDoesNotMatchItsChecksum) {
  write_zip(wheel_, {{"a.so", std::string(5000, 'x')}});
  std::string bytes = read_text(wheel_);
  bytes[bytes.find("xxxx") + 2000] = 'y';
  write_text(wheel_, bytes);
  const auto files = unpack(wheel_, {"*"}, target_);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().kind, ErrorKind::kBadInput);
}

TEST_F(Unpack, ReportsAWriteThatFails) {
  write_zip(wheel_, {{"a.so", std::string(100'000, 'x')}});
  // A file size limit is the failing disk that needs no root.
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{10'000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto files = unpack(wheel_, {"*"}, target_);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().kind, ErrorKind::kInternal);
  EXPECT_THAT(files.error().what, HasSubstr("cannot write"));
}

TEST(CheckSpace, SaysHowMuchIsNeededAndLeft) {
  const TemporaryFolder folder;
  EXPECT_TRUE(check_space(folder.path(), 1));
  const auto room = check_space(folder.path(), 1'000'000'000'000'000'000);
  ASSERT_FALSE(room);
  EXPECT_THAT(room.error().what, HasSubstr("1000000000000 MB are needed"));
  EXPECT_THAT(room.error().hint, HasSubstr("BAKEOFF_RUNTIMES"));
}

}  // namespace
}  // namespace bakeoff::runtimes
