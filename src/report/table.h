#pragma once

#include <string>
#include <vector>

#include "report/style.h"

namespace bakeoff::report {

/// One column of a text table.
struct Column {
  std::vector<std::string> header;  ///< lines from top to bottom: a title, then perhaps its unit
  Align align = Align::kLeft;
  int rank = 0;   ///< 0: always shown; of the others the highest is left out first where width is short
  int limit = 0;  ///< longer entries are shortened; 0: only where the table would not fit
};

/// Rows of text under columns, for candidates, models, runtimes.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
};

/// The table in lines of at most `style.width` columns, each ended by a newline. Columns without any entry
/// are left out, then those of the highest rank until the rest fits, at last entries of left-aligned columns
/// are shortened. Entries are made printable. Empty for a table without rows.
std::string render(const Table& table, const TextStyle& style);

}  // namespace bakeoff::report
