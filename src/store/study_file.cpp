#include "store/study_file.h"

#include <optional>
#include <utility>
#include <vector>

#include "store/database.h"
#include "store/event_json.h"
#include "store/event_rows.h"
#include "store/header_rows.h"
#include "store/rows.h"
#include "store/schema.h"
#include "store/writer_lock.h"

namespace bakeoff::store {
namespace {

using std::filesystem::path;

// What an append must know of a cell.
struct CellState {
  std::size_t candidates = 0;
  std::size_t tries = 0;
  std::optional<std::uint32_t> epoch;  // of the last try
};

Result<StudyRecord> read_all(SQLite::Database& database, const path& file) {
  // One transaction: all tables as of the same moment, whatever a writer adds meanwhile.
  SQLite::Transaction snapshot(database);
  StudyRecord study;
  auto damage = read_header(database, study);
  if (!damage) damage = read_events(database, study);
  if (!damage) return study;
  return fail(ErrorKind::kBadInput, "is damaged: " + *damage + " is not what it should be", file.string(),
              "what can still be read of it: sqlite3 FILE .recover");
}

void make_tables(SQLite::Database& database) {
  for (const Table& table : tables()) database.exec(std::string(table.sql));
  for (const Table& view : views()) database.exec(std::string(view.sql));
  database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
}

// A file of an older schema gets what this one writes; nothing that is in it changes.
void add_newer_tables(SQLite::Database& database) {
  const int version = schema_of(database);
  if (version == kSchemaVersion) return;
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  for (const Table& table : tables()) {
    if (table.since > version) database.exec(std::string(table.sql));
  }
  for (const Table& view : views()) {
    database.exec("DROP VIEW IF EXISTS " + std::string(view.name));
    database.exec(std::string(view.sql));
  }
  database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction.commit();
}

}  // namespace

// Destroyed from the last to the first: the statement before its connection, the lock at the very end.
struct StudyFile::State {
  State(path file, WriterLock&& taken, Connection&& opened)
      : where(std::move(file)), lock(std::move(taken)), database(std::move(opened)) {}

