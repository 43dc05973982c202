#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "report/cell_view.h"

namespace bakeoff::report {

/// Where a study stands, as plain values: whoever runs it fills them in, the functions below only format.
struct ProgressState {
  std::string cell;  ///< short_title() of the cell
  std::size_t cell_number = 1;
  std::size_t cell_count = 1;
  std::string activity;                ///< what is done instead of racing: "checking openvino"; else empty
  std::vector<std::string> survivors;  ///< names of those still in the race
  std::uint32_t epoch = 0;             ///< from 1; 0: none has begun
  std::uint32_t round = 0;             ///< within the epoch, from 1, voids included
  std::uint32_t rounds_per_epoch = 5;  ///< 0: one epoch that goes on, its rounds are the evidence
  std::optional<double> evidence;      ///< against the survivor that is nearest to leaving
  double threshold = 40;               ///< at which one leaves
  Nanoseconds elapsed{0};
  Nanoseconds budget{0};
  std::optional<Nanoseconds> likely_left;  ///< until a verdict, if the evidence goes on as it has
};

/// "resnet-50 fp32 b1": a cell in a few columns.
std::string short_title(const Cell& cell);

/// Survivors, evidence, threshold and the time likely left, as the judge sees the cell after `elapsed`; the
/// rest is for the caller to fill in.
ProgressState progress_of(const CellView& cell, Nanoseconds elapsed);

/// The live line of a terminal, at most `width` columns, without a newline: "resnet-50 fp32 b1 · epoch 5,
/// round 3/5 · racing openvino, onnxruntime · E 12.4 of 40 · 38 s of 2 min, likely done in 30 s". What
/// matters least goes first where it is too long.
std::string progress_line(const ProgressState& state, int width);

/// The line for a log where something has changed worth one: another cell, an epoch done, a candidate that
/// left; empty otherwise. `before` is the state at the last call, empty at the first.
std::optional<std::string> plain_progress_line(const std::optional<ProgressState>& before,
                                               const ProgressState& now);

}  // namespace bakeoff::report
