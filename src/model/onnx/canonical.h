#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph in the one dialect that the reference and all lowerings read, whatever opset (7 or later) the
/// file was written in. The shape of every input must be a number on every axis. What a canonical graph
/// promises:
///
///  - `values` and `outputs` know type and shape of everything that nodes make, every axis a number. Inputs
///    and outputs keep names and order. Every output is made by a node or is an input.
///  - What follows from constants and shapes alone is an initializer: whatever only moves constant elements
///    (Reshape, Transpose, Expand, Tile, Slice, Split, Concat, Gather), as long as such constants together
///    are not larger than the file's own and 1 GiB; arithmetic up to 256 elements. No initializer and no
///    node is unused.
///  - Constant, ConstantOfShape, Shape, Size, Range, EyeLike, Dropout, CastLike and casts to the same type
///    are gone. Identity is left only where an output of the graph is a constant, an input or another output.
///  - An output that nothing reads has an empty name or is missing. An omitted input has an empty name; the
///    last one never.
///  - Nodes are of the standard domain and mean what they mean in opset 17 (Mish: 18, Gelu: 20,
///    GroupNormalization: 21), with each parameter that is not data as an attribute. Exactly the named
///    attributes are there, always; axes are counted from the front. Where nothing is said, the inputs are
///    those of ONNX and there are no attributes.
///
///  Conv, ConvInteger, QLinearConv   kernel_shape, strides, dilations, pads (auto_pad resolved), group
///  ConvTranspose              the same and output_padding (output_shape resolved; may reach the stride)
///  MaxPool                    kernel_shape, strides, dilations, pads, ceil_mode. One output
///  AveragePool                the same and count_include_pad
///  LpPool                     the same as MaxPool and p; GlobalLpPool: p
///  Reshape                    shape (that of the output); also for Flatten, Squeeze, Unsqueeze. One input
///  Transpose                  perm
///  Concat                     axis; two inputs or more
///  Gather, GatherElements     axis; constant indices are counted from the front, others may be negative
///  GatherND                   batch_dims
///  ScatterElements            axis, reduction; ScatterND: reduction
///  Softmax, LogSoftmax, Hardmax   axis (those of older opsets are reshaped around)
///  ArgMax, ArgMin             axis, keepdims, select_last_index
///  TopK                       axis, k, largest, sorted. One input
///  CumSum                     axis, exclusive, reverse. One input
///  Trilu                      k, upper. One input
///  OneHot                     axis (of the output), depth. Two inputs: indices, values
///  Einsum                     equation (result written out, without spaces or ellipsis; no letter twice in a
///                             term)
///  Split                      axis, split (the lengths). One input; all outputs have names
///  Slice                      starts, steps: one entry for every axis, starts in range; the counts are those
///                             of the output's shape. One input
///  Pad                        pads (all first, then all last; may be negative), mode, value (a float). One
///                             input
///  Expand                     shape (that of the output). One input
///  Tile                       repeats. One input
///  Reduce...                  axes (ascending; none: each element by itself), keepdims. One input
///  Clip                       min, max as floats, infinite where absent. One input. Without attributes and
///                             with the inputs of ONNX where a bound is not constant or no float
///  Resize                     scales (all axes), mode, coordinate_transformation_mode, nearest_mode,
///                             cubic_coeff_a, exclude_outside, antialias, extrapolation_value, roi (all
///                             starts, then all ends, of all axes with tf_crop_and_resize; else empty); also
///                             for Upsample (asymmetric, floor or ceil). The lengths are those of the output.
///                             One input
///  BatchNormalization         epsilon. Five inputs, one output
///  InstanceNormalization      epsilon
///  GroupNormalization         num_groups, epsilon. Scale and bias have one number a channel
///  QuantizeLinear, DequantizeLinear   axis (0 with a single scale). Three inputs
///  LayerNormalization         axis, epsilon
///  LpNormalization            axis, p
///  MeanVarianceNormalization  axes (ascending)
///  LRN                        alpha, beta, bias, size
///  Gemm                       alpha, beta, transA, transB
///  Max, Min, Mean, Sum        two inputs or more
///  Cast                       to
///  Mod                        fmod
///  IsInf                      detect_negative, detect_positive
///  DepthToSpace               blocksize, mode
///  SpaceToDepth               blocksize
///  LeakyRelu, Elu, Celu, ThresholdedRelu   alpha
///  Shrink                     bias, lambd
///  BitShift                   direction
///  Selu                       alpha, gamma
///  HardSigmoid                alpha, beta
///  Gelu                       approximate
///
/// Errors: kUnsupported naming operator and node, also for shapes that depend on data, training mode and
/// tensors beyond 64 GiB; kBadInput as infer_shapes, and for inputs without a fixed shape.
Result<Graph> canonical(Graph graph);

}  // namespace bakeoff::model
