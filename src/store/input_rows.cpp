#include "store/input_rows.h"

#include <nlohmann/json.hpp>

#include "store/database.h"
#include "store/json_fields.h"
#include "store/rows.h"

namespace bakeoff::store {
namespace {

using nlohmann::json;

std::optional<InputShape> shape_from(std::string input, const std::string& text) {
  JsonFields fields(R"({"shape":)" + text + "}");
  InputShape shape{.input = std::move(input), .dims = {}};
  for (const std::uint32_t length : fields.integers("shape")) shape.dims.push_back(length);
  return fields.ok() ? std::optional(std::move(shape)) : std::nullopt;
}

}  // namespace

void write_inputs(SQLite::Database& database, std::size_t place, const Cell& cell) {
  SQLite::Statement insert(database, "INSERT INTO cell_input VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  std::int64_t number = 0;
  for (const InputShape& shape : cell.shapes) {
    Binding(insert)
        .integer(static_cast<std::int64_t>(place))
        .integer(number++)
        .text(shape.input)
        .text(json(shape.dims).dump())
        .null()
        .null();
    insert.exec();
  }
  for (const InputFile& file : cell.input_files) {
    Binding(insert)
        .integer(static_cast<std::int64_t>(place))
        .integer(number++)
        .text(file.input)
        .null()
        .text(file.file)
        .text(file.sha256);
    insert.exec();
  }
}

bool read_inputs(SQLite::Database& database, StudyRecord& study) {
  if (schema_of(database) < 2) return true;
  SQLite::Statement select(
      database, "SELECT cell, place, input, shape, file, sha256 FROM cell_input ORDER BY cell, place");
  while (select.executeStep()) {
    Row row(select);
    const auto cell = row.integer<std::size_t>(0);
    const auto place = row.integer<std::size_t>(1);
    if (!row.ok() || cell >= study.cells.size()) return false;
    Cell& asked = study.cells[cell].cell;
    if (place != asked.shapes.size() + asked.input_files.size()) return false;
    std::string input = row.text(2);
    if (const auto text = row.optional_text(3)) {
      auto shape = shape_from(std::move(input), *text);
      if (!row.ok() || !shape) return false;
      asked.shapes.push_back(std::move(*shape));
    } else {
      asked.input_files.push_back({std::move(input), row.text(4), row.text(5)});
    }
    if (!row.ok()) return false;
  }
  return true;
}

}  // namespace bakeoff::store
