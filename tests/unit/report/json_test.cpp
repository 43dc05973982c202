#include "report/json.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "approved.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

using nlohmann::json;

json told(const Told& study, Samples samples = Samples::kLeaveOut) {
  return json::parse(study_json(study, samples));
}

void expect_fields(const json& object, const std::vector<std::string>& fields, const std::string& where) {
  for (const std::string& field : fields) EXPECT_TRUE(object.contains(field)) << where << " lacks " << field;
}

// The field list of DESIGN.md, word for word.
const std::vector<std::string> kCellFields{"model",     "platform",  "device",   "precision", "batch",
                                           "threads",   "strict",    "metric",   "verdict",   "winners",
                                           "survivors", "runner_up", "evidence", "alpha",     "epsilon",
                                           "reason",    "command",   "pairs",    "candidates"};
const std::vector<std::string> kCandidateFields{
    "name",           "runtime",       "version",   "configuration",      "precision",
    "batch",          "status",        "reason",    "latency_ms",         "throughput_per_s",
    "samples",        "units",         "load_ms",   "first_inference_ms", "memory_bytes",
    "relative_error", "observed_bits", "reference", "executed_precision", "threads",
    "cores_used"};

TEST(StudyJson, HasEveryFieldOfDesign) {
  for (const NamedStudy& study : all_studies()) {
    const json document = told(study.make());
    EXPECT_EQ(document["schema"], "bakeoff/1");
    expect_fields(document, {"schema", "host", "study", "cells"}, study.name);
    expect_fields(
        document["study"],
        {"cells_not_run", "started", "command", "bakeoff_version", "clock_read_ns", "null_overhead_ns"},
        study.name);
    for (const json& cell : document["cells"]) {
      expect_fields(cell, kCellFields, study.name);
      for (const json& pair : cell["pairs"]) {
        expect_fields(pair, {"faster", "slower", "ratio", "interval", "units"}, study.name);
      }
      for (const json& candidate : cell["candidates"]) {
        expect_fields(candidate, kCandidateFields, study.name);
        expect_fields(candidate["latency_ms"], {"median", "interval", "p90", "p99"}, study.name);
        expect_fields(candidate["memory_bytes"], {"load", "compile", "peak"}, study.name);
      }
    }
  }
}

// Every null of an object has its reason in "nulls" of the same object, and nothing else has.
void expect_reasons(const json& value, const std::string& where) {
  if (value.is_array()) {
    for (const json& element : value) expect_reasons(element, where + "[]");
  }
  if (!value.is_object()) return;
  const json nulls = value.value("nulls", json::object());
  for (const auto& [field, content] : value.items()) {
    if (field == "nulls") continue;
    const bool open_side =
        content.is_array() && std::find(content.begin(), content.end(), nullptr) != content.end();
    EXPECT_EQ(nulls.contains(field), content.is_null() || open_side) << where << "." << field;
    expect_reasons(content, where + "." + field);
  }
  for (const auto& [field, why] : nulls.items()) {
    EXPECT_TRUE(value.contains(field)) << where << " explains " << field;
    EXPECT_TRUE(why.is_string() && !why.get<std::string>().empty()) << where << "." << field;
  }
}

TEST(StudyJson, EveryNullHasItsReasonBesideIt) {
  for (const NamedStudy& study : all_studies()) expect_reasons(told(study.make()), study.name);
}

