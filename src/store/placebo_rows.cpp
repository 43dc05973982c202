#include "store/placebo_rows.h"

#include "store/database.h"
#include "store/rows.h"

namespace bakeoff::store {
namespace {

// A placebo follows the cell whose candidate it races, and that one is no placebo itself.
bool is_sound(const StudyRecord& study, std::size_t cell, const PlaceboOf& placebo) {
  if (cell >= study.cells.size() || placebo.cell >= cell) return false;
  const CellRecord& other = study.cells[placebo.cell];
  return !other.placebo_of && placebo.candidate < other.candidates.size() &&
         study.cells[cell].candidates.size() == 2;
}

}  // namespace

void write_placebo(SQLite::Database& database, std::size_t place, const CellRecord& record) {
  if (!record.placebo_of) return;
  SQLite::Statement insert(database, "INSERT INTO placebo VALUES (?1, ?2, ?3, ?4)");
  Binding(insert)
      .integer(static_cast<std::int64_t>(place))
      .integer(static_cast<std::int64_t>(record.placebo_of->cell))
      .integer(record.placebo_of->candidate)
      .integer(record.placebo_of->after_try);
  insert.exec();
}

bool read_placebos(SQLite::Database& database, StudyRecord& study) {
  if (schema_of(database) < 3) return true;
  SQLite::Statement select(database,
                           "SELECT cell, of_cell, of_candidate, after_try FROM placebo ORDER BY cell");
  while (select.executeStep()) {
    Row row(select);
    const auto cell = row.integer<std::size_t>(0);
    const PlaceboOf placebo{.cell = row.integer<std::size_t>(1),
                            .candidate = row.integer<CandidateIndex>(2),
                            .after_try = row.integer<std::uint32_t>(3)};
    if (!row.ok() || !is_sound(study, cell, placebo)) return false;
    study.cells[cell].placebo_of = placebo;
  }
  return true;
}

}  // namespace bakeoff::store
