#pragma once

#include <filesystem>
#include <protozero/pbf_reader.hpp>
#include <string_view>

#include "base/error.h"
#include "model/onnx/external_data.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// One TensorProto, whichever of its fields holds the data. Errors: kBadInput if shape, type and data
/// disagree; kUnsupported for strings, complex numbers and types below 8 bits. Throws protozero::exception on
/// damaged bytes.
Result<Tensor> parse_tensor(protozero::pbf_reader message, ExternalData& external);

/// A file that is one TensorProto, as input_0.pb and output_0.pb of ONNX's backend tests.
Result<Tensor> read_tensor(const std::filesystem::path& path);

/// The element type with ONNX's number. Errors: kUnsupported naming the type.
Result<ElementType> to_element_type(std::int64_t number);

}  // namespace bakeoff::model
