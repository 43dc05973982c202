#include <algorithm>

#include "report/cell_figures.h"
#include "report/cell_table.h"
#include "report/html/sections.h"
#include "report/remarks.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

void add_remarks(const CellView& cell, Markup& page) {
  const std::vector<std::string> remarks = remarks_on(cell);
  const std::vector<Unmeasured> others = unmeasured(cell);
  if (remarks.empty() && others.empty()) return;
  page.open("ul");
  for (const Unmeasured& candidate : others) {
    std::string sentence = candidate.name + ": " + std::string(to_string(candidate.outcome.status));
    if (!candidate.outcome.reason.empty()) sentence += ", " + candidate.outcome.reason;
    page.element("li", sentence);
  }
  for (const std::string& remark : remarks) page.element("li", remark);
  page.close();
}

}  // namespace

std::string cell_anchor(std::size_t study, std::size_t cell) {
  return "cell-" + std::to_string(study) + "-" + std::to_string(cell + 1);
}

std::string verdict_class(const std::string& word) {
  std::string name = "v-";
  for (const char c : word)
    name += c == ' ' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return name;
}

void add_cell(const CellView& cell, const std::string& file, const std::string& anchor, Folding folding,
              Markup& page) {
  const VerdictText verdict = verdict_text(cell, file);
  if (folding == Folding::kOpen) {
    page.open("details", {{"class", "cell"}, {"id", anchor}, {"open", "open"}});
  } else {
    page.open("details", {{"class", "cell"}, {"id", anchor}});
  }
  page.open("summary").element("h3", cell.title());
  page.element("span", verdict.word, {{"class", "verdict " + verdict_class(verdict.word)}}).close();
  for (const std::string& sentence : verdict.sentences) page.element("p", sentence, {{"class", "lead"}});
  if (!verdict.next.empty()) page.element("p", verdict.next).element("pre", verdict.next_command);
  add_figures(cell_figures(cell), page);
  add_table(cell_table(cell), "Medians of " + cell.unit() + "s; gap to the first", page);
  add_remarks(cell, page);
  add_coverage(cell, page);
  page.element("h4", cell.was_run() ? "To repeat this cell" : "To run this cell");
  page.element("pre", repeat_command(cell));
  page.close();
}

}  // namespace bakeoff::report
