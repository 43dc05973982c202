#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// A tensor from the bytes of a .npy file (numpy.save), versions 1 to 3: little-endian numbers or bools in C
/// order. Format: numpy's numpy/lib/format.py. The file is not trusted: what its header says is checked
/// against its size before anything is allocated. Errors: kBadInput; kUnsupported for other element types,
/// big-endian and Fortran order, each with what to do in Python.
Result<Tensor> parse_npy(std::string_view bytes);

/// The same of a file, with its name as the place. Errors: kNotFound too.
Result<Tensor> read_npy(const std::filesystem::path& path);

}  // namespace bakeoff::model
