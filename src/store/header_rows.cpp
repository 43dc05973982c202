#include "store/header_rows.h"

#include <nlohmann/json.hpp>

#include "store/input_rows.h"
#include "store/json_fields.h"
#include "store/placebo_rows.h"
#include "store/rows.h"

namespace bakeoff::store {
namespace {

using nlohmann::json;

constexpr const char* kVersionKey = "bakeoff_version";
constexpr const char* kStartedKey = "started";
constexpr const char* kCommandKey = "command";
constexpr const char* kClockReadKey = "clock_read_ns";
constexpr const char* kNullOverheadKey = "null_overhead_ns";

std::string rules_text(const Rules& rules) {
  json fields{{"alpha", json_of(rules.alpha)},
              {"epsilon", json_of(rules.epsilon)},
              {"evidence", to_string(rules.evidence)},
              {"rounds_per_epoch", rules.rounds_per_epoch},
              {"slot_ns", rules.slot.count()},
              {"budget_ns", rules.budget.count()},
              {"seed", rules.seed},
              {"voiding", rules.voiding},
              {"freezing", rules.freezing},
              {"max_error", json_of(rules.max_error)}};
  if (rules.units) fields["units"] = *rules.units;
  return fields.dump();
}

std::optional<Rules> rules_from(const std::string& text) {
  JsonFields fields(text);
  Rules rules;
  rules.alpha = fields.number("alpha");
  rules.epsilon = fields.number("epsilon");
  rules.evidence = fields.word<Evidence>("evidence", evidence_from);
  rules.rounds_per_epoch = fields.integer<int>("rounds_per_epoch");
  rules.slot = fields.duration("slot_ns");
  rules.budget = fields.duration("budget_ns");
  rules.seed = fields.integer<std::uint64_t>("seed");
  rules.voiding = fields.truth("voiding");
  rules.freezing = fields.truth("freezing");
  rules.max_error = fields.optional_number("max_error");
  rules.units = fields.integer_if_there<std::uint32_t>("units");
  return fields.ok() ? std::optional(rules) : std::nullopt;
}

// Wrapped in an object, because a JsonFields reads fields.
std::string options_text(const Options& options) {
  return json_of(options).dump();
}
std::optional<Options> options_from(const std::string& text) {
  JsonFields fields(R"({"options":)" + text + "}");
  Options options = fields.pairs("options");
  return fields.ok() ? std::optional(std::move(options)) : std::nullopt;
}

std::optional<double> number_from(const std::string& text) {
  JsonFields fields(R"({"number":)" + text + "}");
  const double number = fields.number("number");
  return fields.ok() ? std::optional(number) : std::nullopt;
}

void write_candidate(SQLite::Statement& insert, std::size_t cell, std::size_t place,
                     const Candidate& candidate, const Outcome* absent) {
  Binding row(insert);
  row.integer(static_cast<std::int64_t>(cell))
      .integer(absent == nullptr ? 0 : 1)
      .integer(static_cast<std::int64_t>(place))
      .text(candidate.name)
      .text(candidate.runtime)
      .text(candidate.version)
      .text(candidate.configuration)
      .text(options_text(candidate.options))
      .text(candidate.library_sha256)
      .text(to_string(candidate.precision))
      .integer(candidate.batch);
  if (absent != nullptr) {
    row.text(to_string(absent->status)).text(absent->reason);
  } else {
    row.null().null();
  }
  insert.exec();
}

void write_host(SQLite::Database& database, const HostFacts& host) {
  SQLite::Statement fact(database, "INSERT INTO host_fact VALUES (?1, ?2, ?3)");
  for (const auto& [name, value] : host.facts) {
    const auto reason = host.unknown.find(name);
    Binding row(fact);
    row.text(name).text(value);
    row.optional_text(reason == host.unknown.end() ? std::nullopt : std::optional(reason->second));
    fact.exec();
  }
  for (const auto& [name, reason] : host.unknown) {
    if (host.facts.contains(name)) continue;
    Binding(fact).text(name).null().text(reason);
    fact.exec();
  }
  SQLite::Statement warning(database, "INSERT INTO host_warning VALUES (?1, ?2)");
  std::int64_t place = 0;
  for (const std::string& text : host.warnings) {
    Binding(warning).integer(place++).text(text);
    warning.exec();
  }
}

bool read_study(SQLite::Database& database, StudyRecord& study) {
  SQLite::Statement select(database, "SELECT key, value FROM study");
  while (select.executeStep()) {
    Row row(select);
    const std::string key = row.text(0);
    const std::string value = row.text(1);
    if (!row.ok()) return false;
    if (key == kVersionKey) study.bakeoff_version = value;
    if (key == kStartedKey) study.started = value;
    if (key == kCommandKey) study.command = value;
    if (key != kClockReadKey && key != kNullOverheadKey) continue;
    const auto number = number_from(value);
    if (!number) return false;
    (key == kClockReadKey ? study.self_cost.clock_read_ns : study.self_cost.null_overhead_ns) = number;
  }
  return true;
}

bool read_facts(SQLite::Database& database, HostFacts& host) {
  SQLite::Statement select(database, "SELECT name, value, unknown_reason FROM host_fact");
  while (select.executeStep()) {
    Row row(select);
    const std::string name = row.text(0);
    const auto value = row.optional_text(1);
    const auto reason = row.optional_text(2);
    if (!row.ok()) return false;
    if (value) host.facts[name] = *value;
    if (reason) host.unknown[name] = *reason;
  }
  return true;
}

bool read_warnings(SQLite::Database& database, HostFacts& host) {
  SQLite::Statement select(database, "SELECT text FROM host_warning ORDER BY place");
  while (select.executeStep()) {
    Row row(select);
    host.warnings.push_back(row.text(0));
    if (!row.ok()) return false;
  }
  return true;
}

bool read_cells(SQLite::Database& database, StudyRecord& study) {
  SQLite::Statement select(
      database,
      "SELECT cell, model, model_sha256, platform, device, precision, batch, threads, strict, "
      "metric, command, rules FROM cell ORDER BY cell");
  while (select.executeStep()) {
    Row row(select);
    if (row.integer<std::size_t>(0) != study.cells.size()) return false;
    CellRecord record;
    Cell& cell = record.cell;
    cell.model = row.text(1);
    cell.model_sha256 = row.text(2);
    cell.platform = row.text(3);
    cell.device = row.text(4);
    cell.precision = row.word<Precision>(5, precision_from);
    cell.batch = row.integer<int>(6);
    cell.threads = row.integer<int>(7);
    cell.strict = row.integer<int>(8) != 0;
    cell.metric = row.word<Metric>(9, metric_from);
    record.command = row.text(10);
    const auto rules = rules_from(row.text(11));
    if (!row.ok() || !rules) return false;
    record.rules = *rules;
    study.cells.push_back(std::move(record));
  }
  return true;
}

bool read_candidates(SQLite::Database& database, StudyRecord& study) {
  SQLite::Statement select(database,
                           "SELECT cell, absent, place, name, runtime, version, configuration, options, "
                           "library_sha256, precision, batch, status, reason FROM candidate "
                           "ORDER BY cell, absent, place");
  while (select.executeStep()) {
    Row row(select);
    const auto cell = row.integer<std::size_t>(0);
    const bool is_absent = row.integer<int>(1) != 0;
    const auto place = row.integer<std::size_t>(2);
    Candidate candidate;
    candidate.name = row.text(3);
    candidate.runtime = row.text(4);
    candidate.version = row.text(5);
    candidate.configuration = row.text(6);
    auto options = options_from(row.text(7));
    candidate.library_sha256 = row.text(8);
    candidate.precision = row.word<Precision>(9, precision_from);
    candidate.batch = row.integer<int>(10);
    if (!row.ok() || !options || cell >= study.cells.size()) return false;
    candidate.options = std::move(*options);
    CellRecord& record = study.cells[cell];
    if (place != (is_absent ? record.absent.size() : record.candidates.size())) return false;
    if (is_absent) {
      const Outcome outcome{row.word<Status>(11, status_from), row.text(12)};
      if (!row.ok()) return false;
      record.absent.push_back({std::move(candidate), outcome});
    } else {
      record.candidates.push_back(std::move(candidate));
    }
  }
  return true;
}

bool read_tries(SQLite::Database& database, StudyRecord& study) {
  SQLite::Statement select(database, "SELECT cell, try FROM race_try ORDER BY cell, try");
  while (select.executeStep()) {
    Row row(select);
    const auto cell = row.integer<std::size_t>(0);
    const auto number = row.integer<std::size_t>(1);
    if (!row.ok() || cell >= study.cells.size()) return false;
    auto& tries = study.cells[cell].tries;
    if (number != tries.size() + 1) return false;
    tries.emplace_back();
  }
  return true;
}

}  // namespace

void write_study(SQLite::Database& database, const StudyRecord& study) {
  SQLite::Statement insert(database, "INSERT INTO study VALUES (?1, ?2)");
  const auto put = [&](const char* key, const std::string& value) {
    Binding(insert).text(key).text(value);
    insert.exec();
  };
  put(kVersionKey, study.bakeoff_version);
  put(kStartedKey, study.started);
  put(kCommandKey, study.command);
  if (study.self_cost.clock_read_ns) put(kClockReadKey, json_of(*study.self_cost.clock_read_ns).dump());
  if (study.self_cost.null_overhead_ns) {
    put(kNullOverheadKey, json_of(*study.self_cost.null_overhead_ns).dump());
  }
  write_host(database, study.host);
}

void write_cell(SQLite::Database& database, std::size_t place, const CellRecord& record) {
  const Cell& cell = record.cell;
  SQLite::Statement insert(database,
                           "INSERT INTO cell VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
  Binding(insert)
      .integer(static_cast<std::int64_t>(place))
      .text(cell.model)
      .text(cell.model_sha256)
      .text(cell.platform)
      .text(cell.device)
      .text(to_string(cell.precision))
      .integer(cell.batch)
      .integer(cell.threads)
      .integer(cell.strict ? 1 : 0)
      .text(to_string(cell.metric))
      .text(record.command)
      .text(rules_text(record.rules));
  insert.exec();
  write_inputs(database, place, cell);
  write_placebo(database, place, record);
  SQLite::Statement candidate(
      database, "INSERT INTO candidate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  for (std::size_t i = 0; i < record.candidates.size(); ++i) {
    write_candidate(candidate, place, i, record.candidates[i], nullptr);
  }
  for (std::size_t i = 0; i < record.absent.size(); ++i) {
    write_candidate(candidate, place, i, record.absent[i].candidate, &record.absent[i].outcome);
  }
}

std::optional<std::string> read_header(SQLite::Database& database, StudyRecord& study) {
  if (!read_study(database, study)) return "study";
  if (!read_facts(database, study.host)) return "host_fact";
  if (!read_warnings(database, study.host)) return "host_warning";
  if (!read_cells(database, study)) return "cell";
  if (!read_inputs(database, study)) return "cell_input";
  if (!read_candidates(database, study)) return "candidate";
  if (!read_placebos(database, study)) return "placebo";
  if (!read_tries(database, study)) return "race_try";
  return std::nullopt;
}

}  // namespace bakeoff::store
