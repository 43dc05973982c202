#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "approved.h"
#include "report/check_text.h"

namespace bakeoff::report {
namespace {

CheckedCandidate checked(const std::string& name, Precision precision, Outcome outcome) {
  CheckedCandidate result;
  result.candidate.name = name;
  result.candidate.runtime = name;
  result.candidate.version = "1.2.3";
  result.candidate.precision = precision;
  result.outcome = std::move(outcome);
  return result;
}

std::vector<CheckedModel> models() {
  CheckedModel model{"net.onnx", {}};
  auto right = checked("onnxruntime", Precision::kFp32, {Status::kRight, ""});
  right.relative_error = 3.1e-7;
  right.reference = "fp64";
  right.executed_precision = "fp32";
  auto wrong =
      checked("openvino", Precision::kBf16, {Status::kWrongResult, "outputs differ by 0.3 <b>\x1b[31m"});
  wrong.relative_error = 0.3;
  wrong.reference = "fp64";
  wrong.executed_precision = "bf16";
  auto absent = checked("pytorch", Precision::kFp32, {Status::kNotInstalled, "pytorch is not installed"});
  absent.candidate.version.clear();
  model.results = {
      right, wrong, absent,
      checked("onnxruntime", Precision::kBf16, {Status::kUnsupported, "no kernel for Conv(22)"})};
  return {model};
}

TEST(CheckText, IsAsApproved) {
  expect_approved("check.txt", check_text(models()[0], {}));
}

TEST(CheckText, FitsANarrowTerminal) {
  expect_approved("check-50.txt", check_text(models()[0], {.width = 50}));
}

TEST(CheckJson, IsAsApproved) {
  expect_approved("check.json", check_json(models()));
}

TEST(CheckJson, HasTheFieldsOfTheContract) {
  const auto document = nlohmann::json::parse(check_json(models()));
  const auto& result = document["models"][0]["results"][0];
  for (const char* field : {"name", "runtime", "version", "configuration", "device", "precision", "batch",
                            "status", "reason", "relative_error", "observed_bits"}) {
    EXPECT_TRUE(result.contains(field)) << field;
  }
  EXPECT_TRUE(document["models"][0]["results"][2]["nulls"].contains("version"));
}

}  // namespace
}  // namespace bakeoff::report
