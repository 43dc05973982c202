#include "unit/model/onnx/dialect.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "model/onnx/counts.h"

namespace bakeoff::model {
namespace {

using Dims = std::vector<std::int64_t>;
using Floats = std::vector<float>;
using Names = std::set<std::string>;

/// The attributes that nodes of an operator have, no more and no less; none for those left out here.
const std::map<std::string, Names>& attributes_of() {
  static const Names kConv = {"dilations", "group", "kernel_shape", "pads", "strides"};
  static const Names kReduce = {"axes", "keepdims"};
  static const Names kArg = {"axis", "keepdims", "select_last_index"};
  static const std::map<std::string, Names> kNames = {
      {"ArgMax", kArg},
      {"ArgMin", kArg},
      {"AveragePool", {"ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"}},
      {"BatchNormalization", {"epsilon"}},
      {"BitShift", {"direction"}},
      {"Cast", {"to"}},
      {"Celu", {"alpha"}},
      {"Concat", {"axis"}},
      {"Conv", kConv},
      {"ConvInteger", kConv},
      {"ConvTranspose", {"dilations", "group", "kernel_shape", "output_padding", "pads", "strides"}},
      {"CumSum", {"axis", "exclusive", "reverse"}},
      {"DepthToSpace", {"blocksize", "mode"}},
      {"DequantizeLinear", {"axis"}},
      {"Einsum", {"equation"}},
      {"Elu", {"alpha"}},
      {"Expand", {"shape"}},
      {"Gather", {"axis"}},
      {"GatherElements", {"axis"}},
      {"GatherND", {"batch_dims"}},
      {"Gelu", {"approximate"}},
      {"Gemm", {"alpha", "beta", "transA", "transB"}},
      {"GlobalLpPool", {"p"}},
      {"GroupNormalization", {"epsilon", "num_groups"}},
      {"HardSigmoid", {"alpha", "beta"}},
      {"Hardmax", {"axis"}},
      {"InstanceNormalization", {"epsilon"}},
      {"IsInf", {"detect_negative", "detect_positive"}},
      {"LRN", {"alpha", "beta", "bias", "size"}},
      {"LayerNormalization", {"axis", "epsilon"}},
      {"LeakyRelu", {"alpha"}},
      {"LogSoftmax", {"axis"}},
      {"LpNormalization", {"axis", "p"}},
      {"LpPool", {"ceil_mode", "dilations", "kernel_shape", "p", "pads", "strides"}},
      {"MaxPool", {"ceil_mode", "dilations", "kernel_shape", "pads", "strides"}},
      {"MeanVarianceNormalization", {"axes"}},
      {"Mod", {"fmod"}},
      {"OneHot", {"axis", "depth"}},
      {"Pad", {"mode", "pads", "value"}},
      {"QLinearConv", kConv},
      {"QuantizeLinear", {"axis"}},
      {"ReduceL1", kReduce},
      {"ReduceL2", kReduce},
      {"ReduceLogSum", kReduce},
      {"ReduceLogSumExp", kReduce},
      {"ReduceMax", kReduce},
      {"ReduceMean", kReduce},
      {"ReduceMin", kReduce},
      {"ReduceProd", kReduce},
      {"ReduceSum", kReduce},
      {"ReduceSumSquare", kReduce},
      {"Reshape", {"shape"}},
      {"Resize",
       {"antialias", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside",
        "extrapolation_value", "mode", "nearest_mode", "roi", "scales"}},
      {"ScatterElements", {"axis", "reduction"}},
      {"ScatterND", {"reduction"}},
      {"Selu", {"alpha", "gamma"}},
      {"Shrink", {"bias", "lambd"}},
      {"Slice", {"starts", "steps"}},
      {"Softmax", {"axis"}},
      {"SpaceToDepth", {"blocksize"}},
      {"Split", {"axis", "split"}},
      {"ThresholdedRelu", {"alpha"}},
      {"Tile", {"repeats"}},
      {"TopK", {"axis", "k", "largest", "sorted"}},
      {"Transpose", {"perm"}},
      {"Trilu", {"k", "upper"}},
  };
  return kNames;
}

const std::map<std::string, std::size_t>& input_counts() {
  static const std::map<std::string, std::size_t> kCounts = {{"CumSum", 1},      {"DequantizeLinear", 3},
                                                             {"OneHot", 2},      {"QuantizeLinear", 3},
                                                             {"TopK", 1},        {"Trilu", 1},
                                                             {"ArgMax", 1},      {"ArgMin", 1},
                                                             {"AveragePool", 1}, {"BatchNormalization", 5},
                                                             {"Expand", 1},      {"Gather", 2},
                                                             {"MaxPool", 1},     {"Pad", 1},
                                                             {"Reshape", 1},     {"Resize", 1},
                                                             {"Slice", 1},       {"Softmax", 1},
                                                             {"Split", 1},       {"Tile", 1},
                                                             {"Transpose", 1}};
  return kCounts;
}

class Checker {
 public:
  std::vector<std::string> check(const Graph& original, const Graph& graph) {
    check_ends(original, graph);
    for (const ValueInfo& input : graph.inputs) learn(input);
    for (const Tensor& tensor : graph.initializers) learn(tensor);
    for (const ValueInfo& value : graph.values) learn_later(value);
    for (const ValueInfo& output : graph.outputs) learn_later(output);
    for (const Node& node : graph.nodes) check_node(node);
    for (const ValueInfo& output : graph.outputs) {
      expect(made_.contains(output.name), "nothing makes output " + output.name);
      used_.insert(output.name);
    }
    for (const Tensor& tensor : graph.initializers) {
      expect(used_.contains(tensor.name), "initializer " + tensor.name + " is not used");
    }
    return faults_;
  }

