#include "unit/model/lower/graphdef/decoded.h"

#include <protozero/pbf_reader.hpp>

namespace bakeoff::model {
namespace {

using protozero::pbf_reader;

// Field numbers as in TensorFlow's .proto files, written anew so that a wrong one in the writer is seen.
std::vector<std::int64_t> read_shape(pbf_reader shape) {
  std::vector<std::int64_t> dims;
  while (shape.next(2)) {
    pbf_reader dim = shape.get_message();
    std::int64_t size = 0;
    while (dim.next(1)) size = dim.get_int64();
    dims.push_back(size);
  }
  return dims;
}

void read_tensor(pbf_reader tensor, DecodedAttr& attr) {
  while (tensor.next()) {
    switch (tensor.tag()) {
      case 1:
        attr.type = tensor.get_enum();
        break;
      case 2:
        attr.shape = read_shape(tensor.get_message());
        break;
      case 4:
        attr.content = tensor.get_bytes();
        break;
      default:
        tensor.skip();
    }
  }
}

DecodedAttr read_value(pbf_reader value) {
  DecodedAttr attr;
  while (value.next()) {
    switch (value.tag()) {
      case 1: {
        pbf_reader list = value.get_message();
        while (list.next(3)) {
          for (const std::int64_t number : list.get_packed_int64()) attr.list.push_back(number);
        }
        break;
      }
      case 2:
        attr.s = value.get_bytes();
        break;
      case 3:
        attr.i = value.get_int64();
        break;
      case 4:
        attr.f = value.get_float();
        break;
      case 5:
        attr.b = value.get_bool() ? 1 : 0;
        break;
      case 6:
        attr.type = value.get_enum();
        break;
      case 7:
        attr.shape = read_shape(value.get_message());
        break;
      case 8:
        read_tensor(value.get_message(), attr);
        break;
      default:
        value.skip();
    }
  }
  return attr;
}

DecodedNode read_node(pbf_reader node) {
  DecodedNode read;
  while (node.next()) {
    switch (node.tag()) {
      case 1:
        read.name = node.get_string();
        break;
      case 2:
        read.op = node.get_string();
        break;
      case 3:
        read.inputs.push_back(node.get_string());
        break;
      case 5: {
        pbf_reader entry = node.get_message();
        std::string key;
        while (entry.next()) {
          if (entry.tag() == 1) {
            key = entry.get_string();
          } else {
            read.attributes[key] = read_value(entry.get_message());
          }
        }
        break;
      }
      default:
        node.skip();
    }
  }
  return read;
}

}  // namespace

std::vector<DecodedNode> decoded(const std::string& graph_def) {
  std::vector<DecodedNode> nodes;
  pbf_reader graph(graph_def);
  while (graph.next(1)) nodes.push_back(read_node(graph.get_message()));
  return nodes;
}

int producer_of(const std::string& graph_def) {
  pbf_reader graph(graph_def);
  int producer = 0;
  while (graph.next(4)) {
    pbf_reader versions = graph.get_message();
    while (versions.next(1)) producer = versions.get_int32();
  }
  return producer;
}

std::vector<std::string> operations(const std::string& graph_def) {
  std::vector<std::string> names;
  for (const DecodedNode& node : decoded(graph_def)) {
    if (node.op != "Const") names.push_back(node.op);
  }
  return names;
}

}  // namespace bakeoff::model
