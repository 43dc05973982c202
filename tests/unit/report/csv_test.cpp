#include "report/csv.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "approved.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

// An RFC 4180 reader of the test's own.
std::vector<std::vector<std::string>> parsed(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      rows.emplace_back(1);
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::string field(const std::vector<std::vector<std::string>>& rows, std::size_t row,
                  const std::string& column) {
  const auto found = std::find(rows[0].begin(), rows[0].end(), column);
  EXPECT_NE(found, rows[0].end()) << column;
  return rows.at(row).at(static_cast<std::size_t>(found - rows[0].begin()));
}

TEST(StudyCsv, EveryRowHasEveryColumn) {
  for (const NamedStudy& study : all_studies()) {
    const auto rows = parsed(study_csv(study.make(), Samples::kLeaveOut));
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size()) << study.name;
    std::size_t candidates = 0;
    for (const CellRecord& cell : study.make().study.cells)
      candidates += cell.candidates.size() + cell.absent.size();
    EXPECT_EQ(rows.size(), candidates + 1) << study.name;
  }
}

TEST(StudyCsv, ValuesStandUnderTheirNames) {
  const auto rows = parsed(study_csv(absent_study(), Samples::kLeaveOut));
  EXPECT_EQ(field(rows, 2, "candidate"), "openvino");
  EXPECT_EQ(field(rows, 2, "median_ms"), "40.31");
  EXPECT_EQ(field(rows, 2, "winner"), "true");
  EXPECT_EQ(field(rows, 2, "ratio_to_first"), "");
  EXPECT_EQ(field(rows, 1, "ratio_to_first"), "1.041");
  EXPECT_EQ(field(rows, 1, "ratio_high"), "1.049");
  EXPECT_EQ(field(rows, 1, "survivor"), "false");
  EXPECT_EQ(field(rows, 1, "memory_peak_bytes"), "301000000");
  EXPECT_EQ(field(rows, 4, "status"), "not-installed");
  EXPECT_EQ(field(rows, 4, "median_ms"), "");
  EXPECT_EQ(field(rows, 5, "status_reason"), "it runs on cuda devices only, and this machine has none");
}

TEST(StudyCsv, EveryColumnIsDocumented) {
  std::ifstream file(std::filesystem::path(BAKEOFF_SOURCE_DIR) / "docs/FORMATS.md");
  std::ostringstream document;
  document << file.rdbuf();
  for (const Samples samples : {Samples::kLeaveOut, Samples::kInclude}) {
    const auto rows = parsed(study_csv(sampled_study(), samples));
    for (const std::string& column : rows.front()) {
      EXPECT_NE(document.str().find("`" + column + "`"), std::string::npos) << column;
    }
  }
}

TEST(StudyCsv, HostileTextStaysInItsField) {
  const std::string text = study_csv(hostile_study(), Samples::kLeaveOut);
  for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  const auto rows = parsed(text);
  EXPECT_EQ(field(rows, 3, "candidate"), "=1+2,\"c\"");
  EXPECT_EQ(field(rows, 1, "model"), "net\\x1b[2J\\n\\xff\\xc3( \\u{202e}exe.onnx, \"quoted\"");
  EXPECT_EQ(field(rows, 1, "median_ms"), "") << "not a number";
}

TEST(StudyCsv, SamplesAreOneARow) {
  const auto rows = parsed(study_csv(sampled_study(), Samples::kInclude));
  // Five slots: one untimed inference each, and 3 + 2 + 2 + 1 + 1 timed ones.
  EXPECT_EQ(rows.size(), 1 + 5 + 9);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  EXPECT_EQ(field(rows, 1, "timed"), "false");
  EXPECT_EQ(field(rows, 1, "duration_ns"), "60");
  EXPECT_EQ(field(rows, 2, "inference"), "1");
  EXPECT_EQ(field(rows, 2, "duration_ns"), "50");
  EXPECT_EQ(field(rows, 2, "void"), "true");
  EXPECT_EQ(field(rows, 14, "void"), "") << "a cut epoch, never judged";
}

TEST(StudyCsv, IsAsApproved) {
  expect_approved("absent.csv", study_csv(absent_study(), Samples::kLeaveOut));
  expect_approved("samples.csv", study_csv(sampled_study(), Samples::kInclude));
}

}  // namespace
}  // namespace bakeoff::report
