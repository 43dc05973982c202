#pragma once

#include <protozero/pbf_reader.hpp>
#include <string>

#include "base/error.h"
#include "model/onnx/graph.h"

/// What bakeoff hands on without reading it. All throw protozero::exception on damaged bytes.
namespace bakeoff::model {

/// An AttributeProto. Errors: kBadInput; kUnsupported if data of it lie in another file.
Result<Opaque> parse_opaque_attribute(protozero::pbf_reader message);

/// False if the data of a TensorProto lie in another file.
bool has_its_data(protozero::pbf_reader message);

/// A TensorProto that parse_tensor does not know how to hold. Errors: kBadInput without a name.
Result<OpaqueTensor> parse_opaque_tensor(protozero::pbf_reader message);

/// A SparseTensorProto, which is named by its values. Errors: kBadInput without a name; kUnsupported if data
/// of it lie in another file.
Result<OpaqueTensor> parse_sparse_tensor(protozero::pbf_reader message);

/// The bytes of a FunctionProto. Errors: as parse_opaque_attribute.
Result<std::string> parse_function(protozero::pbf_reader message);

}  // namespace bakeoff::model
