#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/onnx/shapes.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;
using Integers = std::vector<std::int64_t>;
using Attributes = std::map<std::string, Attribute>;

/// One operator used as it may not be, and what is said of it.
struct Wrong {
  std::string op_type;
  Integers x;
  std::vector<Tensor> constants;
  Attributes attributes;
  std::string what;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.op_type << " " << wrong.what;
}

class WrongUse : public testing::TestWithParam<Wrong> {};

TEST_P(WrongUse, IsBadInputThatNamesTheNode) {
  std::vector<std::string> inputs = {"x"};
  for (const Tensor& constant : GetParam().constants) inputs.push_back(constant.name);
  const Result<Graph> inferred =
      infer_shapes(graph_of({value("x", GetParam().x)}, GetParam().constants,
                            {node(GetParam().op_type, inputs, {"y"}, GetParam().attributes)}));
  ASSERT_FALSE(inferred);
  EXPECT_EQ(inferred.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(inferred.error().where, "node 0 'y' (" + GetParam().op_type + ")");
  EXPECT_THAT(inferred.error().what, HasSubstr(GetParam().what));
}

constexpr std::int64_t kMost = 9223372036854775807;
constexpr std::int64_t kLeast = -kMost - 1;

INSTANTIATE_TEST_SUITE_P(
    Shapes, WrongUse,
    testing::Values(
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 4, 3, 3})}, {}, "3 channels, the weights expect 4"},
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 9, 9})}, {}, "a window of 9 does not fit into 8"},
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 3})}, {}, "do not belong together"},
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 3, 3})}, {{"strides", Integers{0, 1}}}, "'strides'"},
        Wrong{"Conv",
              {1, 3, 8, 8},
              {weights("w", {2, 3, 3, 3})},
              {{"strides", Integers{1}}},
              "'strides' must be 2"},
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 3, 3})}, {{"strides", 1.0F}}, "wrong type"},
        Wrong{"Conv",
              {1, 3, 8, 8},
              {weights("w", {2, 3, 3, 3})},
              {{"dilations", Integers{kMost, kMost}}},
              "'dilations'"},
        Wrong{"Conv",
              {1, 3, 8, 8},
              {weights("w", {2, 3, 3, 3})},
              {{"pads", Integers{kMost, 1, 1, 1}}},
              "'pads'"},
        Wrong{"Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 3, 3})}, {{"group", std::int64_t{0}}}, "group is 0"},
        Wrong{"Conv",
              {1, 4, 8, 8},
              {weights("w", {3, 2, 3, 3})},
              {{"group", std::int64_t{2}}},
              "3 channels in 2 groups"},
        Wrong{
            "Conv", {1, 3, 8, 8}, {weights("w", {2, 3, 3, 3}), weights("b", {5})}, {}, "a bias of shape [5]"},
        Wrong{"Conv",
              {1, 3, 8, 8},
              {weights("w", {2, 3, 3, 3})},
              {{"kernel_shape", Integers{5, 5}}},
              "kernel_shape"},
        Wrong{"Conv",
              {1, 3, 8, 8},
              {weights("w", {2, 3, 3, 3})},
              {{"auto_pad", std::string("BEST")}},
              "auto_pad"},
        Wrong{"Conv", {1, 3, 8, 8}, {}, {}, "input 1 is missing"},
        Wrong{"MaxPool", {1, 3, 8, 8}, {}, {}, "'kernel_shape' is missing"},
        Wrong{"MaxPool", {1, 3, 8}, {}, {{"kernel_shape", Integers{2, 2}}}, "a kernel of 2 axes"},
        Wrong{"MaxPool", {1, 3, 8}, {}, {{"kernel_shape", Integers{kMost}}}, "kernel"},
        Wrong{"Gemm", {2, 3}, {weights("b", {4, 5})}, {}, "inner lengths 3 and 4"},
        Wrong{"MatMul", {2, 3}, {weights("b", {4, 5})}, {}, "inner lengths 3 and 4"},
        Wrong{"Add", {2, 3}, {weights("b", {2})}, {}, "3 and 2 cannot be broadcast"},
        Wrong{"Flatten", {2, 3}, {}, {{"axis", std::int64_t{3}}}, "axis 3"},
        Wrong{"Softmax", {2, 3}, {}, {{"axis", kLeast}}, "axis -9223372036854775808"},
        Wrong{"Transpose", {2, 3}, {}, {{"perm", Integers{0, 0}}}, "named twice"},
        Wrong{"Transpose", {2, 3}, {}, {{"perm", Integers{0}}}, "perm [0]"},
        Wrong{"Reshape", {2, 3}, {integers_tensor("t", {4})}, {}, "cannot become [4]"},
        Wrong{"Reshape", {2, 3}, {integers_tensor("t", {-1, -1})}, {}, "target shape"},
        Wrong{"Reshape", {2, 3}, {integers_tensor("t", {-1, 4})}, {}, "cannot become"},
        Wrong{"Reshape", {2, 3}, {integers_tensor("t", {0, 0, 0})}, {}, "copies axis 2"},
        Wrong{"Reshape", {2, 3}, {integers_tensor("t", {kMost, kMost, -1})}, {}, "[9223372036854775807"},
        Wrong{"Concat", {2, 3}, {weights("b", {3, 3})}, {{"axis", std::int64_t{1}}}, "differ on axis 0"},
        Wrong{"Concat", {2, 3}, {}, {}, "'axis' is missing"},
        Wrong{"Split", {2, 3}, {}, {{"split", Integers{1}}}, "parts of [1]"},
        Wrong{"Slice",
              {4},
              {integers_tensor("s", {0}), integers_tensor("e", {4}), integers_tensor("a", {0}),
               integers_tensor("p", {0})},
              {},
              "a step of 0"},
        Wrong{
            "Slice", {4}, {integers_tensor("s", {0}), integers_tensor("e", {4, 4})}, {}, "not equally many"},
        Wrong{"Squeeze", {2, 3}, {}, {{"axes", Integers{0}}}, "is not 1"},
        Wrong{"Unsqueeze", {2}, {}, {{"axes", Integers(100, 0)}}, "101 axes"},
        Wrong{"Expand", {2}, {integers_tensor("t", {-2})}, {}, "target shape"},
        Wrong{"Expand", {1}, {integers_tensor("t", {kMost})}, {}, "impossible"},
        Wrong{"Tile", {2}, {integers_tensor("t", {kMost})}, {}, "repeats"},
        Wrong{"Pad", {2}, {integers_tensor("p", {-2, -1})}, {}, "pads of [-2, -1]"},
        Wrong{"Pad", {2}, {integers_tensor("p", {kLeast, kMost})}, {}, "pads of"},
        Wrong{"DepthToSpace", {1, 6, 2, 2}, {}, {{"blocksize", std::int64_t{2}}}, "in blocks of 4"},
        Wrong{"Cast", {2}, {}, {}, "'to' is missing"},
        Wrong{"Cast", {2}, {}, {{"to", std::int64_t{99}}}, "no element type 99"},
        Wrong{"BatchNormalization",
              {1, 3, 2, 2},
              {weights("s", {4}), weights("b", {3}), weights("m", {3}), weights("v", {3})},
              {},
              "input 1 of shape [4]"},
        Wrong{"Upsample", {1, 2}, {}, {{"scales", std::vector<float>{1, -1}}}, "a scale of -1"},
        Wrong{"Upsample", {1, 2}, {}, {{"scales", std::vector<float>{1, 1e30F}}}, "a scale of"},
        Wrong{"GlobalAveragePool", {1, 2}, {}, {}, "no image"}));

}  // namespace
}  // namespace bakeoff::model
