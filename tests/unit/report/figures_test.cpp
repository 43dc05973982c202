#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "approved.h"
#include "raced_study.h"
#include "report/cell_figures.h"
#include "report/figure/columns.h"
#include "report/figure_names.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

std::vector<std::string> names_of(const std::vector<Figure>& figures) {
  std::vector<std::string> names;
  for (const Figure& figure : figures) names.push_back(figure.name);
  return names;
}

TEST(CellFigures, AreAsApproved) {
  const Told told = raced_study();
  const auto figures = cell_figures(cells_of(told).front());
  EXPECT_THAT(names_of(figures), ElementsAre("latency", "race", "samples"));
  for (const Figure& figure : figures) expect_approved("figure-" + figure.name + ".svg", figure_file(figure));
}

TEST(CellFigures, ThereIsNoneWithoutSomethingToDraw) {
  const Told none = none_study();
  EXPECT_THAT(names_of(cell_figures(cells_of(none).front())), ElementsAre("agreement"));
  const Told interrupted = interrupted_study();
  EXPECT_THAT(names_of(cell_figures(cells_of(interrupted).back())), ElementsAre());
}

TEST(CellFigures, CostsAreAsApproved) {
  const Told told = winner_study();
  const auto figures = cell_figures(cells_of(told).front());
  EXPECT_THAT(names_of(figures), ElementsAre("latency", "costs", "agreement"));
  expect_approved("figure-costs.svg", figure_file(figures[1]));
}

TEST(CellFigures, TheCourseSaysWhoLeftWhen) {
  const Told told = raced_study();
  const auto figures = cell_figures(cells_of(told).front());
  const auto race =
      std::find_if(figures.begin(), figures.end(), [](const Figure& f) { return f.name == "race"; });
  ASSERT_NE(race, figures.end());
  EXPECT_THAT(race->svg, HasSubstr("tensorflow was lost after 2 epochs"));
  EXPECT_THAT(race->svg, HasSubstr("pytorch:channels-last left after "));
}

TEST(ModelFigures, ShowTheCellsOfAModelOnOneScale) {
  const Told told = raced_grid(7, 100);
  const auto figures = model_figures(cells_of(told));
  ASSERT_EQ(figures.size(), 2U) << "five cells and two";
  EXPECT_THAT(figures[0].svg,
              AllOf(HasSubstr("batch 1 "), HasSubstr("batch 5 "), Not(HasSubstr("batch 6 "))));
  const auto axis = [](const std::string& svg) {  // the line of the first tick
    const auto at = svg.find("<path d=\"M");
    return svg.substr(at + 10, svg.find(' ', at + 10) - at - 10);
  };
  EXPECT_EQ(axis(figures[0].svg), axis(figures[1].svg));
  EXPECT_TRUE(model_figures(cells_of(raced_study())).empty()) << "a single cell has its own";
}

TEST(NamedFigures, AFileNameNeverLeadsElsewhere) {
  Told told = raced_study();
  told.study.cells.front().cell.model = "../../etc/\x1b<b>\xff.onnx";
  for (const NamedFigure& named : named_figures(told, 1)) {
    EXPECT_THAT(named.file, MatchesRegex("[0-9a-zA-Z.-]+[.]svg"));
    EXPECT_THAT(named.file, HasSubstr("1-001-"));
  }
  told.study.cells.front().cell.model = std::string(500, 'x');
  for (const NamedFigure& named : named_figures(told, 1)) EXPECT_LT(named.file.size(), 100U);
}

TEST(NamedFigures, AreDifferent) {
  std::set<std::string> files;
  std::size_t count = 0;
  const Told told = raced_grid(7, 100);
  for (const std::size_t study : {1U, 2U}) {
    for (const NamedFigure& named : named_figures(told, study)) {
      files.insert(named.file);
      ++count;
    }
  }
  EXPECT_EQ(files.size(), count);
}

TEST(Columns, KeepTheLeastTheMedianAndTheMost) {
  const std::vector<std::uint64_t> early = {5'000'000, 1'000'000, 3'000'000};
  const std::vector<std::uint64_t> same_column = {90'000'000, 4'000'000};
  const std::vector<std::uint64_t> late = {2'000'000};
  const SampleStrip strip{"a", {{0, 0.1, &early}, {0.2, 0.3, &same_column}, {10, 10.1, &late}}};
  const auto columns = columns_of(strip, 10.1, 10);
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_THAT(columns[0], AllOf(Field(&SampleColumn::column, 0), Field(&SampleColumn::least_ms, 1.0),
                                Field(&SampleColumn::median_ms, 4.0), Field(&SampleColumn::most_ms, 90.0)));
  EXPECT_THAT(columns[1], AllOf(Field(&SampleColumn::column, 9), Field(&SampleColumn::most_ms, 2.0)));
}

}  // namespace
}  // namespace bakeoff::report
