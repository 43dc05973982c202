#pragma once

#include <optional>
#include <protozero/pbf_reader.hpp>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// One ValueInfoProto. A value without a type comes back as kUndefined, an axis of -1 as unknown. Errors:
/// kBadInput; kUnsupported for sequences, maps, optionals, sparse and opaque values and odd element types.
/// Throws protozero::exception on damaged bytes.
Result<ValueInfo> parse_value_info(protozero::pbf_reader message);

}  // namespace bakeoff::model
