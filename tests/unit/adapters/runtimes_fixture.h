#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "unit/adapters/driver.h"
#include "unit/adapters/tiny_onnx.h"

namespace bakeoff::test {

using Sets = std::vector<std::vector<Tensor>>;

struct Installed {
  std::string name;
  std::string version;  // empty: not installed
  std::string folder;
};

inline std::ostream& operator<<(std::ostream& out, const Installed& runtime) {
  return out << runtime.name << " " << runtime.version;
}

inline std::vector<Installed> installed(const std::string& name) {
  std::vector<Installed> found;
  const char* root = std::getenv("BAKEOFF_RUNTIMES");
  std::error_code error;
  if (root != nullptr) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / name, error)) {
      const std::string version = entry.path().filename().string();
      if (entry.is_directory() && version[0] != '.') found.push_back({name, version, entry.path().string()});
    }
  }
  if (found.empty()) found.push_back({name, "", ""});
  return found;
}

inline std::vector<Installed> all_installed() {
  std::vector<Installed> all = installed("onnxruntime");
  for (const Installed& one : installed("openvino")) all.push_back(one);
  return all;
}

// Conv of [1,1,3,3] with two 2x2 kernels, then Relu, both channels small enough to do by hand.
inline std::string conv_relu() {
  return tiny_model(
      {tiny_node("Conv", {"x", "w", "b"}, "c"), tiny_node("Relu", {"c"}, "y")},
      {tiny_floats("w", {2, 1, 2, 2}, {1, 0, 0, -1, 1, 1, 1, 1}), tiny_floats("b", {2}, {3, -20})},
      {{"x", 1, {1, 1, 3, 3}}}, {{"y", 1, {1, 2, 2, 2}}});
}

inline Sets conv_relu_sets() {
  return {{tensor<float>("x", BAKEOFF_FLOAT32, {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9})},
          {tensor<float>("x", BAKEOFF_FLOAT32, {1, 1, 3, 3}, {9, 8, 7, 6, 5, 4, 3, 2, 1})}};
}

/// Parameter: a runtime below $BAKEOFF_RUNTIMES. Skips where there is none.
class RuntimesTest : public ::testing::TestWithParam<Installed> {
 protected:
  void SetUp() override {
    if (GetParam().version.empty()) {
      GTEST_SKIP() << "no " << GetParam().name << " below $BAKEOFF_RUNTIMES; bakeoff runtimes install "
                   << GetParam().name;
    }
#ifdef __SANITIZE_ADDRESS__
    if (GetParam().name == "openvino") {
      GTEST_SKIP() << "TBB opens tbbbind with RTLD_DEEPBIND, at which the address sanitizer ends the process";
    }
#endif
  }

  // Opens, loads and makes a context for `sets`; stops at the first failure.
  static void prepare(Driver& driver, const std::string& model, const Sets& sets,
                      const Driver::OptionList& options = {}) {
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.load(model, sets, options), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(sets), BAKEOFF_OK) << driver.message();
  }
};

inline std::string test_name(const ::testing::TestParamInfo<Installed>& test) {
  std::string name = test.param.name + "_" + (test.param.version.empty() ? "none" : test.param.version);
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

}  // namespace bakeoff::test
