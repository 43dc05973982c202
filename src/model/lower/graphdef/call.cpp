#include "model/lower/graphdef/call.h"

namespace bakeoff::model::graphdef {

Values Call::inputs() const {
  Values values;
  for (std::size_t i = 0; i < input_count(); ++i) values.push_back(input(i));
  return values;
}

tl::unexpected<Error> unsupported(const Call& call, const std::string& what) {
  return fail(ErrorKind::kUnsupported, call.op_type() + " " + what + " has no equal in TensorFlow");
}

}  // namespace bakeoff::model::graphdef
