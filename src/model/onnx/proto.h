#pragma once

#include <protozero/types.hpp>

/// Field numbers and enumerations of the ONNX file format, as far as bakeoff uses them.
/// Source: onnx/onnx.proto (and onnx-ml.proto, which only adds to it) of the ONNX project.
namespace bakeoff::model::proto {

enum class Model : protozero::pbf_tag_type {
  kIrVersion = 1,
  kProducerName = 2,
  kGraph = 7,
  kOpsetImport = 8,
  kFunctions = 25,
};

enum class OperatorSetId : protozero::pbf_tag_type { kDomain = 1, kVersion = 2 };

enum class GraphField : protozero::pbf_tag_type {
  kNode = 1,
  kName = 2,
  kInitializer = 5,
  kInput = 11,
  kOutput = 12,
  kValueInfo = 13,
  kSparseInitializer = 15,
};

enum class NodeField : protozero::pbf_tag_type {
  kInput = 1,
  kOutput = 2,
  kName = 3,
  kOpType = 4,
  kAttribute = 5,
  kDomain = 7,
};

enum class AttributeField : protozero::pbf_tag_type {
  kName = 1,
  kF = 2,
  kI = 3,
  kS = 4,
  kT = 5,
  kG = 6,
  kFloats = 7,
  kInts = 8,
  kStrings = 9,
  kTensors = 10,
  kGraphs = 11,
  kTp = 14,
  kTypeProtos = 15,
  kType = 20,
  kRefAttrName = 21,
  kSparseTensor = 22,
  kSparseTensors = 23,
};

enum class AttributeType : int {
  kUndefined = 0,
  kFloat = 1,
  kInt = 2,
  kString = 3,
  kTensor = 4,
  kGraph = 5,
  kFloats = 6,
  kInts = 7,
  kStrings = 8,
  kTensors = 9,
  kGraphs = 10,
  kSparseTensor = 11,
  kSparseTensors = 12,
  kTypeProto = 13,
  kTypeProtos = 14,
};

enum class TensorField : protozero::pbf_tag_type {
  kDims = 1,
  kDataType = 2,
  kSegment = 3,
  kFloatData = 4,
  kInt32Data = 5,
  kStringData = 6,
  kInt64Data = 7,
  kName = 8,
  kRawData = 9,
  kDoubleData = 10,
  kUint64Data = 11,
  kExternalData = 13,
  kDataLocation = 14,
};

enum class SparseTensorField : protozero::pbf_tag_type { kValues = 1, kIndices = 2 };

enum class FunctionField : protozero::pbf_tag_type { kNode = 7 };

inline constexpr int kDataLocationExternal = 1;

enum class StringStringEntry : protozero::pbf_tag_type { kKey = 1, kValue = 2 };

enum class ValueInfoField : protozero::pbf_tag_type { kName = 1, kType = 2 };

enum class TypeField : protozero::pbf_tag_type {
  kTensorType = 1,
  kSequenceType = 4,
  kMapType = 5,
  kOpaqueType = 7,
  kSparseTensorType = 8,
  kOptionalType = 9,
};

enum class TensorType : protozero::pbf_tag_type { kElemType = 1, kShape = 2 };

enum class ShapeField : protozero::pbf_tag_type { kDim = 1 };

enum class Dimension : protozero::pbf_tag_type { kDimValue = 1, kDimParam = 2 };

}  // namespace bakeoff::model::proto
