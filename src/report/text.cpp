#include "report/text.h"

#include "report/cell_table.h"
#include "report/command_text.h"
#include "report/escape.h"
#include "report/remarks.h"
#include "report/study_header.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

std::string title_lines(const std::string& title, const std::string& word, const TextStyle& style) {
  const Emphasis emphasis = word == "WINNER" || word == "TIE" ? Emphasis::kGood : Emphasis::kWarning;
  const std::string painted_word = painted(word, emphasis, style.colour);
  const int blanks = style.width - display_width(title) - display_width(word);
  std::string text;
  if (blanks >= 2) {
    text = painted(title, Emphasis::kStrong, style.colour) +
           std::string(static_cast<std::size_t>(blanks), ' ') + painted_word + "\n";
  } else {
    text = wrapped(title, style.width) + painted_word + "\n";
  }
  std::string rule;
  for (int i = 0; i < style.width; ++i) rule += "─";
  return text + painted(rule, Emphasis::kQuiet, style.colour) + "\n";
}

std::string unmeasured_lines(const CellView& cell, int width) {
  std::string text;
  for (const Unmeasured& candidate : unmeasured(cell)) {
    std::string sentence = candidate.name + ": " + std::string(to_string(candidate.outcome.status));
    if (!candidate.outcome.reason.empty()) sentence += ", " + candidate.outcome.reason;
    text += wrapped(sentence, width, "- ");
  }
  return text;
}

}  // namespace

std::string header_text(const StudyRecord& study, const TextStyle& style) {
  constexpr int kLeadWidth = 9;
  std::string text = "bakeoff " + printable(study.bakeoff_version) + ", " + moment_text(study.started) + "\n";
  for (const HeaderLine& line : header_lines(study)) {
    text += wrapped(line.text, style.width, padded(line.lead, kLeadWidth, Align::kLeft));
  }
  return text;
}

std::string cell_text(const CellView& cell, const std::string& file, const TextStyle& style) {
  const VerdictText verdict = verdict_text(cell, file);
  std::string text = "\n" + title_lines(cell.title(), verdict.word, style);
  for (const std::string& sentence : verdict.sentences) text += wrapped(sentence, style.width);

  const std::string table = render(cell_table(cell), style);
  if (!table.empty()) text += "\n" + table;

  std::string notes = unmeasured_lines(cell, style.width);
  for (const std::string& remark : remarks_on(cell)) notes += wrapped(remark, style.width, "- ");
  if (!notes.empty()) text += "\n" + notes;

  if (!verdict.next.empty()) {
    text += "\n" + wrapped(verdict.next, style.width) + wrapped_command(verdict.next_command, style.width);
  } else {
    text += (cell.was_run() ? "\nTo repeat it:\n" : "\nTo run it:\n") +
            wrapped_command(repeat_command(cell), style.width);
  }
  return text;
}

std::string closing_text(const std::vector<CellView>& cells, const TextStyle& style) {
  std::string text;
  for (const std::string& sentence : closing_statement(cells)) text += wrapped(sentence, style.width);
  return text.empty() ? text : "\n" + text;
}

std::string study_text(const Told& told, const std::string& file, const TextStyle& style) {
  const std::vector<CellView> cells = cells_of(told);
  std::string text = header_text(told.study, style);
  for (const CellView& cell : cells) text += cell_text(cell, file, style);
  return text + closing_text(cells, style);
}

}  // namespace bakeoff::report
