#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bakeoff::model {

/// One version of the ONNX project's own backend tests.
struct OnnxTestData {
  std::string name;  ///< letters, digits and _
  std::filesystem::path folder;
};

/// Debian's package libonnx-testdata, of 2022.
OnnxTestData debian_testdata();

/// Of 2026: what tools/testdata.sh brings.
OnnxTestData recent_testdata();

/// What a test that is skipped for want of them says.
inline constexpr std::string_view kHowToGetTestData = "make testdata";

/// Every folder below it that holds a model.onnx, in alphabetical order.
std::vector<std::filesystem::path> onnx_test_cases(const OnnxTestData& data = debian_testdata());

}  // namespace bakeoff::model
