#include "model/prepare/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;
using Ints = std::vector<std::int64_t>;

// As numpy/lib/format.py describes it: magic, version, length of the header, header, data.
std::string npy(int version, const std::string& header, const std::string& data) {
  std::string bytes = std::string("\x93NUMPY") + static_cast<char>(version) + '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    bytes += static_cast<char>((header.size() >> (8 * i)) & 0xff);
  return bytes + header + data;
}

std::string header_of(const std::string& descr, const std::string& shape,
                      const std::string& fortran = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }          \n";
}

TEST(Npy, ReadsEveryTypeAndVersion) {
  const std::vector<std::pair<std::string, ElementType>> types{
      {"<f2", ElementType::kFloat16}, {"<f4", ElementType::kFloat},  {"<f8", ElementType::kDouble},
      {"|i1", ElementType::kInt8},    {"<i2", ElementType::kInt16},  {"<i4", ElementType::kInt32},
      {"<i8", ElementType::kInt64},   {"|u1", ElementType::kUint8},  {"<u2", ElementType::kUint16},
      {"<u4", ElementType::kUint32},  {"<u8", ElementType::kUint64}, {"|b1", ElementType::kBool}};
  for (const auto& [descr, type] : types) {
    for (const int version : {1, 2, 3}) {
      std::string data(6 * size_of(type), '\1');
      const Result<Tensor> tensor = parse_npy(npy(version, header_of(descr, "(2, 3)"), data));
      ASSERT_TRUE(tensor) << descr << ": " << to_string(tensor.error());
      EXPECT_EQ(tensor->type, type);
      EXPECT_EQ(tensor->dims, (Ints{2, 3}));
      EXPECT_EQ(tensor->data, data);
    }
  }
}

TEST(Npy, ReadsScalarsVectorsAndEmptyArrays) {
  EXPECT_EQ(parse_npy(npy(1, header_of("|u1", "()"), "a"))->dims, Ints{});
  EXPECT_EQ(parse_npy(npy(1, header_of("|u1", "(3,)", "True"), "abc"))->dims, Ints{3});
  EXPECT_EQ(parse_npy(npy(1, header_of("<f8", "(0, 9000000000000000000)"), ""))->dims.size(), 2U);
}

TEST(Npy, SaysWhatToDoInPython) {
  EXPECT_THAT(parse_npy(npy(1, header_of(">f4", "(1,)"), "abcd")).error().hint, HasSubstr("newbyteorder"));
  EXPECT_THAT(parse_npy(npy(1, header_of("<f4", "(1, 1)", "True"), "abcd")).error().hint,
              HasSubstr("ascontiguousarray"));
  EXPECT_THAT(parse_npy(npy(1, header_of("<U4", "(1,)"), "abcd")).error().what, HasSubstr("'<U4'"));
  EXPECT_THAT(parse_npy(npy(1, header_of("<c8", "(1,)"), "abcdefgh")).error().what, HasSubstr("'<c8'"));
}

TEST(Npy, RefusesLies) {
  const std::string good = npy(1, header_of("<f4", "(2,)"), "abcdefgh");
  ASSERT_TRUE(parse_npy(good));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(parse_npy(std::string_view(good).substr(0, length))) << length;
  }
  EXPECT_FALSE(parse_npy(good + "x"));
  EXPECT_FALSE(parse_npy(npy(4, header_of("<f4", "(2,)"), "abcdefgh")));
  EXPECT_FALSE(parse_npy(npy(1, header_of("|b1", "(1,)"), "\2"))) << "a bool of 2";
  for (const char* shape : {"(-1,)", "(4611686018427387904, 4)", "(99999999999999999999,)", "(2", "2",
                            "(2,,)", "(2 3)", "('a',)", "(1000000,)"}) {
    EXPECT_FALSE(parse_npy(npy(1, header_of("<f4", shape), "abcdefgh"))) << shape;
  }
  std::string many = "(";
  for (int i = 0; i < 65; ++i) many += "1,";
  EXPECT_FALSE(parse_npy(npy(2, header_of("<f4", many + ")"), "abcd")));
  for (const char* header : {"", "{", "{}", "{'descr': '<f4'}", "{'descr': [('a', '<f4')], 'shape': ()}",
                             "{'descr': '<f4', 'fortran_order': Maybe, 'shape': ()}", "import os"}) {
    EXPECT_FALSE(parse_npy(npy(1, header, "abcd"))) << header;
  }
  std::string lying = good;
  lying[8] = lying[9] = '\xff';
  EXPECT_THAT(parse_npy(lying).error().what, HasSubstr("header is longer than the file"));
}

TEST(Npy, NamesTheFile) {
  const Scratch scratch;
  EXPECT_EQ(read_npy(scratch.path() / "absent.npy").error().kind, ErrorKind::kNotFound);
  write_all(scratch.path() / "text.npy", "text");
  EXPECT_THAT(read_npy(scratch.path() / "text.npy").error().where, HasSubstr("text.npy"));
  EXPECT_THAT(read_npy(scratch.path() / "text.npy").error().what, HasSubstr("is not a .npy file"));
}

}  // namespace
}  // namespace bakeoff::model
