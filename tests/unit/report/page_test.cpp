#include "report/html/page.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "approved.h"
#include "raced_study.h"
#include "report/cell_view.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(Told told, const std::string& file = "race.bakeoff") {
  std::vector<ReportedStudy> studies;
  studies.push_back({file, std::move(told)});
  return report_page(studies);
}

// Without style and script, which are files of their own.
std::string body_of(const std::string& page) {
  const auto begin = page.find("<body>");
  return page.substr(begin, page.find("<script>") - begin) + "\n";
}

TEST(Page, IsAsApproved) {
  expect_approved("raced.html", body_of(page_of(raced_study())));
  expect_approved("grid.html", body_of(page_of(grid_study())));
  expect_approved("hostile.html", body_of(page_of(hostile_study(), "a\x1b<b>.bakeoff")));
}

TEST(Page, NothingFromOutsideBecomesMarkup) {
  Told told = winner_study();
  const std::string evil = "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>\x1b[2J\xff]]>";
  StudyRecord& study = told.study;
  study.command = study.started = study.bakeoff_version = evil;
  study.host.facts[evil] = evil;
  study.host.unknown[evil] = evil;
  study.host.warnings = {evil};
  CellRecord& cell = study.cells.front();
  cell.cell.model = cell.cell.device = cell.cell.platform = cell.command = evil;
  for (Candidate& candidate : cell.candidates) {
    candidate.name = candidate.runtime = candidate.version = candidate.configuration = evil;
    candidate.library_sha256 = evil;
    candidate.options = {{evil, evil}};
  }
  cell.absent = {{cell.candidates.front(), {Status::kUnsupported, evil}}};
  CellResult& result = told.results.front();
  for (CandidateResult& figures : result.candidates) {
    figures.outcome.reason = figures.reference = evil;
    figures.facts->notes = {{evil, evil}};
    figures.facts->executed_precision = evil;
  }
  result.reason = evil;
  study.cells.push_back(cell);
  told.results.push_back(result);
  const std::string page = page_of(told, evil);
  const std::string body = body_of(page);
  EXPECT_THAT(body, Not(HasSubstr("<script")));
  EXPECT_THAT(body, Not(HasSubstr("<img")));
  EXPECT_THAT(body, Not(HasSubstr("]]>")));
  EXPECT_THAT(body, HasSubstr("&lt;script&gt;"));
  EXPECT_TRUE(std::all_of(page.begin(), page.end(), [](char c) {
    return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f' && c != '\xff');
  }));
}

TEST(Page, NamesAModelByItsFileAndKeepsThePathAmongTheFacts) {
  Told told = raced_grid(3, 100);
  told.study.cells[0].cell.model = "../first.onnx";
  told.study.cells[1].cell.model = "x/a/net.onnx";
  told.study.cells[2].cell.model = "x/b/net.onnx";
  const std::string page = page_of(told);
  EXPECT_THAT(page, HasSubstr("<h1>Which runtime for first.onnx, a/net.onnx and b/net.onnx?</h1>"));
  EXPECT_THAT(page, HasSubstr("<h3>first.onnx · "));
  EXPECT_THAT(page, HasSubstr("<dt>model</dt><dd>../first.onnx</dd>"));
}

TEST(Page, GivesEachGapItsIntervalInTheOverview) {
  Told told = winner_study();
  told.study.cells.push_back(told.study.cells.front());
  told.results.push_back(told.results.front());
  const CellView cell = cells_of(told).front();
  const std::string gap = lead_text(cell, *cell.lead(), LeadInterval::kShown);
  EXPECT_THAT(gap, ::testing::MatchesRegex(".+ % \\(.+ % to .+ %\\) ahead of .+"));
  EXPECT_THAT(page_of(told), HasSubstr("<td class=\"text\" data-label=\"gap\">" + gap + "</td>"));
}

TEST(Page, SaysWhyAPercentileIsMissing) {
  constexpr std::string_view kReason = "fewer samples than a percentile needs (29 for p90, 299 for p99)";
  Told told = winner_study();
  auto& candidates = told.results.front().candidates;
  for (CandidateResult& figures : candidates) {
    figures.samples = 1000;
    figures.p90_ms = figures.p99_ms = 50;
  }
  EXPECT_THAT(page_of(told), Not(HasSubstr(kReason)));
  candidates.front().samples = 100;
  candidates.front().p99_ms.reset();
  EXPECT_THAT(page_of(told), AllOf(HasSubstr(kReason), HasSubstr("<td class=\"number\">–</td>")));
}

// It must be readable where nothing can be loaded; an address that is not of this page would be a request.
TEST(Page, LoadsNothing) {
  const std::string page = page_of(raced_study());
  for (const std::string_view loads :
       {"src=", "url(", "@import", "<link", "<iframe", "http-equiv=\"refresh\""}) {
    EXPECT_THAT(page, Not(HasSubstr(loads)));
  }
  for (std::size_t at = page.find("href=\""); at != std::string::npos; at = page.find("href=\"", at + 1)) {
    EXPECT_EQ(page[at + 6], '#');
  }
}

// Scale is held by size: the time is for the benchmark. What a cell takes must not grow with its samples.
TEST(Page, ItsSizeDoesNotGrowWithTheSamples) {
  const std::size_t few = page_of(raced_grid(20, 200)).size();
  const std::size_t many = page_of(raced_grid(20, 20'000)).size();
  EXPECT_LT(static_cast<double>(many), 1.3 * static_cast<double>(few));
  const std::size_t more_cells = page_of(raced_grid(120, 200)).size();
  EXPECT_LT((more_cells - few) / 100, 25'000U) << "bytes a cell";
}

}  // namespace
}  // namespace bakeoff::report