 private:
  void expect(bool holds, const std::string& fault) {
    if (!holds) faults_.push_back(place_ + fault);
  }

  void check_ends(const Graph& original, const Graph& graph) {
    expect(original.inputs == graph.inputs, "the inputs changed");
    expect(original.outputs.size() == graph.outputs.size(), "the number of outputs changed");
    for (std::size_t i = 0; i < std::min(original.outputs.size(), graph.outputs.size()); ++i) {
      expect(original.outputs[i].name == graph.outputs[i].name, "outputs changed their names");
    }
    Names initializers;
    for (const Tensor& tensor : graph.initializers) initializers.insert(tensor.name);
    for (const ValueInfo& output : graph.outputs) {
      expect(!initializers.contains(output.name), "output " + output.name + " is an initializer");
    }
  }

  void learn(const ValueInfo& value) {
    learn_later(value);
    expect(made_.insert(value.name).second, value.name + " is there twice");
  }
  void learn(const Tensor& tensor) {
    shapes_[tensor.name] = tensor.dims;
    expect(byte_count(tensor.type, tensor.dims) == static_cast<std::int64_t>(tensor.data.size()),
           tensor.name + " has the wrong size");
    expect(made_.insert(tensor.name).second, tensor.name + " is there twice");
  }
  void learn_later(const ValueInfo& value) {
    const auto dims = value.shape ? to_dims(*value.shape) : std::nullopt;
    expect(dims.has_value(), "the shape of " + value.name + " is not known");
    expect(value.type != ElementType::kUndefined, "the type of " + value.name + " is not known");
    if (dims) shapes_[value.name] = *dims;
  }

