#include "model/prepare/find_model.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// A working directory with one model in it and one in a folder below.
class FindModel : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    fs::create_directories(scratch_.path() / "below");
    fs::current_path(scratch_.path());
    write_all("my_classifier.onnx", "");
    write_all("below/my_detector.onnx", "");
    write_all("below/my_detector.onnz", "no model, as its name says");
    write_all("resnet-50", "a stray file");
  }
  void TearDown() override { fs::current_path(before_); }

  static void expect_missing(const std::string& model, const std::string& error) {
    const auto found = find_model(model);
    ASSERT_FALSE(found) << model;
    EXPECT_EQ(found.error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(to_string(found.error()), error);
  }

  Scratch scratch_;
  fs::path before_;
};

TEST_F(FindModel, IsANetworkOrAFile) {
  EXPECT_EQ(find_model("resnet-50").value(), Origin::kZoo);
  EXPECT_EQ(find_model("my_classifier.onnx").value(), Origin::kFile);
  EXPECT_EQ(find_model("below/my_detector.onnz").value(), Origin::kFile);
  EXPECT_EQ(find_model("./resnet-50").value(), Origin::kFile);
  EXPECT_EQ(find_model("below").value(), Origin::kFile) << "that it is none is told when it is opened";
}

TEST_F(FindModel, AWordThatIsNeitherGetsTheNearestOfBoth) {
  const std::string neither = " is neither a network of the zoo nor a file";
  expect_missing("resnet50", "'resnet50'" + neither + " (did you mean resnet-50?)");
  expect_missing("squeezenet-1.2", "'squeezenet-1.2'" + neither + " (did you mean squeezenet-1.0?)");
  expect_missing("my_classifier.onn",
                 "'my_classifier.onn'" + neither + " (did you mean my_classifier.onnx?)");
  expect_missing("transformer", "'transformer'" + neither +
                                    " (name one of 'bakeoff models list' or the path of an .onnx file)");
}

TEST_F(FindModel, AMissingFileGetsTheNearestOfItsFolder) {
  expect_missing("classifier.onnx", "classifier.onnx: no such file (did you mean my_classifier.onnx?)");
  expect_missing("below/my_detector.onn",
                 "below/my_detector.onn: no such file (did you mean below/my_detector.onnx?)");
  expect_missing("below/other.onnx", "below/other.onnx: no such file");
  expect_missing("bellow/my_detector.onnx",
                 "bellow/my_detector.onnx: no such file (there is no folder bellow)");
  expect_missing("./resnet50", "./resnet50: no such file");
}

}  // namespace
}  // namespace bakeoff::model
