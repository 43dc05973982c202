#include "unit/model/reference/left_out.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace bakeoff::model::reference {
namespace {

struct Group {
  std::string_view prefix;  ///< of the name behind "test_"
  std::string_view reason;
};

const std::map<std::string_view, std::string_view>& not_comparable() {
  static const std::map<std::string_view, std::string_view> kCases = {
      {"test_PReLU_1d_multiparam", "PRelu of opset 6: slopes were along the channels"},
      {"test_PReLU_2d_multiparam", "PRelu of opset 6: slopes were along the channels"},
      {"test_PReLU_3d_multiparam", "PRelu of opset 6: slopes were along the channels"},
      {"test_cast_BFLOAT16_to_FLOAT", "holds bfloat16 as uint16"},
      {"test_cast_FLOAT_to_BFLOAT16", "holds bfloat16 as uint16"},
      {"test_castlike_BFLOAT16_to_FLOAT", "holds bfloat16 as uint16"},
      {"test_castlike_BFLOAT16_to_FLOAT_expanded", "holds bfloat16 as uint16"},
      {"test_castlike_FLOAT_to_BFLOAT16", "holds bfloat16 as uint16"},
      {"test_castlike_FLOAT_to_BFLOAT16_expanded", "holds bfloat16 as uint16"},
      {"test_averagepool_2d_ceil_last_window_starts_on_pad", "what is expected has 4 digits"},
      {"test_dynamicquantizelinear", "-2.5 / (5 / 255) is a tie, which float32 breaks"},
      {"test_dynamicquantizelinear_expanded", "-2.5 / (5 / 255) is a tie, which float32 breaks"},
  };
  return kCases;
}

constexpr std::array<Group, 76> kNotExecutable{
    Group{"Linear", "opset 6 says how to broadcast"},
    Group{"Softsign", "opset 6 says how to broadcast"},
    Group{"operator_add", "opset 6 says how to broadcast"},
    Group{"operator_mm", "opset 6 says how to broadcast"},
    Group{"adagrad", "trains"},
    Group{"adam", "trains"},
    Group{"affine_grid", "operator without a shape function: AffineGrid"},
    Group{"ai_onnx_ml", "another domain"},
    Group{"attention", "operator without a shape function: Attention"},
    Group{"basic_deform_conv", "operator without a shape function: DeformConv"},
    Group{"batchnorm_epsilon_training", "trains"},
    Group{"batchnorm_example_training", "trains"},
    Group{"bernoulli", "draws random numbers"},
    Group{"bitcast", "operator without a shape function: BitCast"},
    Group{"blackmanwindow", "signal processing"},
    Group{"cast_FLOAT_to_STRING", "strings"},
    Group{"cast_STRING", "strings"},
    Group{"castlike_FLOAT_to_STRING", "strings"},
    Group{"castlike_STRING", "strings"},
    Group{"causal_conv_with_state", "operator without a shape function: CausalConvWithState"},
    Group{"center_crop_pad", "operator without a shape function: CenterCropPad"},
    Group{"col2im", "operator without a shape function: Col2Im"},
    Group{"compress", "the shape depends on data"},
    Group{"constantofshape", "its only input is a shape: nothing is left to execute"},
    Group{"cumprod", "operator without a shape function: CumProd"},
    Group{"deform_conv", "operator without a shape function: DeformConv"},
    Group{"dequantizelinear_blocked", "quantization in blocks"},
    Group{"det", "operator without a shape function: Det"},
    Group{"dft", "signal processing"},
    Group{"einsum_batch_diagonal", "the dialect has no ellipsis with a repeated letter"},
    Group{"equal_string", "strings"},
    Group{"flexattention", "another domain"},
    Group{"gradient", "trains"},
    Group{"gridsample", "operator without a shape function: GridSample"},
    Group{"gru", "recurrent"},
    Group{"hammingwindow", "signal processing"},
    Group{"hannwindow", "signal processing"},
    Group{"identity_opt", "optional values"},
    Group{"identity_sequence", "sequences"},
    Group{"if", "control flow"},
    Group{"image_decoder", "decodes files"},
    Group{"linear_attention", "operator without a shape function: LinearAttention"},
    Group{"loop", "control flow"},
    Group{"lstm", "recurrent"},
    Group{"maxpool_with_argmax", "uses the places that MaxPool found"},
    Group{"maxunpool", "operator without a shape function: MaxUnpool"},
    Group{"melweightmatrix", "signal processing"},
    Group{"momentum", "trains"},
    Group{"nesterov", "trains"},
    Group{"nllloss", "a loss: trains"},
    Group{"nonmaxsuppression", "the shape depends on data"},
    Group{"nonzero", "the shape depends on data"},
    Group{"optional", "optional values"},
    Group{"quantizelinear_blocked", "quantization in blocks"},
    Group{"range_", "the shape depends on data"},
    Group{"regex", "strings"},
    Group{"reversesequence", "operator without a shape function: ReverseSequence"},
    Group{"rms_normalization", "operator without a shape function: RMSNormalization"},
    Group{"rnn", "recurrent"},
    Group{"roialign", "operator without a shape function: RoiAlign"},
    Group{"rotary_embedding", "operator without a shape function: RotaryEmbedding"},
    Group{"scan", "control flow"},
    Group{"scatter_with", "operator without a shape function: Scatter"},
    Group{"scatter_without", "operator without a shape function: Scatter"},
    Group{"sce_", "a loss: trains"},
    Group{"sequence", "sequences"},
    Group{"simple_rnn", "recurrent"},
    Group{"split_to_sequence", "sequences"},
    Group{"stft", "signal processing"},
    Group{"string", "strings"},
    Group{"strnorm", "strings"},
    Group{"swish", "operator without a shape function: Swish"},
    Group{"tensorscatter", "operator without a shape function: TensorScatter"},
    Group{"tfidfvectorizer", "strings"},
    Group{"training_dropout", "trains"},
    Group{"unique", "the shape depends on data"},
};

// Types that bakeoff does not read: a float of 8 bits or fewer, an integer below 8.
constexpr std::array<std::string_view, 9> kNarrowTypes{"FLOAT8", "FLOAT4", "INT4", "INT2", "e4m3fn",
                                                       "e5m2",   "e2m1",   "int4", "int2"};

}  // namespace

std::string reason_not_to_compare(const std::string& name) {
  const auto found = not_comparable().find(name);
  return found == not_comparable().end() ? std::string() : std::string(found->second);
}

std::string reason_not_to_run(const std::string& name) {
  constexpr std::string_view kStart = "test_";
  const std::string_view behind = std::string_view(name).substr(kStart.size());
  for (const Group& group : kNotExecutable) {
    if (behind.starts_with(group.prefix)) return std::string(group.reason);
  }
  const bool narrow = std::any_of(kNarrowTypes.begin(), kNarrowTypes.end(), [&](std::string_view type) {
    return behind.find(type) != std::string_view::npos;
  });
  return narrow ? "a type of fewer than 8 bits, or a float of 8" : "";
}

}  // namespace bakeoff::model::reference