  void check_node(const Node& node) {
    place_ = node.op_type + " '" + node.name + "': ";
    static const Names kGone = {"CastLike", "EyeLike", "Range",   "Constant", "ConstantOfShape", "Shape",
                                "Size",     "Dropout", "Flatten", "Squeeze",  "Unsqueeze",       "Upsample"};
    expect(!kGone.contains(node.op_type) && node.domain.empty(), "is not in the dialect");
    for (const std::string& input : node.inputs) {
      expect(input.empty() || made_.contains(input), "uses " + input + ", which is not there yet");
      used_.insert(input);
    }
    expect(!node.outputs.empty() && !node.outputs.back().empty(), "has no or unnamed outputs");
    expect(node.inputs.empty() || !node.inputs.back().empty(), "has an empty last input");
    for (const std::string& output : node.outputs) {
      if (output.empty()) continue;
      expect(made_.insert(output).second, output + " is made twice");
      expect(shapes_.contains(output), output + " has no shape");
    }
    if (node.op_type == "Clip" && node.inputs.size() > 1) return;
    Names names;
    for (const auto& [name, value] : node.attributes) names.insert(name);
    const auto expected = attributes_of().find(node.op_type);
    if (node.op_type == "Clip") {
      expect(names == Names{"max", "min"}, "has other attributes");
    } else {
      expect(names == (expected == attributes_of().end() ? Names() : expected->second),
             "has other attributes");
    }
    const auto inputs = input_counts().find(node.op_type);
    if (inputs != input_counts().end()) {
      expect(node.inputs.size() == inputs->second, "has " + std::to_string(node.inputs.size()) + " inputs");
    }
    if (!faults_.empty()) return;
    check_attributes(node);
  }

  static std::int64_t integer(const Node& node, const std::string& name) {
    return std::get<std::int64_t>(node.attributes.at(name));
  }
  static const Dims& integers(const Node& node, const std::string& name) {
    return std::get<Dims>(node.attributes.at(name));
  }

  void check_attributes(const Node& node) {
    const Dims& in = shapes_.at(node.inputs.front());
    const auto named = std::find_if_not(node.outputs.begin(), node.outputs.end(),
                                        [](const std::string& name) { return name.empty(); });
    const Dims& out = shapes_.at(*named);
    if (node.attributes.contains("axis")) {
      const std::int64_t axis = integer(node, "axis");
      // OneHot's axis is one of its output; a single scale has none.
      const bool is_single = node.op_type.ends_with("quantizeLinear") || node.op_type == "QuantizeLinear";
      const std::size_t rank = node.op_type == "OneHot" ? out.size() : is_single ? in.size() + 1 : in.size();
      expect(axis >= 0 && axis < static_cast<std::int64_t>(rank), "its axis is out of range");
    }
    if (node.attributes.contains("kernel_shape")) check_windows(node, in, out);
    if (node.op_type == "Reshape") check_reshape(node, in, out);
    if (node.op_type == "Expand") expect(integers(node, "shape") == out, "its shape is not the output's");
    if (node.op_type == "Tile") check_tile(node, in, out);
    if (node.op_type == "Transpose") check_transpose(node, in, out);
    if (node.op_type == "Slice") check_slice(node, in, out);
    if (node.op_type == "Pad") check_pad(node, in, out);
    if (node.op_type == "Split") check_split(node, in);
    if (node.op_type.starts_with("Reduce")) check_reduce(node, in, out);
    if (node.op_type == "Resize") {
      expect(std::get<Floats>(node.attributes.at("scales")).size() == in.size(), "has too few scales");
    }
    if (node.op_type == "Identity") {
      expect(in == out, "changes the shape");
    }
  }

  void check_windows(const Node& node, const Dims& in, const Dims& out) {
    const std::size_t axes = in.size() - 2;
    const Dims& kernel = integers(node, "kernel_shape");
    const Dims& strides = integers(node, "strides");
    const Dims& dilations = integers(node, "dilations");
    const Dims& pads = integers(node, "pads");
    const bool sized = kernel.size() == axes && strides.size() == axes && dilations.size() == axes &&
                       pads.size() == 2 * axes;
    expect(sized, "has lists of the wrong length");
    if (!sized) return;
    const bool rounds_up = node.attributes.contains("ceil_mode") && integer(node, "ceil_mode") != 0;
    for (std::size_t i = 0; i < axes; ++i) {
      const std::int64_t span = dilations[i] * (kernel[i] - 1) + 1;
      const std::int64_t padding = pads[i] + pads[axes + i];
      if (node.op_type == "ConvTranspose") {
        const std::int64_t extra = integers(node, "output_padding").at(i);
        expect(out[i + 2] == strides[i] * (in[i + 2] - 1) + extra + span - padding, "another length results");
      } else {
        const std::int64_t count = (in[i + 2] + padding - span) / strides[i] + 1;
        expect(out[i + 2] == count || (rounds_up && out[i + 2] == count + 1), "another length results");
      }
    }
  }

