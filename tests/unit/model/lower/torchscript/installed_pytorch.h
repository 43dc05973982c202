#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtimes/installed.h"
#include "unit/adapters/driver.h"

namespace bakeoff::model {

/// All versions of a runtime below $BAKEOFF_RUNTIMES whose adapter can be loaded, newest first.
std::vector<runtimes::InstalledRuntime> installed_versions(const std::string& name);

/// A driver of the adapter that belongs to it.
std::unique_ptr<test::Driver> drive(const runtimes::InstalledRuntime& runtime);

/// A model as a runtime is given it.
struct RunRequest {
  std::string form;
  std::string bytes;
  std::vector<test::Tensor> inputs;
  std::vector<std::string> outputs;  ///< their names
  test::Driver::OptionList options = {};
  std::string precision = "fp32";
};

/// Runs it once in a process of its own and gives the outputs back; a failure is one of the test.
std::vector<test::Tensor> run_once(const runtimes::InstalledRuntime& runtime, const RunRequest& request);

/// The largest difference of two float tensors, relative to the largest magnitude in `expected`; infinite if
/// their shapes differ.
double relative_error(const test::Tensor& actual, const test::Tensor& expected);

}  // namespace bakeoff::model
