#include "measure/host/kernel_files.h"
#include "measure/host/memory.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

Result<Bytes> line_of(const std::string& meminfo, std::string_view key) {
  const auto field = field_of(meminfo, key);
  const auto words = field ? words_of(*field) : std::vector<std::string_view>{};
  const auto kib = words.empty() ? std::nullopt : number_from(words[0]);
  if (!kib || *kib > (std::uint64_t{1} << 53U)) {
    return fail(ErrorKind::kBadInput, "/proc/meminfo does not tell " + std::string(key));
  }
  return Bytes{*kib * 1024};
}

void read_swap(Reading& reading, const std::string& meminfo) {
  const auto total = line_of(meminfo, "SwapTotal");
  const auto unused = line_of(meminfo, "SwapFree");
  if (!total || !unused) {
    return reading.unknown("memory.swap_used", to_string((total ? unused : total).error()));
  }
  const Bytes used{total->count - std::min(total->count, unused->count)};
  reading.fact("memory.swap_used", size_text(used));
  if (used.count == 0) return;
  reading.warn("swap is in use (" + size_text(used) + "): memory that a runtime needs may lie on disk",
               "end what is not needed, then: sudo swapoff -a && sudo swapon -a");
}

// "always [madvise] never": the one in brackets holds.
void read_huge_pages(Reading& reading) {
  const auto text = read_kernel_value(reading.at("sys/kernel/mm/transparent_hugepage/enabled"));
  if (!text) return reading.fact_or_reason("memory.transparent_huge_pages", text);
  const auto open = text->find('[');
  const auto close = text->find(']', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) {
    return reading.unknown("memory.transparent_huge_pages", "the kernel's list marks none: " + *text);
  }
  reading.fact("memory.transparent_huge_pages", text->substr(open + 1, close - open - 1));
}

}  // namespace

void read_memory(Reading& reading) {
  const auto as_text = [](Bytes size) { return size_text(size); };
  const auto meminfo = read_kernel_file(reading.at("proc/meminfo"));
  if (meminfo) {
    reading.fact_or_reason("memory.total", line_of(*meminfo, "MemTotal").map(as_text));
    read_swap(reading, *meminfo);
  } else {
    reading.unknown("memory.total", to_string(meminfo.error()));
    reading.unknown("memory.swap_used", to_string(meminfo.error()));
  }
  reading.fact_or_reason("memory.available", available_memory(reading.root()).map(as_text));
  read_huge_pages(reading);
}

}  // namespace bakeoff::measure
