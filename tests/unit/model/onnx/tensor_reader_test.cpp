#include "model/onnx/tensor_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "model/onnx/reader.h"
#include "model/onnx/wire.h"
#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;

constexpr int kFloat = 1;
constexpr int kInt8 = 3;
constexpr int kInt32 = 6;
constexpr int kInt64 = 7;
constexpr int kBool = 9;
constexpr int kFloat16 = 10;
constexpr int kDouble = 11;
constexpr int kUint32 = 12;
constexpr int kUint64 = 13;

Result<Tensor> parse(const std::string& bytes) {
  ExternalData external("");
  return at_place("file", [&]() { return parse_tensor(protozero::pbf_reader(bytes), external); });
}

/// A vector tensor whose data `fill` writes.
template <typename Fill>
Result<Tensor> parse_vector(int type, std::int64_t length, Fill fill) {
  return parse(raw::message([&](auto& out) {
    out.add_int64(1, length);
    out.add_int32(2, type);
    fill(out);
  }));
}

template <typename Stored>
std::string bytes_of(const std::vector<Stored>& values) {
  std::string data(values.size() * sizeof(Stored), '\0');
  std::memcpy(data.data(), values.data(), data.size());
  return data;
}

template <typename Stored>
void expect_data(const Result<Tensor>& tensor, const std::vector<Stored>& values) {
  ASSERT_TRUE(tensor) << to_string(tensor.error());
  EXPECT_EQ(tensor->data, bytes_of(values));
}

