#include "model/onnx/test_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "unit/model/onnx/onnx_testdata.h"
#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(TestData, OfTheOnnxProject) {
  const fs::path folder = debian_testdata().folder / "node" / "test_add";
  for (const fs::path& named : {folder, folder / "test_data_set_0"}) {
    const auto sets = read_test_data(named);
    ASSERT_TRUE(sets) << to_string(sets.error());
    ASSERT_EQ(sets->size(), 1U);
    ASSERT_EQ(sets->front().inputs.size(), 2U);
    ASSERT_EQ(sets->front().outputs.size(), 1U);
    EXPECT_EQ(sets->front().inputs[1].name, "y");
    EXPECT_EQ(sets->front().outputs[0].dims, (std::vector<std::int64_t>{3, 4, 5}));
  }
}

class OwnTestData : public testing::Test {
 protected:
  OwnTestData() { fs::create_directories(folder_); }
  ~OwnTestData() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& tensor) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << raw::tensor(tensor, 3, {1}, 9, "a");
  }

  fs::path folder_ = fs::temp_directory_path() / ("bakeoff-test-data-" + std::to_string(::getpid()));
};

TEST_F(OwnTestData, ComesInTheOrderOfItsNumbers) {
  for (int i = 0; i < 11; ++i) write("input_" + std::to_string(i) + ".pb", "i" + std::to_string(i));
  write("output_0.pb", "o");
  write("output_0.pb.bak", "no");
  const auto sets = read_test_data(folder_);
  ASSERT_TRUE(sets) << to_string(sets.error());
  ASSERT_EQ(sets->front().inputs.size(), 11U);
  EXPECT_EQ(sets->front().inputs[2].name, "i2");
  EXPECT_EQ(sets->front().inputs[10].name, "i10");
}

TEST_F(OwnTestData, MayHaveSeveralSets) {
  for (const char* set : {"test_data_set_10", "test_data_set_2"})
    write(std::string(set) + "/output_0.pb", set);
  fs::create_directories(folder_ / "test_data_set_3");
  const auto sets = read_test_data(folder_);
  ASSERT_TRUE(sets) << to_string(sets.error());
  ASSERT_EQ(sets->size(), 2U) << "an empty folder is none";
  EXPECT_EQ((*sets)[0].outputs[0].name, "test_data_set_2");
}

TEST_F(OwnTestData, IsRefusedWhereItHasGapsOrIsNone) {
  EXPECT_EQ(read_test_data(folder_).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read_test_data(folder_ / "absent").error().kind, ErrorKind::kNotFound);
  write("output_0.pb", "o");
  write("input_1.pb", "i");
  EXPECT_THAT(read_test_data(folder_).error().what, HasSubstr("input_0.pb is missing"));
  std::ofstream(folder_ / "input_0.pb") << "text";
  EXPECT_THAT(read_test_data(folder_).error().where, HasSubstr("input_0.pb"));
}

}  // namespace
}  // namespace bakeoff::model
