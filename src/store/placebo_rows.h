#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>

#include "record/study_record.h"

/// The table placebo, which schemas 1 and 2 did not have. Both throw SQLite::Exception.
namespace bakeoff::store {

/// Nothing for a cell that is no placebo.
void write_placebo(SQLite::Database& database, std::size_t place, const CellRecord& record);

/// Marks the cells of `study` that are placebos; false if a row is not what it should be.
bool read_placebos(SQLite::Database& database, StudyRecord& study);

}  // namespace bakeoff::store