void expect_bad(const Result<Tensor>& tensor, const std::string& what) {
  ASSERT_FALSE(tensor);
  EXPECT_EQ(tensor.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(tensor.error().what, HasSubstr(what));
}

TEST(TensorReader, TakesEveryFieldPackedAndUnpacked) {
  const std::vector<float> floats = {1.5F, -2.0F};
  expect_data(
      parse_vector(kFloat, 2, [&](auto& out) { out.add_packed_float(4, floats.begin(), floats.end()); }),
      floats);
  expect_data(parse_vector(kFloat, 2,
                           [&](auto& out) {
                             for (const float f : floats) out.add_float(4, f);
                           }),
              floats);
  const std::vector<double> doubles = {1.25, -8};
  expect_data(
      parse_vector(kDouble, 2, [&](auto& out) { out.add_packed_double(10, doubles.begin(), doubles.end()); }),
      doubles);
  expect_data(parse_vector(kDouble, 2,
                           [&](auto& out) {
                             for (const double d : doubles) out.add_double(10, d);
                           }),
              doubles);
  const std::vector<std::int64_t> longs = {-3, std::int64_t{1} << 40};
  expect_data(
      parse_vector(kInt64, 2, [&](auto& out) { out.add_packed_int64(7, longs.begin(), longs.end()); }),
      longs);
  expect_data(parse_vector(kInt64, 2,
                           [&](auto& out) {
                             for (const auto i : longs) out.add_int64(7, i);
                           }),
              longs);
  const std::vector<std::uint64_t> unsigneds = {7, ~std::uint64_t{0}};
  expect_data(parse_vector(kUint64, 2,
                           [&](auto& out) { out.add_packed_uint64(11, unsigneds.begin(), unsigneds.end()); }),
              unsigneds);
  expect_data(parse_vector(kUint64, 2,
                           [&](auto& out) {
                             for (const auto u : unsigneds) out.add_uint64(11, u);
                           }),
              unsigneds);
}

TEST(TensorReader, NarrowsWhatTravelsInWiderFields) {
  const std::vector<std::int32_t> numbers = {-1, 5};
  const auto packed = [&](auto& out) { out.add_packed_int32(5, numbers.begin(), numbers.end()); };
  expect_data<std::int32_t>(parse_vector(kInt32, 2, packed), {-1, 5});
  expect_data<std::int8_t>(parse_vector(kInt8, 2, packed), {-1, 5});
  const auto one_by_one = [&](auto& out) {
    for (const auto i : numbers) out.add_int32(5, i);
  };
  expect_data<std::int8_t>(parse_vector(kInt8, 2, one_by_one), {-1, 5});
  // 1.0 and -0.0 as half floats.
  expect_data<std::uint16_t>(parse_vector(kFloat16, 2,
                                          [](auto& out) {
                                            for (const int i : {0x3c00, 0x8000}) out.add_int32(5, i);
                                          }),
                             {0x3c00, 0x8000});
  expect_data<std::uint8_t>(parse_vector(kBool, 2,
                                         [](auto& out) {
                                           for (const int i : {2, 0}) out.add_int32(5, i);
                                         }),
                            {1, 0});
  expect_data<std::uint32_t>(parse_vector(kUint32, 1, [](auto& out) { out.add_uint64(11, 0xfedcba98U); }),
                             {0xfedcba98U});
}

TEST(TensorReader, RefusesValuesOutsideTheType) {
  expect_bad(parse_vector(kInt8, 1, [](auto& out) { out.add_int32(5, 300); }), "300 is no int8");
  expect_bad(parse_vector(kUint32, 1, [](auto& out) { out.add_uint64(11, std::uint64_t{1} << 32); }),
             "is no uint32");
}

TEST(TensorReader, RefusesDataInAFieldForAnotherType) {
  expect_bad(parse_vector(kFloat, 1, [](auto& out) { out.add_int64(7, 1); }), "field for another type");
  expect_bad(parse_vector(kInt64, 1, [](auto& out) { out.add_float(4, 1); }), "field for another type");
  expect_bad(parse_vector(kInt64, 1, [](auto& out) { out.add_int32(5, 1); }), "field for another type");
  expect_bad(parse_vector(kUint64, 1, [](auto& out) { out.add_double(10, 1); }), "field for another type");
}

TEST(TensorReader, RefusesSizesThatDisagreeWithTheData) {
  const std::string data(8, 'x');
  expect_bad(parse(raw::tensor("w", kFloat, {3}, 9, data)), "needs 12 bytes, the tensor has 8");
  expect_bad(parse(raw::tensor("w", kFloat, {1}, 9, data)), "more data than the 4 bytes of its shape");
  expect_bad(parse(raw::tensor("w", kFloat, {}, 9, data)), "more data than the 4 bytes");
  expect_bad(parse(raw::tensor("w", kFloat, {3}, 4, "xxxxx")), "needs 12 bytes, the tensor has 5");
}

TEST(TensorReader, RefusesImpossibleShapesBeforeTakingMemory) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 62;
  expect_bad(parse(raw::tensor("w", kFloat, {kHuge, kHuge}, 9, "")), "impossible shape");
  expect_bad(parse(raw::tensor("w", kFloat, {-1}, 9, "")), "impossible shape [-1]");
  // A product that is 0 modulo 2^64.
  expect_bad(parse(raw::tensor("w", kFloat, {std::int64_t{1} << 32, std::int64_t{1} << 32}, 9, "")),
             "impossible shape");
  expect_bad(parse(raw::tensor("w", kFloat, {std::int64_t{1} << 40}, 9, "abcd")), "the tensor has 4");
  expect_bad(parse(raw::tensor("w", kFloat, std::vector<std::int64_t>(65, 1), 9, "abcd")),
             "more than 64 axes");
}

TEST(TensorReader, TakesScalarsAndEmptyTensors) {
  EXPECT_EQ(parse(raw::tensor("w", kFloat, {}, 9, "abcd")).value().data, "abcd");
  EXPECT_EQ(parse(raw::tensor("w", kFloat, {0, 5}, 9, "")).value().data, "");
}

TEST(TensorReader, NamesTypesThatItDoesNotTake) {
  const auto kind = [](int type) { return parse(raw::tensor("w", type, {}, 9, "")).error().kind; };
  EXPECT_EQ(kind(8), ErrorKind::kUnsupported) << "string";
  EXPECT_EQ(kind(14), ErrorKind::kUnsupported) << "complex64";
  EXPECT_EQ(kind(21), ErrorKind::kUnsupported) << "uint4";
  EXPECT_EQ(kind(0), ErrorKind::kBadInput) << "undefined";
  EXPECT_EQ(kind(999), ErrorKind::kBadInput);
  EXPECT_EQ(kind(-5), ErrorKind::kBadInput);
}

