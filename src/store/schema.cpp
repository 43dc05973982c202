#include "store/schema.h"

namespace bakeoff::store {
namespace {

constexpr Table kStudy{"study", R"(CREATE TABLE study (
  -- What holds for the whole file: bakeoff_version, started (UTC, ISO 8601), command; and, as numbers, what
  -- timing itself costs here: clock_read_ns, null_overhead_ns (not there if not measured).
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
))"};

constexpr Table kHostFact{"host_fact", R"(CREATE TABLE host_fact (
  -- What the machine is. A fact that could not be read has no value, but a reason.
  name           TEXT PRIMARY KEY,   -- dotted: cpu.model, memory.available, ...
  value          TEXT,
  unknown_reason TEXT
))"};

constexpr Table kHostWarning{"host_warning", R"(CREATE TABLE host_warning (
  -- What would have disturbed a measurement, each with its remedy.
  place INTEGER PRIMARY KEY,         -- from 0
  text  TEXT NOT NULL
))"};

constexpr Table kCell{"cell", R"(CREATE TABLE cell (
  -- One race's question and its terms.
  cell         INTEGER PRIMARY KEY,  -- from 0
  model        TEXT NOT NULL,
  model_sha256 TEXT NOT NULL,        -- of the prepared ONNX file: what really ran
  platform     TEXT NOT NULL,
  device       TEXT NOT NULL,
  precision    TEXT NOT NULL,        -- fp32, fp16, bf16
  batch        INTEGER NOT NULL,
  threads      INTEGER NOT NULL,
  strict       INTEGER NOT NULL,     -- 0 or 1
  metric       TEXT NOT NULL,        -- latency, throughput
  command      TEXT NOT NULL,        -- repeats just this cell
  rules        TEXT NOT NULL         -- JSON: alpha, epsilon, evidence, rounds_per_epoch, slot_ns, budget_ns, seed,
                                     -- voiding, freezing, max_error (null: none)
))"};

constexpr Table kCellInput{"cell_input", R"(CREATE TABLE cell_input (
  -- What was asked for inputs of a cell's model: a shape, or values from a file.
  cell   INTEGER NOT NULL REFERENCES cell,
  place  INTEGER NOT NULL,           -- from 0
  input  TEXT NOT NULL,              -- its name in the model
  shape  TEXT,                       -- JSON: [1, 3, 224, 224]
  file   TEXT,                       -- instead of shape: as it was named
  sha256 TEXT,                       -- of the values in it
  PRIMARY KEY (cell, place)
))",
                           2};

constexpr Table kPlacebo{"placebo", R"(CREATE TABLE placebo (
  -- Cells that nobody asked for: the first candidate of another cell raced against a copy of itself, to see
  -- what this machine makes of equals. The rules of such a cell hold "units": so many, instead of a verdict.
  cell         INTEGER PRIMARY KEY REFERENCES cell,
  of_cell      INTEGER NOT NULL REFERENCES cell,
  of_candidate INTEGER NOT NULL,     -- place in candidate, absent = 0, of of_cell
  after_try    INTEGER NOT NULL      -- the last try of of_cell when the placebo began
))",
                         3};

constexpr Table kCandidate{"candidate", R"(CREATE TABLE candidate (
  -- Who takes part in a cell, and who was asked for but could not.
  cell           INTEGER NOT NULL REFERENCES cell,
  absent         INTEGER NOT NULL,   -- 0: takes part; 1: never came to the race
  place          INTEGER NOT NULL,   -- from 0; for absent = 0 the number that events use
  name           TEXT NOT NULL,      -- unique in the study
  runtime        TEXT NOT NULL,
  version        TEXT NOT NULL,
  configuration  TEXT NOT NULL,
  options        TEXT NOT NULL,      -- JSON: [[key, value], ...], what the configuration stands for
  library_sha256 TEXT NOT NULL,      -- of the library that was measured
  precision      TEXT NOT NULL,
  batch          INTEGER NOT NULL,
  status         TEXT,               -- absent ones only: not-installed, unsupported, ...
  reason         TEXT,
  PRIMARY KEY (cell, absent, place)
))"};

constexpr Table kRaceTry{"race_try", R"(CREATE TABLE race_try (
  -- Every try at a cell that has begun, also one without events; only the last may go on.
  cell INTEGER NOT NULL REFERENCES cell,
  try  INTEGER NOT NULL,             -- from 1
  PRIMARY KEY (cell, try)
))"};

constexpr Table kEvent{"event", R"(CREATE TABLE event (
  -- All that happened, in its order. Rows are only ever added.
  seq            INTEGER PRIMARY KEY,  -- from 1, without gaps
  cell           INTEGER NOT NULL,
  try            INTEGER NOT NULL,
  kind           TEXT NOT NULL,      -- candidate-checked, epoch-begun, worker-started, candidate-left, round-begun,
                                     -- slot-timed, window-judged, epoch-ended, race-stopped
  epoch          INTEGER,            -- the one that is running or ended last; NULL before the first
  round          INTEGER,            -- of round-begun and slot-timed: from 1 within its epoch
  candidate      INTEGER,            -- place in candidate, absent = 0
  detail         TEXT,               -- JSON: the rest of the event; NULL for slot-timed
  checksum       INTEGER NOT NULL,   -- FNV-1a, 64 bits, over all other columns but the two that are derived
  -- Only of slot-timed; times in nanoseconds.
  begin_ns       INTEGER,            -- CLOCK_MONOTONIC at its start
  untimed_ns     INTEGER,            -- the inference that refilled the caches
  cpu_ns         INTEGER,            -- CPU time of the worker, all its threads
  foreign_cpu_ns INTEGER,            -- CPU time of other processes meanwhile, in ticks of 10 ms
  inferences     INTEGER,            -- how many durations there are
  median_ns      INTEGER,            -- derived from durations
  total_ns       INTEGER,            -- derived from durations: their sum
  durations      BLOB                -- every timed inference, in order: LEB128 varints of nanoseconds
))"};

constexpr std::array<Table, 9> kTables{kStudy,   kHostFact,  kHostWarning, kCell, kCellInput,
                                       kPlacebo, kCandidate, kRaceTry,     kEvent};

constexpr Table kSlots{"slots", R"(CREATE VIEW slots AS
  SELECT event.seq, cell.model, cell.precision, cell.batch, cell.threads, event.try, event.epoch, event.round,
         candidate.name AS candidate, event.inferences, event.median_ns / 1e6 AS median_ms,
         event.inferences * candidate.batch / (event.total_ns / 1e9) AS items_per_s
  FROM event JOIN cell USING (cell)
  JOIN candidate ON candidate.cell = event.cell AND candidate.absent = 0 AND candidate.place = event.candidate
  WHERE event.kind = 'slot-timed' AND event.cell NOT IN (SELECT cell FROM placebo))"};

constexpr Table kHappened{"happened", R"(CREATE VIEW happened AS
  SELECT event.seq, cell.model, event.try, event.epoch, event.round, event.kind, candidate.name AS candidate,
         event.detail
  FROM event JOIN cell USING (cell)
  LEFT JOIN candidate ON candidate.cell = event.cell AND candidate.absent = 0
                     AND candidate.place = event.candidate)"};

constexpr std::array<Table, 2> kViews{kSlots, kHappened};

}  // namespace

const std::array<Table, 9>& tables() {
  return kTables;
}

const std::array<Table, 2>& views() {
  return kViews;
}

}  // namespace bakeoff::store
