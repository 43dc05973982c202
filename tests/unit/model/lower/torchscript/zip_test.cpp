#include "model/lower/torchscript/zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "unit/adapters/driver.h"
#include "unit/model/lower/torchscript/archive.h"

namespace bakeoff::model::torchscript {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const std::string kLong(1000, 'x');

std::string zipped(ZipWriter writer) {
  writer.add("a/empty", "");
  writer.add("a/short", "abc");
  writer.add("a/b/long", kLong);
  return writer.finish();
}

// 32 bits, and 64 wherever a size or a place needs more than the few that are allowed.
std::vector<std::string> both_kinds() {
  return {zipped(ZipWriter()), zipped(ZipWriter(100))};
}

TEST(ZipWriter, WritesWhatLibarchiveReads) {
  for (const std::string& bytes : both_kinds()) {
    EXPECT_THAT(unzip(bytes),
                ElementsAre(Pair("a/b/long", kLong), Pair("a/empty", ""), Pair("a/short", "abc")));
  }
}

TEST(ZipWriter, WritesWhatPythonReads) {
  for (const std::string& bytes : both_kinds()) {
    const test::TemporaryFile file(bytes);
    const std::string command =
        "python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); "
        "assert z.testzip() is None; "
        "assert z.namelist() == ['a/empty', 'a/short', 'a/b/long']; "
        "assert z.read('a/b/long') == b'x' * 1000\" ";
    EXPECT_EQ(std::system((command + file.path()).c_str()), 0);
  }
}

TEST(ZipWriter, UsesSixtyFourBitsOnlyWhereTheyAreNeeded) {
  const std::string end_of_zip64("PK\x06\x06");
  EXPECT_EQ(both_kinds()[0].find(end_of_zip64), std::string::npos);
  EXPECT_NE(both_kinds()[1].find(end_of_zip64), std::string::npos);
}

TEST(ZipWriter, AlignsData) {
  for (const std::string& bytes : both_kinds()) {
    EXPECT_EQ(bytes.find("abc") % 64, 0U);
    EXPECT_EQ(bytes.find(kLong) % 64, 0U);
  }
}

}  // namespace
}  // namespace bakeoff::model::torchscript
