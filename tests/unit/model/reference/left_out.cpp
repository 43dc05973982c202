#include "unit/model/reference/left_out.h"

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
      {"test_dynamicquantizelinear", "-2.5 / (5 / 255) is a tie, which float32 breaks"},
      {"test_dynamicquantizelinear_expanded", "-2.5 / (5 / 255) is a tie, which float32 breaks"},
  };
  return kCases;
}

constexpr std::array<Group, 54> kNotExecutable{
    Group{"Linear", "opset 6 says how to broadcast"},
    Group{"Softsign", "opset 6 says how to broadcast"},
    Group{"operator_add", "opset 6 says how to broadcast"},
    Group{"operator_mm", "opset 6 says how to broadcast"},
    Group{"adagrad", "trains"},
    Group{"adam", "trains"},
    Group{"batchnorm_epsilon_training", "trains"},
    Group{"batchnorm_example_training", "trains"},
    Group{"bernoulli", "draws random numbers"},
    Group{"blackmanwindow", "signal processing"},
    Group{"castlike_FLOAT_to_STRING", "strings"},
    Group{"castlike_STRING", "strings"},
    Group{"cast_FLOAT_to_STRING", "strings"},
    Group{"cast_STRING", "strings"},
    Group{"compress", "the shape depends on data"},
    Group{"constantofshape", "its only input is a shape: nothing is left to execute"},
    Group{"det", "operator without a shape function: Det"},
    Group{"dft", "signal processing"},
    Group{"einsum_batch_diagonal", "the dialect has no ellipsis with a repeated letter"},
    Group{"gradient", "trains"},
    Group{"gridsample", "operator without a shape function: GridSample"},
    Group{"gru", "recurrent"},
    Group{"hammingwindow", "signal processing"},
    Group{"hannwindow", "signal processing"},
    Group{"identity_opt", "optional values"},
    Group{"identity_sequence", "sequences"},
    Group{"if", "control flow"},
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
    Group{"range_", "the shape depends on data"},
    Group{"reversesequence", "operator without a shape function: ReverseSequence"},
    Group{"rnn", "recurrent"},
    Group{"roialign", "operator without a shape function: RoiAlign"},
    Group{"scan", "control flow"},
    Group{"scatter_with", "operator without a shape function: Scatter"},
    Group{"scatter_without", "operator without a shape function: Scatter"},
    Group{"sce_", "a loss: trains"},
    Group{"sequence", "sequences"},
    Group{"simple_rnn", "recurrent"},
    Group{"split_to_sequence", "sequences"},
    Group{"stft", "signal processing"},
    Group{"strnorm", "strings"},
    Group{"tfidfvectorizer", "strings"},
    Group{"training_dropout", "trains"},
    Group{"unique", "the shape depends on data"},
};

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
  return {};
}

}  // namespace bakeoff::model::reference
