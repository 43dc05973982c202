#include "unit/model/zoo/published.h"

#include <ostream>

namespace bakeoff::model {
namespace {

std::map<std::string, int> resnet_operators(int convolutions, int blocks, int rectifiers) {
  return {{"Conv", convolutions}, {"BatchNormalization", convolutions},
          {"Relu", rectifiers},   {"Add", blocks},
          {"MaxPool", 1},         {"GlobalAveragePool", 1},
          {"Flatten", 1},         {"Gemm", 1}};
}

std::map<std::string, int> squeezenet_operators() {
  return {{"Conv", 26},  {"Relu", 26}, {"Concat", 8}, {"MaxPool", 3}, {"GlobalAveragePool", 1},
          {"Flatten", 1}};
}

std::map<std::string, int> vgg_operators(int convolutions) {
  return {{"Conv", convolutions}, {"Relu", convolutions + 2}, {"MaxPool", 5}, {"Flatten", 1}, {"Gemm", 3}};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Published& network) {
  return out << network.name;
}

const std::vector<Published>& published() {
  static const std::vector<Published> kPublished{
      // As Caffe's model zoo has it; the 724 million are the figure that later papers quote.
      {"alexnet",
       60'965'224,
       0.724,
       {{"Conv", 5}, {"Relu", 7}, {"LRN", 2}, {"MaxPool", 3}, {"Flatten", 1}, {"Gemm", 3}},
       227},
      {"vgg-16", 138'357'544, 15.470, vgg_operators(13)},
      {"vgg-19", 143'667'240, 19.632, vgg_operators(16)},
      // Versions 1 and 2: parameters, operators and (2) multiply-accumulates of the files in ONNX's model
      // zoo.
      {"inception-v1",
       6'998'552,
       1.583,
       {{"Conv", 57},
        {"Relu", 57},
        {"MaxPool", 13},
        {"LRN", 2},
        {"Concat", 9},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"inception-v2",
       11'194'984,
       2.019,
       {{"Conv", 69},
        {"BatchNormalization", 69},
        {"Relu", 69},
        {"MaxPool", 5},
        {"AveragePool", 7},
        {"Concat", 10},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"inception-v3",
       23'834'568,
       5.713,
       {{"Conv", 94},
        {"BatchNormalization", 94},
        {"Relu", 94},
        {"MaxPool", 4},
        {"AveragePool", 9},
        {"Concat", 15},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}},
       299},
      // Its parameters are those of the published weights; counters that include poolings and the like
      // say 12.3.
      {"inception-v4",
       42'679'816,
       12.254,
       {{"Conv", 149},
        {"BatchNormalization", 149},
        {"Relu", 149},
        {"MaxPool", 4},
        {"AveragePool", 14},
        {"Concat", 25},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}},
       299},
      {"resnet-18", 11'689'512, 1.814, resnet_operators(20, 8, 17)},
      {"resnet-34", 21'797'672, 3.664, resnet_operators(36, 16, 33)},
      {"resnet-50", 25'557'032, 4.089, resnet_operators(53, 16, 49)},
      {"resnet-101", 44'549'160, 7.801, resnet_operators(104, 33, 100)},
      {"resnet-152", 60'192'808, 11.514, resnet_operators(155, 50, 151)},
      {"squeezenet-1.0", 1'248'424, 0.819, squeezenet_operators()},
      {"squeezenet-1.1", 1'235'496, 0.349, squeezenet_operators()},
      // Version 1: parameters and operators as Keras has it; the paper says 4.2 million and 569 million.
      {"mobilenet-v1",
       4'231'976,
       0.569,
       {{"Conv", 27},
        {"BatchNormalization", 27},
        {"Relu", 27},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"mobilenet-v2",
       3'504'872,
       0.301,
       {{"Conv", 52},
        {"BatchNormalization", 52},
        {"Clip", 35},
        {"Add", 10},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      // The paper and its authors' code say 137 to 138 million multiply-accumulates and 1.9 million
      // parameters.
      {"shufflenet-v1",
       1'865'728,
       0.137,
       {{"Conv", 49},
        {"BatchNormalization", 49},
        {"Relu", 33},
        {"Reshape", 32},
        {"Transpose", 16},
        {"Add", 13},
        {"Concat", 3},
        {"AveragePool", 3},
        {"MaxPool", 1},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"shufflenet-v2",
       2'278'604,
       0.145,
       {{"Conv", 56},
        {"BatchNormalization", 56},
        {"Relu", 37},
        {"Split", 13},
        {"Concat", 16},
        {"Reshape", 32},
        {"Transpose", 16},
        {"MaxPool", 1},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
  };
  return kPublished;
}

}  // namespace bakeoff::model
