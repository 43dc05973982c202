#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "record/result.h"
#include "record/study_record.h"
#include "report/told.h"

namespace bakeoff::report {

/// A cell with what the judge makes of it, and the questions that every format asks of the two.
class CellView {
 public:
  /// What the cell shares with the others of its study.
  struct Shared {
    std::string model;              ///< as in short_names()
    std::vector<std::size_t> hues;  ///< of its candidates
  };

  /// A cell whose study is not known: its model keeps its whole name.
  CellView(const CellRecord& record, const CellResult& result,
           std::optional<PlaceboResult> placebo = std::nullopt)
      : CellView(record, result, placebo, {record.cell.model, {}}) {}

  CellView(const CellRecord& record, const CellResult& result, std::optional<PlaceboResult> placebo,
           Shared shared)
      : record_(&record), result_(&result), placebo_(placebo), shared_(std::move(shared)) {}

  [[nodiscard]] const CellRecord& record() const { return *record_; }
  [[nodiscard]] const CellResult& result() const { return *result_; }

  /// Empty where none was raced.
  [[nodiscard]] const std::optional<PlaceboResult>& placebo() const { return placebo_; }

  /// False for a cell whose candidates wait for a first try.
  [[nodiscard]] bool was_run() const;

  /// How the candidate ended; timed-out, "not run", where the judge has nothing to say of it.
  [[nodiscard]] const CandidateResult& figures(CandidateIndex candidate) const;

  /// The model's name as headings tell it, printable: of a path the file's name, where the study is known.
  [[nodiscard]] std::string model() const;

  /// The candidate's colour in every figure of the study, as a number from 0.
  [[nodiscard]] std::size_t hue(CandidateIndex candidate) const;

  /// The candidate's name, printable.
  [[nodiscard]] std::string name(CandidateIndex candidate) const;

  /// Names joined as a person would: "a, b and c".
  [[nodiscard]] std::string names(const std::vector<CandidateIndex>& candidates) const;

  /// The time that the last try took, all its runs together; zero where it is not known.
  [[nodiscard]] Nanoseconds time_spent() const;

  /// Who was eliminated by evidence: measured, but no survivor any more.
  [[nodiscard]] std::vector<CandidateIndex> ruled_out() const;

  /// Who was lost to a fault after the race had begun.
  [[nodiscard]] std::vector<CandidateIndex> lost_in_race() const;

  /// The one that the others are compared with: the winner, or who leads; none where nobody was timed.
  [[nodiscard]] std::optional<CandidateIndex> first() const;

  /// The gap between two candidates seen from `ahead`, its ratio and interval turned where needed.
  [[nodiscard]] std::optional<PairResult> gap(CandidateIndex ahead, CandidateIndex behind) const;

  /// The gap between first() and the runner-up; none where either is missing.
  [[nodiscard]] std::optional<PairResult> lead() const;

  /// "epoch" or "round": what counts as one piece of evidence.
  [[nodiscard]] std::string unit() const;

  /// "resnet-50 · fp32 · batch 1 · 2 threads · latency", with platform and device where not the usual ones.
  [[nodiscard]] std::string title() const;

 private:
  const CellRecord* record_;
  const CellResult* result_;
  std::optional<PlaceboResult> placebo_;
  Shared shared_;
};

/// All cells of a study with their results; a cell without a result gets an empty one. A candidate's hue is
/// its place among the names of the study, in the order in which they come.
std::vector<CellView> cells_of(const Told& told);

enum class LeadInterval { kHidden, kShown };

/// "1.6 % ahead of openvino" or, its interval shown, "1.6 % (0.2 % to 3.1 %) ahead of openvino"; or behind
/// it: leading all others together is possible without leading each.
std::string lead_text(const CellView& cell, const PairResult& gap,
                      LeadInterval interval = LeadInterval::kHidden);

/// The command that repeats just this cell.
std::string repeat_command(const CellView& cell);

/// "a, b and c".
std::string joined(const std::vector<std::string>& words);

/// "1 epoch", "14 epochs".
std::string counted(std::uint64_t count, const std::string& noun);

/// Who was lost in the race, and how: "onnxruntime crashed and pytorch timed-out"; empty if nobody was.
std::string lost_text(const CellView& cell);

/// The parts of a verdict's reason, with the names that the judge does not know ("openvino crashed").
std::vector<std::string> reasons_of(const CellView& cell);

/// The same as one text; empty where the verdict speaks for itself.
std::string reason_of(const CellView& cell);

}  // namespace bakeoff::report