/// A folder with a model's weights, and one outside it with something that is none of the model's business.
class ExternalDataTest : public testing::Test {
 protected:
  void SetUp() override {
    top_ = std::filesystem::temp_directory_path() / ("bakeoff-external-" + std::to_string(::getpid()));
    std::filesystem::create_directories(top_ / "model" / "below");
    write("model/weights.bin", "0123456789abcdef");
    write("model/below/weights.bin", "ABCDEFGH");
    write("secret", "secretsecret");
    std::filesystem::create_symlink(top_ / "secret", top_ / "model" / "link");
    std::filesystem::create_directory_symlink(top_, top_ / "model" / "up");
  }
  void TearDown() override { std::filesystem::remove_all(top_); }

  void write(const std::string& name, const std::string& data) const {
    std::ofstream(top_ / name, std::ios::binary) << data;
  }

  /// Two floats, in the file and at the place that the entries say.
  [[nodiscard]] Result<Graph> read(const std::vector<std::pair<std::string, std::string>>& entries) const {
    const std::string tensor = raw::message([&](auto& out) {
      out.add_int64(1, 2);
      out.add_int32(2, kFloat);
      out.add_string(8, "w");
      for (const auto& [key, value] : entries) {
        out.add_message(13, raw::message([&](auto& entry) {
                          entry.add_string(1, key);
                          entry.add_string(2, value);
                        }));
      }
      out.add_int32(14, 1);
    });
    write("model/model.onnx", raw::model_with(tensor));
    return read_onnx(top_ / "model" / "model.onnx");
  }

  void expect_refused(const std::vector<std::pair<std::string, std::string>>& entries,
                      const std::string& what) const {
    const Result<Graph> graph = read(entries);
    ASSERT_FALSE(graph) << what;
    EXPECT_EQ(graph.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(graph.error().what, HasSubstr(what));
    EXPECT_THAT(graph.error().where, HasSubstr("initializer 0, tensor 'w'"));
  }

  std::filesystem::path top_;
};

TEST_F(ExternalDataTest, IsReadFromTheModelsFolder) {
  EXPECT_EQ(
      read({{"location", "weights.bin"}, {"offset", "4"}, {"length", "8"}}).value().initializers[0].data,
      "456789ab");
  EXPECT_EQ(read({{"location", "weights.bin"}}).value().initializers[0].data, "01234567")
      << "offset and length may be missing";
  EXPECT_EQ(read({{"location", "below/weights.bin"}}).value().initializers[0].data, "ABCDEFGH");
}

TEST_F(ExternalDataTest, IsNotReadFromAnywhereElse) {
  expect_refused({{"location", "../secret"}}, "is not in the model's folder");
  expect_refused({{"location", "below/../../secret"}}, "is not in the model's folder");
  expect_refused({{"location", (top_ / "secret").string()}}, "is not in the model's folder");
  expect_refused({{"location", "link"}}, "is not in the model's folder");
  expect_refused({{"location", "up/secret"}}, "is not in the model's folder");
  expect_refused({{"location", "/dev/zero"}}, "is not in the model's folder");
  expect_refused({{"location", ""}}, "is not in the model's folder");
  expect_refused({{"location", "below"}}, "is missing");
  expect_refused({{"location", "absent.bin"}}, "is missing");
  expect_refused({}, "names no file");
}

TEST_F(ExternalDataTest, MustFitTheTensorAndTheFile) {
  expect_refused({{"location", "weights.bin"}, {"offset", "12"}}, "has 8 bytes at 12 of 16");
  expect_refused({{"location", "weights.bin"}, {"length", "4"}}, "the tensor needs 8");
  expect_refused({{"location", "weights.bin"}, {"offset", "-1"}}, "has offset '-1'");
  expect_refused({{"location", "weights.bin"}, {"offset", "9223372036854775807"}}, "of 16");
  expect_refused({{"location", "weights.bin"}, {"length", "8 apples"}}, "has length '8 apples'");
}

TEST(ExternalData, NeedsAFolder) {
  const std::string tensor = raw::message([](auto& out) {
    out.add_int32(2, kFloat);
    out.add_string(8, "w");
    out.add_message(13, raw::message([](auto& entry) {
                      entry.add_string(1, "location");
                      entry.add_string(2, "weights.bin");
                    }));
    out.add_int32(14, 1);
  });
  const Result<Graph> graph = parse_onnx(raw::model_with(tensor), "");
  ASSERT_FALSE(graph);
  EXPECT_THAT(graph.error().what, HasSubstr("no folder is known"));
}

}  // namespace
}  // namespace bakeoff::model
