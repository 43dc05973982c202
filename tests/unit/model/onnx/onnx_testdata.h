#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bakeoff::model {

/// The ONNX project's own backend tests (Debian package libonnx-testdata), or $ONNX_TESTDATA.
std::filesystem::path onnx_testdata();

/// Every folder below it that holds a model.onnx, in alphabetical order.
std::vector<std::filesystem::path> onnx_test_cases();

}  // namespace bakeoff::model