std::string formats_document() {
  std::ifstream file(std::filesystem::path(BAKEOFF_SOURCE_DIR) / "docs/FORMATS.md");
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// Names that people or adapters choose stand under these; all other fields are ours to document.
bool holds_foreign_names(const std::string& field) {
  return field == "host" || field == "notes" || field == "options" || field == "charged" || field == "nulls";
}

void expect_documented(const json& value, const std::string& document) {
  if (value.is_array()) {
    for (const json& element : value) expect_documented(element, document);
  }
  if (!value.is_object()) return;
  for (const auto& [field, content] : value.items()) {
    const bool documented = document.find("`" + field + "`") != std::string::npos;
    EXPECT_TRUE(documented || field == "nulls") << field << " is not in docs/FORMATS.md";
    if (!holds_foreign_names(field)) expect_documented(content, document);
  }
}

TEST(StudyJson, EveryFieldIsDocumented) {
  const std::string document = formats_document();
  ASSERT_NE(document.find("## JSON"), std::string::npos);
  for (const NamedStudy& study : all_studies()) expect_documented(told(study.make()), document);
  expect_documented(told(sampled_study(), Samples::kInclude), document);
}

TEST(StudyJson, WinnersAreOneAllSurvivorsOrNone) {
  EXPECT_EQ(told(winner_study())["cells"][0]["winners"], json({"openvino"}));
  EXPECT_EQ(told(tie_study())["cells"][0]["winners"], json({"onnxruntime", "openvino"}));
  EXPECT_EQ(told(unresolved_study())["cells"][0]["winners"], json::array());
  EXPECT_EQ(told(none_study())["cells"][0]["winners"], json::array());
}

TEST(StudyJson, ReasonsNameWhoWasLost) {
  EXPECT_EQ(told(crashed_study())["cells"][0]["reason"], "fastest of those that ran, onnxruntime crashed");
  EXPECT_EQ(told(lossy_tie_study())["cells"][0]["reason"], "tensorflow timed-out and caffe2 crashed");
  EXPECT_EQ(told(only_study())["cells"][0]["reason"], "only candidate");
  EXPECT_EQ(told(winner_study())["cells"][0]["reason"], "");
}

TEST(StudyJson, NumbersAreTheRecordsOwn) {
  const json cell = told(winner_study())["cells"][0];
  EXPECT_EQ(cell["pairs"][0]["ratio"], 1.041);
  EXPECT_EQ(cell["pairs"][0]["interval"], json({1.012, 1.049}));
  EXPECT_EQ(cell["pairs"][0]["evidence_e"], 41.5);
  const json& openvino = cell["candidates"][1];
  EXPECT_EQ(openvino["latency_ms"]["median"], 40.31);
  EXPECT_TRUE(openvino["latency_ms"]["p99"].is_null());
  EXPECT_EQ(openvino["load_ms"], 453.0);
  EXPECT_EQ(openvino["memory_bytes"]["peak"], 412'300'000);
  EXPECT_EQ(openvino["threads"], 2);
  EXPECT_EQ(openvino["status"], "measured");
  EXPECT_EQ(cell["seed"], "7") << "as text: 64 bits do not survive a JavaScript number";
}

TEST(StudyJson, AbsentCandidatesAreTold) {
  const json candidates = told(absent_study())["cells"][0]["candidates"];
  ASSERT_EQ(candidates.size(), 5);
  EXPECT_EQ(candidates[3]["name"], "tensorflow");
  EXPECT_EQ(candidates[3]["status"], "not-installed");
  EXPECT_EQ(candidates[3]["reason"], "bakeoff runtimes install tensorflow");
  EXPECT_TRUE(candidates[3]["version"].is_null());
}

TEST(StudyJson, CellsThatWaitAreCountedAndTold) {
  const json document = told(interrupted_study());
  EXPECT_EQ(document["study"]["cells_not_run"], 1);
  const json& waiting = document["cells"][1];
  EXPECT_EQ(waiting["verdict"], "none");
  EXPECT_EQ(waiting["reason"], "not run");
  for (const json& candidate : waiting["candidates"]) EXPECT_EQ(candidate["status"], "timed-out");
}

TEST(StudyJson, HostileTextIsAsciiAndNotFiniteNumbersAreNull) {
  const std::string text = study_json(hostile_study(), Samples::kLeaveOut);
  for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
  const json candidate = json::parse(text)["cells"][0]["candidates"][0];
  EXPECT_TRUE(candidate["latency_ms"]["median"].is_null());
  EXPECT_EQ(candidate["latency_ms"]["nulls"]["median"], "not a finite number");
  EXPECT_TRUE(candidate["latency_ms"]["p90"].is_null());
}

TEST(StudyJson, SamplesAreToldSlotBySlot) {
  const json candidates = told(sampled_study(), Samples::kInclude)["cells"][0]["candidates"];
  const json& slots = candidates[0]["slots"];
  ASSERT_EQ(slots.size(), 3);
  EXPECT_EQ(slots[0], json::parse(R"({"try": 1, "attempt": 1, "epoch": 1, "epoch_complete": true, "round": 1,
      "begin_ns": 1000, "untimed_ns": 60, "cpu_ns": 210, "foreign_cpu_ns": 0, "void": true,
      "disturbance": "foreign-load", "durations_ns": [50, 51, 52]})"));
  EXPECT_EQ(slots[1]["void"], false);
  EXPECT_EQ(slots[1]["durations_ns"], json({40, 41}));
  EXPECT_EQ(slots[2]["epoch_complete"], false);
  EXPECT_TRUE(slots[2]["void"].is_null());
  expect_reasons(slots[2], "slot");
  EXPECT_EQ(candidates[1]["slots"].size(), 2);
  EXPECT_FALSE(told(sampled_study())["cells"][0]["candidates"][0].contains("slots"));
}

TEST(StudyJson, IsAsApproved) {
  for (const std::string name : {"winner", "unresolved", "absent"}) {
    for (const NamedStudy& study : all_studies()) {
      if (study.name == name) expect_approved(name + ".json", study_json(study.make(), Samples::kLeaveOut));
    }
  }
  expect_approved("samples.json", study_json(sampled_study(), Samples::kInclude));
}

}  // namespace
}  // namespace bakeoff::report
