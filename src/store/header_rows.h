#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>

#include "record/study_record.h"

/// Every table but event. Writers throw SQLite::Exception; the caller has a transaction around them.
namespace bakeoff::store {

void write_study(SQLite::Database& database, const StudyRecord& study);

/// The cell and its candidates, without tries.
void write_cell(SQLite::Database& database, std::size_t place, const CellRecord& cell);

/// Readers give the name of the table that is not what it should be, or nothing when all is well.
/// Of a cell only as many empty tries are made as it has.
std::optional<std::string> read_header(SQLite::Database& database, StudyRecord& study);

}  // namespace bakeoff::store
