#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// One input of a prepared model: fixed shape, in host memory order.
struct InputSpec {
  std::string name;
  ElementType type = ElementType::kFloat;
  std::vector<std::int64_t> dims;
  bool operator==(const InputSpec&) const = default;
};

/// A model ready for workers: one file in the cache, its inputs and the data they are fed with in rotation.
struct PreparedModel {
  std::string name;            ///< as a person calls it: "resnet-50" or the file's name
  std::filesystem::path path;  ///< the ONNX file in the cache, batch fixed
  std::string sha256;          ///< of that file
  int batch = 1;
  std::vector<InputSpec> inputs;
  std::vector<std::string> output_names;
  std::vector<std::vector<std::string>> sets;  ///< sets[s][i]: raw bytes of input i in set s
  std::vector<std::string> given_sha256;       ///< of the values of each --input, in the order of the request
  std::vector<std::string> remarks;            ///< what was changed or looks like a handicap, in plain words
};

}  // namespace bakeoff::model
