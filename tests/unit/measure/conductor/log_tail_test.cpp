#include "measure/conductor/log_tail.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

namespace bakeoff::measure {
namespace {

std::string tail_of(const std::string& text) {
  const int log = memfd_create("log", MFD_CLOEXEC);
  EXPECT_EQ(write(log, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  auto tail = log_tail(log);
  close(log);
  return tail;
}

TEST(LogTail, JoinsTheLastLines) {
  EXPECT_EQ(tail_of(""), "");
  EXPECT_EQ(tail_of("one"), "one");
  EXPECT_EQ(tail_of("one\ntwo\n"), "one | two");
  EXPECT_EQ(tail_of("1\n2\n3\n4\n5\n6\n\n"), "3 | 4 | 5 | 6");
}

TEST(LogTail, IsShortWhateverTheLog) {
  EXPECT_LE(tail_of(std::string(1'000'000, 'x')).size(), 700U);
}

TEST(Printable, HasNoEscapesAndIsUtf8) {
  EXPECT_EQ(printable("a\x1b[31mb\tc\x7f"), "a [31mb c ");
  EXPECT_EQ(printable("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(printable("caf\xe9!"), "caf\xef\xbf\xbd!");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a b");
}

}  // namespace
}  // namespace bakeoff::measure
