#include "model/onnx/data_file.h"

#include <array>

namespace bakeoff::model {
namespace {

constexpr std::size_t kSmallest = 1024;
constexpr std::size_t kPage = 4096;
constexpr std::array<char, kPage> kPadding{};

}  // namespace

DataLayout lay_out(const Graph& graph) {
  DataLayout layout;
  std::uint64_t end = 0;
  for (const Tensor& tensor : graph.initializers) {
    if (tensor.data.size() < kSmallest) {
      layout.offsets.emplace_back();
      continue;
    }
    if (const std::size_t past = end % kPage; past != 0) {
      layout.pieces.emplace_back(kPadding.data(), kPage - past);
      end += kPage - past;
    }
    layout.offsets.emplace_back(end);
    layout.pieces.emplace_back(tensor.data);
    end += tensor.data.size();
  }
  return layout;
}

}  // namespace bakeoff::model
