#pragma once

#include <string>
#include <vector>

#include "report/cell_view.h"

namespace bakeoff::report {

/// A verdict as a person reads it.
struct VerdictText {
  std::string word;                    ///< WINNER, TIE, UNRESOLVED, NONE or NOT RUN
  std::vector<std::string> sentences;  ///< each a paragraph of one or two sentences
  std::string next;                    ///< where something is left to do: what; empty otherwise
  std::string next_command;            ///< the command that does it
};

/// What may be said of a cell (METHOD.md, 7): never that the eliminated are slower than one another. `file`
/// is the study file that a continued race belongs to.
VerdictText verdict_text(const CellView& cell, const std::string& file);

/// What the verdicts of the whole study are worth: METHOD.md's "What may be printed" and, for a grid, how
/// many wrong ones to expect. Empty where no race was run.
std::vector<std::string> closing_statement(const std::vector<CellView>& cells);

}  // namespace bakeoff::report
