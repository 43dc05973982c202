#include "unit/model/onnx/onnx_testdata.h"

#include <algorithm>

namespace bakeoff::model {

namespace fs = std::filesystem;

OnnxTestData debian_testdata() {
  return {"debian_1_12", "/usr/share/libonnx-testdata/data"};
}

OnnxTestData recent_testdata() {
  return {"wheel_1_22", BAKEOFF_SOURCE_DIR "/.testdata/onnx-1.22.0"};
}

std::vector<fs::path> onnx_test_cases(const OnnxTestData& data) {
  std::vector<fs::path> cases;
  if (!fs::exists(data.folder)) return cases;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(data.folder)) {
    if (entry.path().filename() == "model.onnx") cases.push_back(entry.path().parent_path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

}  // namespace bakeoff::model
