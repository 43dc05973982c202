#include "base/hash.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace bakeoff {
namespace {

// FIPS 180-2, appendix B.
TEST(Sha256, OfThePublishedExamples) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, InPiecesIsTheSame) {
  Sha256 hash;
  hash.add(std::string_view("a"));
  hash.add(std::string_view("bc"));
  EXPECT_EQ(hash.digest(), sha256("abc"));
}

TEST(Sha256, OfAFile) {
  const std::string path = testing::TempDir() + "/hash_test";
  std::ofstream(path, std::ios::binary) << std::string(3U << 20U, 'x');
  EXPECT_EQ(sha256_of_file(path), sha256(std::string(3U << 20U, 'x')));
  std::remove(path.c_str());
  const auto missing = sha256_of_file(path);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().where, path);
}

}  // namespace
}  // namespace bakeoff
