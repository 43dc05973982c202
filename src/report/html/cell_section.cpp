#include <algorithm>

#include "report/cell_figures.h"
#include "report/cell_table.h"
#include "report/command_text.h"
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

// Without the blanks and the newline around a command that stands alone.
std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of('\n') + 1 - begin);
}

// The medians do not give the gap by division, nor their intervals the verdict; a reader tries both.
std::string caption_of(const CellView& cell) {
  const std::string unit = cell.unit();
  std::string medians = "Medians of " + unit + "s with their intervals.";
  if (!cell.lead()) return medians;
  return medians + " The gap to the first is the median over " + unit + "s of the ratio within each " + unit +
         ", not the ratio of the two medians; such pairs decide, also where the intervals overlap.";
}

}  // namespace

void add_command(const std::string& command, Markup& page) {
  constexpr int kWidth = 84;
  page.open("pre");
  const std::string wrapped = wrapped_command(command, kWidth);
  std::string_view lines = trimmed(wrapped);
  for (std::size_t end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
    page.text(lines.substr(0, end)).raw("\n");  // as text it would become visible
    lines.remove_prefix(end + 1);
  }
  page.text(lines).close();
}

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
  if (!verdict.next.empty()) {
    page.element("p", verdict.next);
    add_command(verdict.next_command, page);
  }
  add_figures(cell_figures(cell), page);
  add_table(cell_table(cell), caption_of(cell), page);
  add_remarks(cell, page);
  add_coverage(cell, page);
  page.element("h4", cell.was_run() ? "To repeat this cell" : "To run this cell");
  add_command(repeat_command(cell), page);
  page.close();
}

}  // namespace bakeoff::report
