#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bakeoff::model {

/// A GraphDef read back, as far as the tests look at it.
struct DecodedAttr {
  int type = 0;
  std::int64_t i = 0;
  float f = 0;
  int b = -1;  ///< -1: not there
  std::string s;
  std::vector<std::int64_t> list;
  std::vector<std::int64_t> shape;  ///< of a shape or tensor
  std::string content;              ///< of a tensor
};

struct DecodedNode {
  std::string name;
  std::string op;
  std::vector<std::string> inputs;
  std::map<std::string, DecodedAttr> attributes;
};

std::vector<DecodedNode> decoded(const std::string& graph_def);

/// The producer version of a GraphDef.
int producer_of(const std::string& graph_def);

/// The operations in order, Const left out.
std::vector<std::string> operations(const std::string& graph_def);

}  // namespace bakeoff::model
