#include "report/html/page.h"

#include <map>
#include <set>

#include "base/hash.h"
#include "report/escape.h"
#include "report/html/embedded.h"
#include "report/html/sections.h"
#include "report/model_names.h"
#include "report/study_header.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

constexpr std::size_t kMostUnfolded = 4;  // more cells than these are looked up, not read

unsigned digit_value(char hexadecimal) {
  return static_cast<unsigned>(hexadecimal <= '9' ? hexadecimal - '0' : hexadecimal - 'a' + 10);
}

// A digest of hexadecimal digits as Base64, which a content security policy asks for.
std::string base64(const std::string& digest) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < digest.size(); at += 6) {
    unsigned bits = 0;
    for (std::size_t i = at; i < at + 6; ++i)
      bits = bits * 16 + (i < digest.size() ? digit_value(digest[i]) : 0);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) text += kDigits[bits >> shift & 63U];
  }
  const std::size_t bytes = digest.size() / 2;
  for (std::size_t i = 0; i < (3 - bytes % 3) % 3; ++i) text[text.size() - 1 - i] = '=';
  return text;
}

std::string models_in(const std::vector<ReportedStudy>& studies) {
  constexpr std::size_t kMostNamed = 4;
  std::vector<std::string> models;
  std::set<std::string> seen;
  for (const ReportedStudy& study : studies) {
    for (const CellRecord& cell : study.told.study.cells) {
      if (seen.insert(cell.cell.model).second) models.push_back(cell.cell.model);
    }
  }
  const std::map<std::string, std::string> short_name = short_names(models);
  std::vector<std::string> names;
  for (const std::string& model : models) names.push_back(printable(short_name.at(model)));
  if (names.size() > kMostNamed) return counted(names.size(), "model");
  return names.empty() ? "an empty study" : joined(names);
}

void add_head(const std::string& title, Markup& page) {
  // The policy lets nothing run or load but this page's own style and script, should an escape ever fail.
  const std::string policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
                             base64(sha256(page_script())) + "'; base-uri 'none'; form-action 'none'";
  page.open("head").leaf("meta", {{"charset", "utf-8"}});
  page.leaf("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  page.leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.leaf("meta", {{"name", "generator"}, {"content", "bakeoff"}});
  page.element("title", title);
  page.open("style").raw(page_style()).raw(figure_style()).close();
  page.close();
}

void add_study(const ReportedStudy& study, std::size_t number, bool alone, Markup& page) {
  const std::vector<CellView> cells = cells_of(study.told);
  const StudyRecord& record = study.told.study;
  page.open("section");
  if (!alone) page.element("h2", study.file);
  page.open("dl", {{"class", "facts"}});
  page.element("dt", "measured")
      .element("dd", moment_text(record.started) + " with bakeoff " + record.bakeoff_version);
  for (const HeaderLine& line : header_lines(record)) {
    page.element("dt", line.lead).element("dd", line.text, {{"class", line.lead}});
  }
  page.close();
  if (cells.size() > 1) add_overview(cells, number, page);
  if (cells.size() > 1) add_models(cells, page);
  if (cells.size() > 1) page.element("h2", "Cell by cell");
  const Folding folding = cells.size() > kMostUnfolded ? Folding::kFolded : Folding::kOpen;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    add_cell(cells[i], study.file, cell_anchor(number, i), folding, page);
  }
  page.element("h2", "The machine");
  add_host(record.host, page);
  page.element("h4", "The command of the whole study");
  add_command(record.command, page);
  page.close();
}

}  // namespace

std::string report_page(const std::vector<ReportedStudy>& studies) {
  const std::string models = models_in(studies);
  Markup page;
  page.raw("<!DOCTYPE html>\n");
  page.open("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}});
  add_head("bakeoff: " + models, page);
  page.open("body").open("main");
  page.element("h1", "Which runtime for " + models + "?");
  std::vector<CellView> all;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    add_study(studies[i], i + 1, studies.size() == 1, page);
    for (const CellView& cell : cells_of(studies[i].told)) all.push_back(cell);
  }
  add_method(all, page);
  page.close();
  page.open("footer").text("Made by bakeoff from the raw samples in ");
  std::vector<std::string> files;
  for (const ReportedStudy& study : studies) files.push_back(printable(study.file));
  page.text(joined(files)).text(". Figures may be had as files: bakeoff figures FILE -o DIR").close();
  page.open("script").raw(page_script()).close();
  return page.take() + "\n";
}

}  // namespace bakeoff::report
