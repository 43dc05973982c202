#include "base/error.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace bakeoff {
namespace {

TEST(Error, SaysWhereWhatAndWhatToDo) {
  EXPECT_EQ(to_string({ErrorKind::kUsage, "it is wrong", "--batch", "write 1,8"}),
            "--batch: it is wrong (write 1,8)");
  EXPECT_EQ(to_string({ErrorKind::kUsage, "it is wrong", "", ""}), "it is wrong");
}

TEST(Error, OfASystemCallNamesItsCause) {
  const Result<int> failed = fail_errno(ENOSPC, "cannot write", "/a/b");
  ASSERT_FALSE(failed);
  EXPECT_EQ(to_string(failed.error()), "/a/b: cannot write: No space left on device");
  EXPECT_EQ(failed.error().kind, ErrorKind::kInternal);
}

}  // namespace
}  // namespace bakeoff
