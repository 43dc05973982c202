// libFuzzer target over what bakeoff reads of a study file that somebody else has made.
#include "store/study_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "scratch.h"
#include "store/durations.h"
#include "store/event_json.h"

namespace {

using namespace bakeoff;

const std::filesystem::path& file_path() {
  static const ScratchFolder kFolder;
  static const std::filesystem::path kFile = kFolder.path() / "study";  // SQLite opens no file without a name
  return kFile;
}

void read_file(std::string_view bytes) {
  std::ofstream(file_path(), std::ios::binary) << bytes;
  const auto study = store::read_study(file_path());
  // Whatever is read must be safe to use: a candidate that is none would be a reader's crash.
  if (!study) return;
  for (const CellRecord& cell : study->cells) {
    for (const auto& events : cell.tries) {
      for (const Event& event : events) {
        if (!store::names_only(event, cell.candidates.size())) std::abort();
      }
    }
  }
}

// The checksum keeps changed bytes from the reader of events: so it is fed without one, too. What it takes
// must come back the same.
void read_event(std::string_view bytes) {
  const auto line = bytes.find('\n');
  if (line == std::string_view::npos) return;
  store::EventText text;
  text.kind = bytes.substr(0, line);
  text.detail = bytes.substr(line + 1);
  for (const bool has_round : {false, true}) {
    for (const bool has_candidate : {false, true}) {
      if (has_round) text.round = 1;
      text.candidate = has_candidate ? std::optional<CandidateIndex>(1) : std::nullopt;
      const auto event = store::event_from(text);
      if (!event) continue;
      const store::EventText written = store::text_of(*event);
      const auto again = store::event_from(written);
      if (!again || store::text_of(*again).detail != written.detail) std::abort();
    }
  }
}

void read_durations(std::string_view bytes) {
  for (std::uint64_t count = 0; count <= bytes.size(); ++count) {
    const auto durations = store::decode_durations(bytes, count);
    if (durations && durations->size() != count) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      read_event(bytes);
      break;
    case 1:
      if (bytes.size() < 256) read_durations(bytes);
      break;
    default:
      read_file(bytes);
  }
  return 0;
}
