#include "model/onnx/data_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "model/onnx/external_data.h"
#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DataFile : public testing::Test {
 protected:
  DataFile() { fs::create_directories(folder_); }
  ~DataFile() override { fs::remove_all(folder_); }

  static Graph graph() {
    Graph graph = graph_of({value("x", {1, 300})},
                           {weights("small", {255}), weights("a", {300, 5}), weights("b", {256})},
                           {node("MatMul", {"x", "a"}, {"y"})});
    graph.initializers[1].data[7] = 'a';
    graph.initializers[2].data[1023] = 'b';
    return graph;
  }

  fs::path folder_ = fs::temp_directory_path() / ("bakeoff-data-" + std::to_string(::getpid()));
};

TEST_F(DataFile, LiesInPages) {
  const Graph large = graph();
  const DataLayout layout = lay_out(large);
  EXPECT_EQ(layout.offsets[0], std::nullopt) << "1020 bytes stay in the model";
  EXPECT_EQ(layout.offsets[1], 0U);
  EXPECT_EQ(layout.offsets[2], 8192U) << "6000 bytes fill two pages";
  ASSERT_EQ(layout.pieces.size(), 3U);
  EXPECT_EQ(layout.pieces[0].data(), large.initializers[1].data.data()) << "nothing is copied";
  EXPECT_EQ(layout.pieces[1], std::string(8192 - 6000, '\0'));
}

TEST_F(DataFile, IsWrittenBesideTheModelAndReadBack) {
  const Graph large = graph();
  ASSERT_TRUE(write_onnx(large, folder_ / "model.onnx", 1000));
  EXPECT_EQ(fs::file_size(folder_ / "model.onnx.data"), 8192U + 1024U);
  EXPECT_LT(fs::file_size(folder_ / "model.onnx"), 2000U);
  EXPECT_EQ(read_onnx(folder_ / "model.onnx").value(), large);
  fs::remove(folder_ / "model.onnx.data");
  EXPECT_THAT(read_onnx(folder_ / "model.onnx").error().what, HasSubstr("is missing"));
}

TEST_F(DataFile, IsReadFromTheFolderOnly) {
  fs::create_directories(folder_ / "inside" / "below");
  std::ofstream(folder_ / "secret") << "abcd";
  std::ofstream(folder_ / "inside" / "below" / "data") << "abcd";
  fs::create_symlink(folder_ / "secret", folder_ / "inside" / "link");
  fs::create_symlink(folder_, folder_ / "inside" / "up");
  fs::create_symlink("below/data", folder_ / "inside" / "good");
  ExternalData external(folder_ / "inside");
  for (const std::string location :
       {"../secret", "link", "up/secret", "below/../../secret", "/etc/hostname", ""}) {
    const Result<std::string> data = external.read({{"location", location}}, 4);
    ASSERT_FALSE(data) << location;
    EXPECT_EQ(data.error().kind, ErrorKind::kBadInput) << location;
  }
  for (const std::string location : {"below/data", "good", "./below/data"}) {
    EXPECT_EQ(external.read({{"location", location}}, 4).value_or("nothing"), "abcd") << location;
  }
}

TEST_F(DataFile, IsReadUpToTheLimitHoweverOftenItIsNamed) {
  std::ofstream(folder_ / "data") << "abcdefgh";
  ExternalData external(folder_, 12);
  EXPECT_TRUE(external.read({{"location", "data"}}, 8));
  const Result<std::string> data = external.read({{"location", "data"}}, 8);
  ASSERT_FALSE(data);
  EXPECT_EQ(data.error().kind, ErrorKind::kUnsupported);
  EXPECT_TRUE(external.read({{"location", "data"}, {"offset", "4"}}, 4));
}

}  // namespace
}  // namespace bakeoff::model
