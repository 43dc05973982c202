#include "model/lower/torchscript/pickle.h"

#include <limits>

#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {

// The codes are those of Python's pickletools.
Pickle::Pickle() : bytes_("\x80\x02") {}

Pickle& Pickle::op(char code) {
  bytes_ += code;
  return *this;
}

Pickle& Pickle::global(std::string_view module, std::string_view name) {
  bytes_.append("c").append(module).append("\n").append(name).append("\n");
  return *this;
}

Pickle& Pickle::text(std::string_view value) {
  bytes_ += 'X';
  for (int i = 0; i < 4; ++i) bytes_ += static_cast<char>(value.size() >> (8 * i) & 0xff);
  bytes_ += value;
  return *this;
}

Pickle& Pickle::integer(std::int64_t value) {
  const bool fits =
      value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
  const int width = fits ? 4 : 8;
  bytes_ += fits ? std::string("J") : std::string("\x8a\x08");
  for (int i = 0; i < width; ++i) {
    bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
  }
  return *this;
}

Pickle& Pickle::no() {
  return op('\x89');
}
Pickle& Pickle::empty_tuple() {
  return op(')');
}
Pickle& Pickle::empty_dict() {
  return op('}');
}
Pickle& Pickle::new_object() {
  return op('\x81');
}
Pickle& Pickle::mark() {
  return op('(');
}
Pickle& Pickle::tuple() {
  return op('t');
}
Pickle& Pickle::set_items() {
  return op('u');
}
Pickle& Pickle::persistent() {
  return op('Q');
}
Pickle& Pickle::reduce() {
  return op('R');
}
Pickle& Pickle::build() {
  return op('b');
}

Pickle& Pickle::integers(const std::vector<std::int64_t>& values) {
  mark();
  for (const std::int64_t value : values) integer(value);
  return tuple();
}

Pickle& Pickle::tensor(ElementType type, const std::vector<std::int64_t>& dims, std::size_t record) {
  std::vector<std::int64_t> strides(dims.size());
  std::int64_t elements = 1;
  for (std::size_t i = dims.size(); i-- > 0;) {
    strides[i] = elements;
    elements *= dims[i];
  }
  // torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)
  global("torch._utils", "_rebuild_tensor_v2").mark();
  mark().text("storage").global("torch", storage_class(type)).text(std::to_string(record)).text("cpu");
  integer(elements).tuple().persistent();
  integer(0).integers(dims).integers(strides).no();
  global("collections", "OrderedDict").empty_tuple().reduce();
  return tuple().reduce();
}

std::string Pickle::finish() {
  return op('.').bytes_;
}

}  // namespace bakeoff::model::torchscript
