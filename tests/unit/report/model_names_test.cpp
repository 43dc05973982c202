#include "report/model_names.h"

#include <gmock/gmock.h>

#include <set>

namespace bakeoff::report {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ShortNames, AreFileNames) {
  EXPECT_THAT(short_names({"../../zoo/net.onnx", "resnet-50", "/tmp/b.onnx", "resnet-50"}),
              UnorderedElementsAre(Pair("../../zoo/net.onnx", "net.onnx"), Pair("resnet-50", "resnet-50"),
                                   Pair("/tmp/b.onnx", "b.onnx")));
}

TEST(ShortNames, HoldTheFoldersThatTellThemApart) {
  EXPECT_THAT(short_names({"x/a/net.onnx", "x/b/net.onnx", "x/other.onnx"}),
              UnorderedElementsAre(Pair("x/a/net.onnx", "a/net.onnx"), Pair("x/b/net.onnx", "b/net.onnx"),
                                   Pair("x/other.onnx", "other.onnx")));
}

TEST(ShortNames, AreNeverEmptyAndNeverTheSame) {
  const std::vector<std::string> models = {"",   "/",      "//",       "a",          "a/",       "./a",
                                           "/a", "b/a",    "/b/a",     "c/b/a",      "../b/a",   "b//a",
                                           "b/", "a.onnx", "./a.onnx", "././a.onnx", "x/a.onnx", "/x/a.onnx"};
  std::set<std::string> seen;
  for (const auto& [model, name] : short_names(models)) {
    EXPECT_TRUE(seen.insert(name).second) << model << " is called " << name;
    EXPECT_TRUE(model.ends_with(name));
    EXPECT_EQ(name.empty(), model.empty());
  }
  EXPECT_EQ(seen.size(), models.size());
}

}  // namespace
}  // namespace bakeoff::report
