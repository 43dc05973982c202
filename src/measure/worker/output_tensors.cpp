#include "measure/worker/output_tensors.h"

#include <string>

namespace bakeoff::measure {
namespace {

tl::unexpected<Outcome> nonsense(const std::string& what) {
  return tl::unexpected(Outcome{Status::kCrashed, "the adapter gives an output " + what});
}

}  // namespace

Attempt<void> check_tensors(std::span<const bakeoff_tensor> tensors, std::uint64_t most_bytes) {
  std::uint64_t left = most_bytes;
  for (const bakeoff_tensor& tensor : tensors) {
    if (tensor.name == nullptr) return nonsense("without a name");
    if (tensor.rank < 0 || tensor.rank > BAKEOFF_MAX_RANK)
      return nonsense("of rank " + std::to_string(tensor.rank));
    if (tensor.size > 0 && tensor.data == nullptr) return nonsense("without data");
    if (tensor.size > left) {
      return tl::unexpected(Outcome{Status::kOverLimit, "its outputs take more than " +
                                                            std::to_string(most_bytes >> 20U) +
                                                            " MiB, the limit of its memory"});
    }
    left -= tensor.size;
  }
  return {};
}

}  // namespace bakeoff::measure
