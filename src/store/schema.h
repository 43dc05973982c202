#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bakeoff::store {

/// In the file's header, where file(1) and sqlite3 look: "bake" in ASCII.
constexpr std::uint32_t kApplicationId = 0x62616b65;

/// user_version of the file. Raised by every change to the tables; a reader refuses what is newer.
constexpr int kSchemaVersion = 3;

struct Table {
  std::string_view name;
  std::string_view sql;  ///< the CREATE statement; its comments stay in the file, for `sqlite3 FILE .schema`
  int since = 1;         ///< the first version of the schema that has it
};

/// All tables, in the order they are made. docs/FORMATS.md explains them with queries.
const std::array<Table, 9>& tables();

/// Views for people; bakeoff itself never reads them.
const std::array<Table, 2>& views();

}  // namespace bakeoff::store
