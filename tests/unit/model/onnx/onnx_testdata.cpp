#include "unit/model/onnx/onnx_testdata.h"

#include <algorithm>
#include <cstdlib>

namespace bakeoff::model {

namespace fs = std::filesystem;

fs::path onnx_testdata() {
  const char* elsewhere = std::getenv("ONNX_TESTDATA");
  return elsewhere != nullptr ? fs::path(elsewhere) : fs::path("/usr/share/libonnx-testdata/data");
}

std::vector<fs::path> onnx_test_cases() {
  std::vector<fs::path> cases;
  if (!fs::exists(onnx_testdata())) return cases;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(onnx_testdata())) {
    if (entry.path().filename() == "model.onnx") cases.push_back(entry.path().parent_path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

}  // namespace bakeoff::model