  // In this mode SQLite removes the journal, which else would lie empty beside every finished study.
  ~State() {
    insert.reset();
    database->tryExec("PRAGMA journal_mode = DELETE");
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  path where;
  WriterLock lock;
  Connection database;
  std::optional<SQLite::Statement> insert;
  std::vector<CellState> cells;
  std::int64_t next_seq = 1;

  void add_cell(const CellRecord& cell) {
    write_cell(*database, cells.size(), cell);
    cells.push_back({cell.candidates.size(), 0, std::nullopt});
  }

  void begin_try(std::size_t cell) {
    SQLite::Statement row(*database, "INSERT INTO race_try VALUES (?1, ?2)");
    Binding(row)
        .integer(static_cast<std::int64_t>(cell))
        .integer(static_cast<std::int64_t>(cells[cell].tries + 1));
    row.exec();
    ++cells[cell].tries;
    cells[cell].epoch.reset();
  }

  void append(std::size_t cell, const Event& event) {
    CellState& state = cells[cell];
    const auto* const begun = std::get_if<EpochBegun>(&event);
    const std::optional<std::uint32_t> epoch = begun != nullptr ? std::optional(begun->epoch) : state.epoch;
    if (!insert) insert.emplace(*database, kInsertEvent);
    write_event(*insert, {next_seq, cell, state.tries, epoch}, event);
    ++next_seq;
    state.epoch = epoch;
  }

  [[nodiscard]] Result<void> may_append(std::size_t cell) const {
    if (cell < cells.size()) return {};
    return fail(ErrorKind::kInternal, "has no cell " + std::to_string(cell), where.string());
  }

  // What the writer has to know is what a reader finds: an event of an epoch tells which.
  void take_over(const StudyRecord& study) {
    for (const CellRecord& cell : study.cells) {
      CellState state{cell.candidates.size(), cell.tries.size(), std::nullopt};
      for (const auto& events : cell.tries) {
        state.epoch.reset();
        next_seq += static_cast<std::int64_t>(events.size());
        for (const Event& event : events) {
          if (const auto* const begun = std::get_if<EpochBegun>(&event)) state.epoch = begun->epoch;
        }
      }
      cells.push_back(state);
    }
  }
};

StudyFile::StudyFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
StudyFile::~StudyFile() = default;
StudyFile::StudyFile(StudyFile&&) noexcept = default;
StudyFile& StudyFile::operator=(StudyFile&&) noexcept = default;

Result<StudyFile> StudyFile::create(const path& file, const StudyRecord& header) {
  auto lock = WriterLock::take(file, WriterLock::Mode::kCreate);
  if (!lock) return tl::unexpected(lock.error());
  std::optional<Error> error;
  std::unique_ptr<State> state;
  try {
    state = std::make_unique<State>(file, std::move(*lock), open_for_writing(file));
    SQLite::Transaction transaction(*state->database, SQLite::TransactionBehavior::IMMEDIATE);
    make_tables(*state->database);
    write_study(*state->database, header);
    for (const CellRecord& cell : header.cells) {
      state->add_cell(cell);
      for (const auto& events : cell.tries) {
        state->begin_try(state->cells.size() - 1);
        for (const Event& event : events) state->append(state->cells.size() - 1, event);
      }
    }
    transaction.commit();
    return StudyFile(std::move(state));
  } catch (const SQLite::Exception& exception) {
    error = error_of(exception, file);
  }
  state.reset();
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  std::filesystem::remove(file.string() + "-journal", ignored);
  return tl::unexpected(std::move(*error));
}

Result<StudyFile> StudyFile::open(const path& file) {
  auto lock = WriterLock::take(file, WriterLock::Mode::kExisting);
  if (!lock) return tl::unexpected(lock.error());
  if (auto journal = check_journal(file); !journal) return tl::unexpected(journal.error());
  std::unique_ptr<State> state;
  try {
    state = std::make_unique<State>(file, std::move(*lock), open_for_writing(file));
    if (auto schema = check_schema(*state->database, file); !schema) return tl::unexpected(schema.error());
    // Reading all of it finds damage before anything is added to it.
    const auto study = read_all(*state->database, file);
    if (!study) return tl::unexpected(study.error());
    add_newer_tables(*state->database);
    state->take_over(*study);
    return StudyFile(std::move(state));
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, file));
  }
}

Result<std::size_t> StudyFile::add_cell(const CellRecord& cell) {
  const std::size_t place = state_->cells.size();
  try {
    SQLite::Transaction transaction(*state_->database, SQLite::TransactionBehavior::IMMEDIATE);
    state_->add_cell(cell);
    transaction.commit();
    return place;
  } catch (const SQLite::Exception& exception) {
    state_->cells.resize(place);
    return tl::unexpected(error_of(exception, state_->where));
  }
}

Result<void> StudyFile::begin_try(std::size_t cell) {
  if (auto may = state_->may_append(cell); !may) return may;
  try {
    state_->begin_try(cell);
    return {};
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, state_->where));
  }
}

Result<void> StudyFile::append(std::size_t cell, const Event& event) {
  if (auto may = state_->may_append(cell); !may) return may;
  if (state_->cells[cell].tries == 0) {
    return fail(ErrorKind::kInternal, "has no try to add to", state_->where.string());
  }
  if (!names_only(event, state_->cells[cell].candidates)) {
    return fail(ErrorKind::kInternal, "has no such candidate", state_->where.string());
  }
  try {
    state_->append(cell, event);
    return {};
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, state_->where));
  }
}

Result<StudyRecord> StudyFile::read() const {
  try {
    return read_all(*state_->database, state_->where);
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, state_->where));
  }
}

Result<StudyRecord> read_study(const path& file) {
  const auto readable = ReadableFile::open(file);
  if (!readable) return tl::unexpected(readable.error());
  try {
    return read_all(readable->database(), file);
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(error_of(exception, file));
  }
}

}  // namespace bakeoff::store
