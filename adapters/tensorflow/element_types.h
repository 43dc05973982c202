#pragma once

#include <string>

#include <bakeoff/adapter.h>

namespace bakeoff::adapters::tf {

// Of TF_DataType (tensorflow/c/tf_datatype.h): the same in all versions.
constexpr int kFloat = 1;
constexpr int kBfloat16 = 14;
constexpr int kHalf = 19;

/// TF_DataType of a bakeoff_element_type; throws Failure (BAKEOFF_UNSUPPORTED) for one that does not exist.
int to_tensorflow(int element_type);

/// The bakeoff_element_type of a TF_DataType; throws Failure naming `tensor` if there is none.
int from_tensorflow(int type, const std::string& tensor);

}  // namespace bakeoff::adapters::tf
