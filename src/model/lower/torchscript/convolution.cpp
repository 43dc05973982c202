#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/padding.h"

namespace bakeoff::model::torchscript {
namespace {

std::string function(std::string_view name, std::size_t spatial) {
  return std::string(name) + std::to_string(spatial) + "d";
}

bool has_convolution(std::size_t spatial) {
  return spatial >= 1 && spatial <= 3;
}

// What torch makes without any padding, cropped and extended by hand: for pads that differ at the two ends or
// are negative, and for output_padding as long as a stride. The bias comes last, as what is added is bare.
std::string general_transpose(Call& call, const Padding& padding, const std::vector<std::int64_t>& extra) {
  const std::size_t spatial = extra.size();
  const std::vector<std::int64_t> none(spatial, 0);
  const std::string whole =
      torch_call(function("conv_transpose", spatial),
                 {call.input(0).text, call.input(1).text, "None", list(call.integers("strides")), list(none),
                  list(none), std::to_string(call.integer("group")), list(call.integers("dilations"))});
  Padding cropped;
  for (std::size_t i = 0; i < spatial; ++i) {
    cropped.begin.push_back(-padding.begin[i]);
    cropped.end.push_back(extra[i] - padding.end[i]);
  }
  std::string exact = torch_call("constant_pad_nd", {whole, list(last_axis_first(cropped)), "0"});
  if (!call.has_input(2)) return exact;
  std::vector<std::int64_t> channels(spatial + 1, 1);
  channels[0] = -1;
  return torch_call("add", {exact, torch_call("reshape", {call.input(2).text, list(channels)})});
}

}  // namespace

std::string lower_conv(Call& call) {
  const std::vector<std::int64_t> strides = call.integers("strides");
  if (!has_convolution(strides.size())) return call.unsupported("convolutions have 1 to 3 spatial axes");
  Padding padding = padding_of(call.integers("pads"));
  std::string x = call.input(0).text;
  if (!padding.symmetric()) {
    x = call.let(torch_call("constant_pad_nd", {x, list(last_axis_first(padding)), "0"}));
    padding = Padding::none(strides.size());
  }
  return torch_call(function("conv", strides.size()),
                    {x, call.input(1).text, call.optional_input(2), list(strides), list(padding.begin),
                     list(call.integers("dilations")), std::to_string(call.integer("group"))});
}

std::string lower_conv_transpose(Call& call) {
  const std::vector<std::int64_t> strides = call.integers("strides");
  const std::vector<std::int64_t> dilations = call.integers("dilations");
  const std::vector<std::int64_t> extra = call.integers("output_padding");
  const Padding padding = padding_of(call.integers("pads"));
  if (!has_convolution(strides.size())) return call.unsupported("convolutions have 1 to 3 spatial axes");
  bool plain = padding.symmetric();
  for (std::size_t i = 0; i < strides.size(); ++i) {
    // torch's own conditions; what it cannot pad, it cannot have been given by one of its users.
    plain = plain && padding.begin[i] >= 0 && (extra[i] < strides[i] || extra[i] < dilations[i]);
  }
  if (!plain) return general_transpose(call, padding, extra);
  return torch_call(
      function("conv_transpose", strides.size()),
      {call.input(0).text, call.input(1).text, call.optional_input(2), list(strides), list(padding.begin),
       list(extra), std::to_string(call.integer("group")), list(dilations)});
}

}  // namespace bakeoff::model::torchscript
