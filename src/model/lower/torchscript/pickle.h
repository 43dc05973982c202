#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// The few things of Python's pickle format (protocol 2) that a module of tensors needs, in the very words
/// that torch's own archives use.
class Pickle {
 public:
  Pickle();

  Pickle& global(std::string_view module, std::string_view name);
  Pickle& text(std::string_view value);
  Pickle& integer(std::int64_t value);
  Pickle& no();  ///< False
  Pickle& empty_tuple();
  Pickle& empty_dict();
  Pickle& new_object();  ///< of the class and the arguments on the stack
  Pickle& mark();
  Pickle& tuple();       ///< of all since the mark
  Pickle& set_items();   ///< puts keys and values since the mark into the dictionary below it
  Pickle& persistent();  ///< the object that the identifier on the stack names
  Pickle& reduce();      ///< calls the function below the arguments on the stack
  Pickle& build();       ///< gives the state on the stack to the object below it

  /// A contiguous tensor on the CPU whose bytes are the archive's record data/`record`.
  Pickle& tensor(ElementType type, const std::vector<std::int64_t>& dims, std::size_t record);

  std::string finish();

 private:
  Pickle& op(char code);
  Pickle& integers(const std::vector<std::int64_t>& values);

  std::string bytes_;
};

}  // namespace bakeoff::model::torchscript
