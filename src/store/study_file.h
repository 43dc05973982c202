#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "record/study_record.h"

namespace bakeoff::store {

/// One .bakeoff file: SQLite, journal TRUNCATE, synchronous FULL. Every append is one transaction, so that a
/// kill or power cut loses at most the event being written; a reader never needs the writer's help.
class StudyFile {
 public:
  /// A new file with all that `header` holds, tries of its cells included; kUsage if it exists.
  static Result<StudyFile> create(const std::filesystem::path& path, const StudyRecord& header);

  /// An existing file for appending; kBadInput if it is not a study file, is damaged or of a newer schema.
  static Result<StudyFile> open(const std::filesystem::path& path);

  ~StudyFile();
  StudyFile(StudyFile&&) noexcept;
  StudyFile& operator=(StudyFile&&) noexcept;

  /// Adds a cell without tries and gives its place.
  Result<std::size_t> add_cell(const CellRecord& cell);

  /// Begins the next try of a cell; its events follow.
  Result<void> begin_try(std::size_t cell);

  /// Appends to the last try of a cell.
  Result<void> append(std::size_t cell, const Event& event);

  /// Everything in the file.
  [[nodiscard]] Result<StudyRecord> read() const;

 private:
  struct State;
  explicit StudyFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Reads a study file that nobody need be writing, without changing it (works on a read-only disk).
Result<StudyRecord> read_study(const std::filesystem::path& path);

}  // namespace bakeoff::store
