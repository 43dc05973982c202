#include "tensorflow/element_types.h"

#include "common/failure.h"

namespace bakeoff::adapters::tf {
namespace {

struct Pair {
  int bakeoff;
  int tensorflow;
};
constexpr Pair kPairs[] = {{BAKEOFF_FLOAT32, kFloat}, {BAKEOFF_UINT8, 4}, {BAKEOFF_INT8, 6},
                           {BAKEOFF_INT32, 3},        {BAKEOFF_INT64, 9}, {BAKEOFF_BOOL, 10}};

}  // namespace

int to_tensorflow(int element_type) {
  for (const Pair& pair : kPairs) {
    if (pair.bakeoff == element_type) return pair.tensorflow;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, "an input has element type " + std::to_string(element_type) +
                                         ", which the interface does not know");
}

int from_tensorflow(int type, const std::string& tensor) {
  for (const Pair& pair : kPairs) {
    if (pair.tensorflow == type) return pair.bakeoff;
  }
  throw Failure(BAKEOFF_UNSUPPORTED,
                "output " + tensor + " has element type " + std::to_string(type) +
                    " (TensorFlow's number), and only float, (u)int8, int32, int64 and bool are supported");
}

}  // namespace bakeoff::adapters::tf