  void check_reshape(const Node& node, const Dims& in, const Dims& out) {
    expect(integers(node, "shape") == out, "its shape is not the output's");
    expect(element_count(in) == element_count(out), "changes the number of elements");
  }

  void check_tile(const Node& node, const Dims& in, const Dims& out) {
    Dims tiled = integers(node, "repeats");
    for (std::size_t i = 0; i < tiled.size(); ++i) tiled[i] *= in.at(i);
    expect(tiled == out, "another shape results");
  }

  void check_transpose(const Node& node, const Dims& in, const Dims& out) {
    const Dims& perm = integers(node, "perm");
    Dims sorted = perm;
    std::sort(sorted.begin(), sorted.end());
    Dims straight(in.size());
    std::iota(straight.begin(), straight.end(), 0);
    expect(sorted == straight, "its perm is no permutation");
    for (std::size_t i = 0; i < perm.size(); ++i) {
      expect(out.at(i) == in.at(static_cast<std::size_t>(perm[i])), "another shape results");
    }
  }

  void check_slice(const Node& node, const Dims& in, const Dims& out) {
    const Dims& starts = integers(node, "starts");
    const Dims& steps = integers(node, "steps");
    expect(starts.size() == in.size() && steps.size() == in.size(), "does not name every axis");
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (out.at(i) == 0) continue;
      const std::int64_t last = starts.at(i) + (out[i] - 1) * steps.at(i);
      expect(starts[i] >= 0 && starts[i] < in[i] && last >= 0 && last < in[i], "leaves its input");
    }
  }

  void check_pad(const Node& node, const Dims& in, const Dims& out) {
    const Dims& pads = integers(node, "pads");
    expect(pads.size() == 2 * in.size(), "does not name every axis");
    for (std::size_t i = 0; i < in.size(); ++i) {
      expect(out.at(i) == in[i] + pads.at(i) + pads.at(in.size() + i), "another shape results");
    }
  }

  void check_split(const Node& node, const Dims& in) {
    const Dims& split = integers(node, "split");
    const auto axis = static_cast<std::size_t>(integer(node, "axis"));
    expect(split.size() == node.outputs.size(), "has another number of parts");
    expect(std::accumulate(split.begin(), split.end(), std::int64_t{0}) == in[axis],
           "its parts are not the whole");
    for (std::size_t i = 0; i < split.size(); ++i) {
      expect(!node.outputs.at(i).empty() && shapes_.at(node.outputs[i]).at(axis) == split[i],
             "part " + std::to_string(i) + " has another length");
    }
  }

  void check_reduce(const Node& node, const Dims& in, const Dims& out) {
    const Dims& axes = integers(node, "axes");
    expect(std::is_sorted(axes.begin(), axes.end()) &&
               std::adjacent_find(axes.begin(), axes.end()) == axes.end(),
           "its axes do not ascend");
    Dims reduced;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const bool gone = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
      if (!gone) reduced.push_back(in[i]);
      if (gone && integer(node, "keepdims") != 0) reduced.push_back(1);
    }
    expect(reduced == out, "another shape results");
  }

  std::string place_;
  std::vector<std::string> faults_;
  std::map<std::string, Dims> shapes_;
  Names made_;
  Names used_;
};

}  // namespace

std::vector<std::string> dialect_faults(const Graph& original, const Graph& canonical) {
  return Checker().check(original, canonical);
}

}  // namespace bakeoff::model
