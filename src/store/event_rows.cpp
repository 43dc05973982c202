#include "store/event_rows.h"

#include <bit>

#include "store/durations.h"
#include "store/event_json.h"
#include "store/rows.h"

namespace bakeoff::store {
namespace {

// FNV-1a (Fowler, Noll, Vo), over numbers as eight bytes, the lowest first, and texts with their length
// before them. It is for a bad disk, not for a forger: SQLite has no checksums, and a flipped bit in a sample
// would otherwise be a plausible duration.
class Checksum {
 public:
  Checksum& add(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (unsigned shift = 0; shift < 64; shift += 8) byte(static_cast<unsigned char>(bits >> shift));
    return *this;
  }
  Checksum& add(const std::optional<std::uint32_t>& number) {
    return add(number ? std::int64_t{*number} : -1);
  }
  Checksum& add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    for (const char c : text) byte(static_cast<unsigned char>(c));
    return *this;
  }
  [[nodiscard]] std::int64_t value() const { return static_cast<std::int64_t>(hash_); }

 private:
  void byte(unsigned char value) { hash_ = (hash_ ^ value) * 0x100000001b3ULL; }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

Checksum checksum_of(const EventPlace& place, const EventText& text) {
  Checksum sum;
  sum.add(place.seq).add(static_cast<std::int64_t>(place.cell)).add(static_cast<std::int64_t>(place.number));
  sum.add(std::string_view(text.kind)).add(place.epoch).add(text.round).add(text.candidate);
  sum.add(std::string_view(text.detail));
  return sum;
}

void add_slot(Checksum& sum, const SlotTimed& slot, std::string_view durations) {
  sum.add(slot.begin.count()).add(slot.untimed.count()).add(slot.cpu.count()).add(slot.foreign_cpu.count());
  sum.add(static_cast<std::int64_t>(slot.durations_ns.size())).add(durations);
}

enum Column {
  kSeq,
  kCell,
  kTry,
  kKind,
  kEpoch,
  kRound,
  kCandidate,
  kDetail,
  kChecksum,
  kBegin,
  kUntimed,
  kCpu,
  kForeign,
  kInferences,
  kDurations
};
constexpr const char* kSelect =
    "SELECT seq, cell, try, kind, epoch, round, candidate, detail, checksum, begin_ns, untimed_ns, cpu_ns, "
    "foreign_cpu_ns, inferences, durations FROM event ORDER BY seq";

std::optional<Event> slot_from(Row& row, const EventText& text, Checksum& sum) {
  SlotTimed slot;
  slot.round = text.round.value_or(0);
  slot.candidate = text.candidate.value_or(0);
  slot.begin = Nanoseconds(row.integer<std::int64_t>(kBegin));
  slot.untimed = Nanoseconds(row.integer<std::int64_t>(kUntimed));
  slot.cpu = Nanoseconds(row.integer<std::int64_t>(kCpu));
  slot.foreign_cpu = Nanoseconds(row.integer<std::int64_t>(kForeign));
  const auto count = row.integer<std::uint64_t>(kInferences);
  const std::string_view bytes = row.blob(kDurations);
  auto durations = decode_durations(bytes, count);
  if (!row.ok() || !durations || !text.round || !text.candidate) return std::nullopt;
  slot.durations_ns = std::move(*durations);
  add_slot(sum, slot, bytes);
  return slot;
}

bool read_event(Row& row, std::int64_t seq, StudyRecord& study) {
  EventPlace place;
  place.seq = row.integer<std::int64_t>(kSeq);
  place.cell = row.integer<std::size_t>(kCell);
  place.number = row.integer<std::size_t>(kTry);
  place.epoch = row.optional_integer<std::uint32_t>(kEpoch);
  const EventText text{row.text(kKind), row.optional_integer<std::uint32_t>(kRound),
                       row.optional_integer<CandidateIndex>(kCandidate),
                       row.optional_text(kDetail).value_or("")};
  const auto checksum = row.integer<std::int64_t>(kChecksum);
  if (!row.ok() || place.seq != seq || place.cell >= study.cells.size()) return false;
  Checksum sum = checksum_of(place, text);
  auto event = text.kind == kSlotTimed ? slot_from(row, text, sum) : event_from(text);
  if (!event || sum.value() != checksum) return false;
  CellRecord& cell = study.cells[place.cell];
  if (place.number == 0 || place.number > cell.tries.size()) return false;
  if (!names_only(*event, cell.candidates.size())) return false;
  cell.tries[place.number - 1].push_back(std::move(*event));
  return true;
}

}  // namespace

void write_event(SQLite::Statement& insert, const EventPlace& place, const Event& event) {
  const EventText text = text_of(event);
  const SlotTimed* const slot = std::get_if<SlotTimed>(&event);
  const std::string durations = slot != nullptr ? encode_durations(slot->durations_ns) : std::string();
  Checksum sum = checksum_of(place, text);
  if (slot != nullptr) add_slot(sum, *slot, durations);
  Binding row(insert);
  row.integer(place.seq)
      .integer(static_cast<std::int64_t>(place.cell))
      .integer(static_cast<std::int64_t>(place.number))
      .text(text.kind)
      .optional_integer(place.epoch)
      .optional_integer(text.round)
      .optional_integer(text.candidate);
  if (slot == nullptr) {
    row.text(text.detail).integer(sum.value());
  } else {
    row.null().integer(sum.value());
    row.integer(slot->begin.count()).integer(slot->untimed.count());
    row.integer(slot->cpu.count()).integer(slot->foreign_cpu.count());
    row.integer(static_cast<std::int64_t>(slot->durations_ns.size()));
    row.integer(std::bit_cast<std::int64_t>(median_of(slot->durations_ns)));
    row.integer(std::bit_cast<std::int64_t>(sum_of(slot->durations_ns)));
    row.blob(durations);
  }
  insert.exec();
}

std::optional<std::string> read_events(SQLite::Database& database, StudyRecord& study) {
  SQLite::Statement select(database, kSelect);
  for (std::int64_t seq = 1; select.executeStep(); ++seq) {
    Row row(select);
    if (!read_event(row, seq, study)) return "event " + std::to_string(seq);
  }
  return std::nullopt;
}

}  // namespace bakeoff::store
