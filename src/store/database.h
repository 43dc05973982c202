#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>

#include "base/error.h"

/// Connections to study files, and SQLite's failures in plain words.
namespace bakeoff::store {

using Connection = std::unique_ptr<SQLite::Database>;

/// The file as somebody who only reads sees it: never changed, and what an interrupted writer left half done
/// is undone in a copy. kNotFound; kBadInput if it is not a study file of a schema known here.
class ReadableFile {
 public:
  static Result<ReadableFile> open(const std::filesystem::path& path);

  ~ReadableFile();
  ReadableFile(ReadableFile&&) noexcept = default;
  ReadableFile& operator=(ReadableFile&&) noexcept = default;

  [[nodiscard]] SQLite::Database& database() const { return *database_; }

 private:
  ReadableFile() = default;
  std::filesystem::path copy_folder_;  ///< empty: the file itself
  Connection database_;
};

/// kUsage unless the journal, which lies beside the file, may be written.
Result<void> check_journal(const std::filesystem::path& path);

/// For writing: an existing file, rolled back to its last whole transaction. Does not look at what is in it.
/// Throws SQLite::Exception.
Connection open_for_writing(const std::filesystem::path& path);

/// The version of the schema that the file says it has.
int schema_of(SQLite::Database& database);

/// kBadInput unless the tables are those of this schema, made by bakeoff. Throws SQLite::Exception.
Result<void> check_schema(SQLite::Database& database, const std::filesystem::path& path);

/// What an exception means for the person at the keyboard.
Error error_of(const SQLite::Exception& exception, const std::filesystem::path& path);

}  // namespace bakeoff::store
