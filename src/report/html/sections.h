#pragma once

#include <string>
#include <vector>

#include "report/cell_view.h"
#include "report/figure/canvas.h"
#include "report/html/page.h"
#include "report/markup.h"
#include "report/table.h"

/// The parts of a page, each appended to it.
namespace bakeoff::report {

/// Whether a cell is shown at once or unfolded by the reader.
enum class Folding { kOpen, kFolded };

/// Where a link to a cell leads.
std::string cell_anchor(std::size_t study, std::size_t cell);

/// The class of a verdict's word, "v-winner": colour is added to the word, never needed.
std::string verdict_class(const std::string& word);

/// One row a cell, to be sorted and filtered; `study` numbers the file on the page.
void add_overview(const std::vector<CellView>& cells, std::size_t study, Markup& page);

/// Each model's cells side by side on one scale.
void add_models(const std::vector<CellView>& cells, Markup& page);

/// Verdict, figures, table, remarks, coverage and command of one cell.
void add_cell(const CellView& cell, const std::string& file, const std::string& anchor, Folding folding,
              Markup& page);

/// Every candidate of the cell, absent ones included: how it ended and why, what it was, how right.
void add_coverage(const CellView& cell, Markup& page);

/// A command line that can be copied as it is.
void add_command(const std::string& command, Markup& page);

/// What the machine is.
void add_host(const HostFacts& host, Markup& page);

/// How a race decides, in plain words, and what the columns mean.
void add_method(const std::vector<CellView>& cells, Markup& page);

/// A table as HTML, with a caption, columns without any entry left out; it scrolls on its own where the page
/// is narrow.
void add_table(const Table& table, const std::string& caption, Markup& page);

/// The figures beside one another.
void add_figures(const std::vector<Figure>& figures, Markup& page);

}  // namespace bakeoff::report
