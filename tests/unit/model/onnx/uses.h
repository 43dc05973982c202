#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

using Integers = std::vector<std::int64_t>;
using Floats = std::vector<float>;
using Attributes = std::map<std::string, Attribute>;

/// One operator on x and some constants.
struct Use {
  std::string op_type;
  Integers x;
  std::vector<Tensor> constants = {};
  Attributes attributes = {};
  std::int64_t opset = 17;
  std::vector<std::string> outputs = {"y"};
};

/// The canonical form, which must be in the dialect.
Graph canonical_of(const Use& use);

/// Its only node.
Node node_of(const Use& use);

std::string refusal_of(const Use& use);

template <typename T>
T get(const Node& node, const std::string& attribute) {
  const auto found = node.attributes.find(attribute);
  const T* value = found == node.attributes.end() ? nullptr : std::get_if<T>(&found->second);
  EXPECT_NE(value, nullptr) << attribute;
  return value == nullptr ? T{} : *value;
}

Tensor floats_tensor(const std::string& name, const Integers& dims, const Floats& values);
Tensor scalar(const std::string& name, float number);

}  // namespace bakeoff::model
