#pragma once

#include <protozero/types.hpp>

/// Field numbers and enumerations of TensorFlow's GraphDef, as far as bakeoff writes them. Source:
/// tensorflow/core/framework/{graph,versions,node_def,attr_value,tensor,tensor_shape,types}.proto.
namespace bakeoff::model::graphdef::proto {

enum class GraphDef : protozero::pbf_tag_type { kNode = 1, kVersions = 4 };

enum class VersionDef : protozero::pbf_tag_type { kProducer = 1 };

enum class NodeDef : protozero::pbf_tag_type { kName = 1, kOp = 2, kInput = 3, kAttr = 5 };

enum class AttrEntry : protozero::pbf_tag_type { kKey = 1, kValue = 2 };

enum class AttrValue : protozero::pbf_tag_type {
  kList = 1,
  kS = 2,
  kI = 3,
  kF = 4,
  kB = 5,
  kType = 6,
  kShape = 7,
  kTensor = 8,
};

enum class ListValue : protozero::pbf_tag_type { kI = 3 };

enum class TensorShape : protozero::pbf_tag_type { kDim = 2 };

enum class TensorShapeDim : protozero::pbf_tag_type { kSize = 1 };

enum class TensorProto : protozero::pbf_tag_type { kDtype = 1, kTensorShape = 2, kTensorContent = 4 };

enum class DataType : int {
  kFloat = 1,
  kDouble = 2,
  kInt32 = 3,
  kUint8 = 4,
  kInt16 = 5,
  kInt8 = 6,
  kInt64 = 9,
  kBool = 10,
  kBfloat16 = 14,
  kUint16 = 17,
  kHalf = 19,
  kUint32 = 22,
  kUint64 = 23,
};

}  // namespace bakeoff::model::graphdef::proto
