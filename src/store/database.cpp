#include "store/database.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "store/schema.h"

namespace bakeoff::store {
namespace {

using std::filesystem::path;

// A reader holds the writer up only while it reads, and the other way round: well under a second each.
constexpr int kBusyTimeoutMs = 30'000;

// An absolute name cannot be taken for ":memory:" or "file:...".
std::string name_of(const path& file) {
  return std::filesystem::absolute(file).string();
}

// As SQLite wants it (sqlite.org/uri.html): everything but letters, digits, '/', '.', '-' and '_' escaped.
std::string immutable_uri(const path& file) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-_";
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string uri = "file://";
  for (const char c : name_of(file)) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      (uri += '%').append({kHex[byte >> 4U], kHex[byte & 0xfU]});
    }
  }
  return uri + "?immutable=1";
}

path journal_of(const path& file) {
  return path(file.string() + "-journal");
}

bool has_content(const path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return !error && size > 0;
}

// Nothing in a file from elsewhere may run: no functions from its views, no pages that lie about their size.
Connection connect(const std::string& name, int flags) {
  auto database = std::make_unique<SQLite::Database>(name, flags, kBusyTimeoutMs);
  database->exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  return database;
}

// Opening touches nothing yet: only a first look takes the lock and finds a journal.
Connection connect_and_look(const std::string& name, int flags) {
  Connection database = connect(name, flags);
  database->execAndGet("SELECT count(*) FROM sqlite_schema");
  return database;
}

Result<path> copy_with_journal(const path& file) {
  std::string folder = (std::filesystem::temp_directory_path() / "bakeoff-read-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    return fail_errno(errno, "no folder for a copy can be made", folder);
  const path copy = path(folder) / "study";
  std::error_code error;
  std::filesystem::copy_file(journal_of(file), journal_of(copy), error);
  if (!error) std::filesystem::copy_file(file, copy, error);
  if (!error) {
    std::filesystem::permissions(copy, std::filesystem::perms::owner_all, error);
    std::filesystem::permissions(journal_of(copy), std::filesystem::perms::owner_all, error);
  }
  if (!error) return path(folder);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return fail(ErrorKind::kInternal, "a copy cannot be made: " + error.message(), file.string());
}

Result<void> check_looks(const path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return fail(ErrorKind::kNotFound, "is not there", file.string());
  }
  if (status.type() == std::filesystem::file_type::directory) {
    return fail(ErrorKind::kBadInput, "is a folder, not a study file", file.string());
  }
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorKind::kBadInput, "is no file, but a pipe or a device", file.string());
  }
  if (::access(file.c_str(), R_OK) != 0) {
    return fail(ErrorKind::kUsage, "may not be read", file.string(), "change its permissions");
  }
  if (!has_content(file) && !has_content(journal_of(file))) {
    return fail(ErrorKind::kBadInput, "is empty, not a study file", file.string(),
                "remove it: nothing was ever stored in it");
  }
  return {};
}

}  // namespace

Error error_of(const SQLite::Exception& exception, const path& file) {
  constexpr const char* kGoOn = "all up to here is safe; make room, then go on with --resume";
  const int code = exception.getErrorCode();
  if (code == SQLITE_FULL) {
    return {ErrorKind::kInternal, "cannot grow: the disk is full", file.string(), kGoOn};
  }
  switch (exception.getExtendedErrorCode()) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
      return {ErrorKind::kInternal, "cannot be written: a full or broken disk, a quota or a limit refuses it",
              file.string(), kGoOn};
    default:
      break;
  }
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kUsage, "is locked by another program", file.string(),
              "end the program that has it open (fuser tells which), or wait for it"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {ErrorKind::kUsage, "may not be written, it or the folder it is in", file.string(),
              "name a file elsewhere with -o, or change the permissions"};
    case SQLITE_NOTADB:
      return {ErrorKind::kBadInput, "is not a study file", file.string(), ""};
    case SQLITE_CORRUPT:
      return {ErrorKind::kBadInput, "is damaged", file.string(),
              "what can still be read of it: sqlite3 FILE .recover"};
    default:
      return {ErrorKind::kInternal, std::string("SQLite: ") + exception.what(), file.string(), ""};
  }
}

int schema_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

Result<void> check_schema(SQLite::Database& database, const path& file) {
  const auto application =
      static_cast<std::uint32_t>(database.execAndGet("PRAGMA application_id").getInt64());
  if (application != kApplicationId) {
    return fail(ErrorKind::kBadInput, "is an SQLite file, but not a study file", file.string());
  }
  const int version = schema_of(database);
  if (version > kSchemaVersion) {
    return fail(ErrorKind::kBadInput,
                "was made by a newer bakeoff (its schema is " + std::to_string(version) + ", known here is " +
                    std::to_string(kSchemaVersion) + ")",
                file.string(), "read it with that version or a later one");
  }
  if (version < 1) {
    return fail(ErrorKind::kBadInput, "is damaged: no bakeoff wrote schema " + std::to_string(version),
                file.string());
  }
  SQLite::Statement select(database, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1");
  for (const Table& table : tables()) {
    if (table.since > version) continue;
    select.reset();
    select.bind(1, std::string(table.name));
    if (!select.executeStep() || select.getColumn(0).getString() != table.sql) {
      return fail(ErrorKind::kBadInput,
                  "is damaged: it lacks the table '" + std::string(table.name) +
                      "' as "
                      "schema " +
                      std::to_string(version) + " has it",
                  file.string());
    }
  }
  return {};
}

Result<void> check_journal(const path& file) {
  const path journal = journal_of(file);
  const path parent = std::filesystem::absolute(file).parent_path();
  const bool is_there = ::access(journal.c_str(), F_OK) == 0;
  if (is_there ? ::access(journal.c_str(), R_OK | W_OK) == 0 : ::access(parent.c_str(), W_OK | X_OK) == 0) {
    return {};
  }
  return fail(ErrorKind::kUsage,
              "may not be written: " + (is_there ? journal : parent).string() + " is protected",
              file.string(), "change its permissions, or name a file elsewhere with -o");
}

Connection open_for_writing(const path& file) {
  Connection database = connect_and_look(name_of(file), SQLite::OPEN_READWRITE);
  database->exec("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL");
  return database;
}

Result<ReadableFile> ReadableFile::open(const path& file) {
  if (auto looks = check_looks(file); !looks) return tl::unexpected(looks.error());
  ReadableFile readable;
  try {
    try {
      readable.database_ = connect_and_look(name_of(file), SQLite::OPEN_READONLY);
    } catch (const SQLite::Exception& exception) {
      constexpr std::array<int, 4> kTryOtherwise{SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM};
      if (std::find(kTryOtherwise.begin(), kTryOtherwise.end(), exception.getErrorCode()) ==
          kTryOtherwise.end()) {
        throw;
      }
      if (has_content(journal_of(file))) {
        // A writer was killed: what it left must be undone, but not here, where nothing may be changed.
        const auto folder = copy_with_journal(file);
        if (!folder) return tl::unexpected(folder.error());
        readable.copy_folder_ = *folder;
        readable.database_ = connect_and_look(name_of(*folder / "study"), SQLite::OPEN_READWRITE);
      } else {
        // A medium without locks.
        readable.database_ = connect_and_look(immutable_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
      }
    }
    if (auto schema = check_schema(*readable.database_, file); !schema) return tl::unexpected(schema.error());
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, file));
  }
  return readable;
}

ReadableFile::~ReadableFile() {
  database_.reset();
  std::error_code ignored;
  if (!copy_folder_.empty()) std::filesystem::remove_all(copy_folder_, ignored);
}

}  // namespace bakeoff::store
