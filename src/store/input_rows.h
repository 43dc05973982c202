#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>

#include "record/study_record.h"

/// The table cell_input, which schema 1 did not have. Both throw SQLite::Exception.
namespace bakeoff::store {

void write_inputs(SQLite::Database& database, std::size_t place, const Cell& cell);

/// Adds what was asked for inputs to the cells of `study`; false if a row is not what it should be.
bool read_inputs(SQLite::Database& database, StudyRecord& study);

}  // namespace bakeoff::store
