#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph in the one dialect that the reference and all lowerings read, whatever opset (7 or later) the
/// file was written in. The shape of every input must be a number on every axis. What a canonical graph
/// promises:
///  - `values` and `outputs` know type and shape of everything, every axis a number. What could be computed
///  from
///    constants and shapes alone is an initializer, of which none is unused; Constant, ConstantOfShape,
///    Shape, Size, Identity, Dropout and casts to the same type are gone. Inputs and outputs keep names and
///    order.
///  - Nodes are of the standard domain and mean what they mean in opset 17 (Gelu: 20), with each parameter
///  that is not
///    data as an attribute, always present, axes counted from the front:
///      Conv, ConvTranspose         kernel_shape, strides, dilations, pads (auto_pad resolved), group;
///                                  ConvTranspose: output_padding
///      MaxPool, AveragePool        kernel_shape, strides, dilations, pads, ceil_mode; count_include_pad; one
///      output Reshape                     shape; also for Flatten, Squeeze and Unsqueeze. One input
///      Transpose                   perm
///      Concat, Gather, GatherElements, Softmax, LogSoftmax, ArgMax, ArgMin   axis (Softmax of older opsets
///      is
///                                  reshaped around); ArgMax, ArgMin: keepdims, select_last_index
///      Split                       axis, split (the lengths)
///      Slice                       starts, steps: one entry for every axis, starts in range; the counts are
///      those of
///                                  the output's shape
///      Pad                         pads (all first, then all last), mode, value. One input
///      Expand                      shape (that of the output); Tile: repeats. One input
///      Reduce*                     axes (ascending), keepdims
///      Clip                        min, max as floats, infinite where absent. One input (stays as in the
///      file where a
///                                  bound is not constant)
///      Resize                      scales (all axes), mode, coordinate_transformation_mode, nearest_mode,
///      cubic_coeff_a,
///                                  exclude_outside, also for Upsample; the lengths are those of the output.
///                                  One input
///      BatchNormalization          epsilon; five inputs, one output
///      InstanceNormalization, LRN, LayerNormalization (axis, epsilon), Gemm (alpha, beta, transA, transB),
///      Cast (to), LeakyRelu, Elu, Selu, HardSigmoid, ... : as in ONNX with every attribute's default written
///      out TopK                        axis, largest, sorted, k. One input
/// Errors: kUnsupported naming operator and node, also for shapes that depend on data; kBadInput as
/// infer_shapes.
Result<Graph> canonical(Graph graph);

}  // namespace bakeoff::model
