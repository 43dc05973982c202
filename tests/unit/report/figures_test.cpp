#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "approved.h"
#include "raced_study.h"
#include "report/cell_figures.h"
#include "report/cell_table.h"
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

// The colours in which a figure shows a candidate: of every mark whose tip begins with its name, and of the
// samples under its label.
std::set<std::string> colours_of(const std::string& svg, const std::string& name) {
  std::set<std::string> colours;
  const std::string in_tip = "<title>" + name;
  for (std::size_t at = svg.find(in_tip); at != std::string::npos; at = svg.find(in_tip, at + 1)) {
    const std::size_t look = svg.rfind("f-c", at);
    if (look != std::string::npos && look > svg.rfind('<', at - 1)) colours.insert(svg.substr(look, 4));
  }
  if (svg.find("f-span") == std::string::npos) return colours;
  const std::size_t span = svg.find("f-span f-c", svg.find(">" + name + "</text>"));
  if (span != std::string::npos) colours.insert(svg.substr(span + 7, 4));
  return colours;
}

std::string description_of(const Figure& figure) {
  const auto begin = figure.svg.find("<desc>");
  return figure.svg.substr(begin, figure.svg.find("</desc>") - begin);
}

TEST(CellFigures, ACandidateHasOneColourAndOnePlaceInAll) {
  for (const Told& told : {raced_study(), winner_study()}) {
    const CellView cell = cells_of(told).front();
    const std::vector<CandidateIndex> order = all_candidates(cell);
    std::set<std::string> taken;
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::set<std::string> colours;
      for (const Figure& figure : cell_figures(cell)) {
        const auto here = colours_of(figure.svg, cell.name(order[i]));
        EXPECT_TRUE(figure.name == "agreement" || !here.empty()) << figure.name;
        colours.insert(here.begin(), here.end());
        if (i == 0 || figure.name == "samples") continue;  // whose description tells no candidates
        const std::string words = description_of(figure);
        const auto before = words.find(cell.name(order[i - 1]) + " ");
        const auto place = words.find(cell.name(order[i]) + " ");
        const bool both = before != std::string::npos && place != std::string::npos;
        EXPECT_TRUE(!both || before < place) << words;
      }
      ASSERT_EQ(colours.size(), 1U) << cell.name(order[i]);
      EXPECT_TRUE(taken.insert(*colours.begin()).second) << "that of another candidate";
    }
  }
}

TEST(CellFigures, ACandidateKeepsItsColourInACellThatLacksAnother) {
  Told told = winner_study();
  CellRecord second = told.study.cells.front();
  second.candidates.erase(second.candidates.begin());
  told.study.cells.push_back(second);
  const auto cells = cells_of(told);
  for (CandidateIndex i = 0; i < second.candidates.size(); ++i)
    EXPECT_EQ(cells[1].hue(i), cells[0].hue(i + 1));
}

TEST(CellFigures, WhatWasDisturbedButCountedIsNotShownAsVoid) {
  const auto samples_of = [](const Told& told) {
    const auto figures = cell_figures(cells_of(told).front());
    return std::find_if(figures.begin(), figures.end(), [](const Figure& f) { return f.name == "samples"; })
        ->svg;
  };
  StudyRecord study = raced_study().study;
  const std::string voids = samples_of(told_of(study));
  EXPECT_THAT(voids, AllOf(HasSubstr("f-void"), HasSubstr("void: disturbed, measured again")));
  EXPECT_THAT(voids, AllOf(Not(HasSubstr("f-counted")), Not(HasSubstr("but counted"))));
  study.cells.front().rules.voiding = false;
  const std::string counted = samples_of(told_of(study));
  EXPECT_THAT(counted, AllOf(HasSubstr("f-counted"), HasSubstr("disturbed, but counted")));
  EXPECT_THAT(counted, AllOf(Not(HasSubstr("f-void")), Not(HasSubstr("measured again"))));
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

TEST(NamedFigures, OfAPathHoldTheFileName) {
  Told told = raced_grid(2, 100);
  told.study.cells[0].cell.model = "../my_net.onnx";
  told.study.cells[1].cell.model = "/models/other.onnx";
  std::set<std::string> files;
  for (const NamedFigure& named : named_figures(told, 1)) files.insert(named.file);
  EXPECT_TRUE(files.contains("1-001-my-net.onnx-latency.svg"));
  EXPECT_TRUE(files.contains("1-002-other.onnx-latency.svg"));
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
  const SampleStrip strip{"a", 0, {{0, 0.1, &early}, {0.2, 0.3, &same_column}, {10, 10.1, &late}}};
  const auto columns = columns_of(strip, 10.1, 10);
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_THAT(columns[0], AllOf(Field(&SampleColumn::column, 0), Field(&SampleColumn::least_ms, 1.0),
                                Field(&SampleColumn::median_ms, 4.0), Field(&SampleColumn::most_ms, 90.0)));
  EXPECT_THAT(columns[1], AllOf(Field(&SampleColumn::column, 9), Field(&SampleColumn::most_ms, 2.0)));
}

}  // namespace
}  // namespace bakeoff::report
