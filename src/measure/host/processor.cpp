#include <algorithm>
#include <array>
#include <set>

#include "measure/host/kernel_files.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

// What decides which kernels a runtime picks. x86 first, then Arm; the kernel's own names (/proc/cpuinfo).
constexpr std::array<std::string_view, 24> kInstructionSets{
    "sse4_2",      "avx",      "avx2",     "fma",      "f16c",        "avx512f",  "avx512bw", "avx512vl",
    "avx512_vnni", "avx_vnni", "avx_ifma", "amx_tile", "avx512_bf16", "amx_int8", "amx_bf16", "avx512_fp16",
    "amx_fp16",    "avx10",    "asimd",    "asimdhp",  "asimddp",     "sve",      "sve2",     "i8mm"};
constexpr std::string_view kArmBf16 = "bf16";

// The lines of /proc/cpuinfo about one processor, from "processor : N" to the next empty line; Arm puts some
// at the end for all.
std::string_view block_of(std::string_view text, int cpu) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find("\n\n", begin), text.size());
    const std::string_view block = text.substr(begin, end - begin);
    const auto number = field_of(block, "processor");
    if (number && number_from(*number) == static_cast<std::uint64_t>(cpu)) return block;
    begin = end + 2;
  }
  return text;
}

std::string instruction_sets(std::string_view flags) {
  const auto words = words_of(flags);
  const auto has = [&](std::string_view name) {
    return std::find(words.begin(), words.end(), name) != words.end();
  };
  std::string found;
  for (const std::string_view name : kInstructionSets) {
    if (has(name)) found.append(found.empty() ? "" : " ").append(name);
  }
  if (has(kArmBf16)) found.append(found.empty() ? "" : " ").append(kArmBf16);
  return found.empty() ? "none of interest" : found;
}

void read_model(Reading& reading, std::string_view block) {
  if (const auto model = field_of(block, "model name")) return reading.fact("cpu.model", *model);
  // Arm kernels name the board, and the core only by numbers.
  if (const auto board = read_kernel_value(reading.at("proc/device-tree/model"))) {
    return reading.fact("cpu.model", board->substr(0, board->find('\0')));
  }
  const auto implementer = field_of(block, "CPU implementer");
  const auto part = field_of(block, "CPU part");
  if (!implementer || !part) return reading.unknown("cpu.model", "/proc/cpuinfo does not name it");
  reading.fact("cpu.model", "implementer " + std::string(*implementer) + " part " + std::string(*part));
}

void read_microcode(Reading& reading, std::string_view block) {
  if (const auto version = field_of(block, "microcode")) {
    return reading.fact("cpu.microcode", *version);
  }
  reading.fact_or_reason("cpu.microcode", read_kernel_value(reading.cpu_file(0, "microcode/version")));
}

std::vector<int> siblings_of(const Reading& reading, int cpu) {
  const auto text = read_kernel_value(reading.cpu_file(cpu, "topology/thread_siblings_list"));
  return text ? cpu_list_from(*text).value_or(std::vector<int>{}) : std::vector<int>{};
}

void read_smt(Reading& reading) {
  const auto& cpus = reading.cpus().cpus;
  std::vector<int> first_threads;
  bool siblings_in_set = false;
  bool siblings_anywhere = false;
  for (const int cpu : cpus) {
    const auto siblings = siblings_of(reading, cpu);
    siblings_anywhere = siblings_anywhere || siblings.size() > 1;
    const bool is_second = std::any_of(siblings.begin(), siblings.end(), [&](int other) {
      return other < cpu && std::binary_search(cpus.begin(), cpus.end(), other);
    });
    siblings_in_set = siblings_in_set || is_second;
    if (!is_second) first_threads.push_back(cpu);
  }
  const auto control = read_kernel_value(reading.at("sys/devices/system/cpu/smt/control"));
  if (control) {
    reading.fact("cpu.smt", control->starts_with("not") ? "not supported" : *control);
  } else if (siblings_anywhere) {
    reading.fact("cpu.smt", "on");
  } else {
    reading.fact_or_reason("cpu.smt", control);
  }
  if (siblings_in_set) {
    reading.warn(
        "processors " + to_string(reading.cpus()) +
            " hold hardware threads that share a core: which of them a thread lands on changes its speed",
        "give one thread a core: taskset -c " + cpu_list_text(first_threads) + " bakeoff ...");
  }
}

// Intel names its two kinds of cores by their event sources.
void read_kinds_of_cores(Reading& reading) {
  const auto kind = [&](std::string_view file) {
    const auto text = read_kernel_value(reading.at(file));
    const auto all = text ? cpu_list_from(*text).value_or(std::vector<int>{}) : std::vector<int>{};
    std::vector<int> ours;
    std::set_intersection(all.begin(), all.end(), reading.cpus().cpus.begin(), reading.cpus().cpus.end(),
                          std::back_inserter(ours));
    return ours;
  };
  const auto fast = kind("sys/devices/cpu_core/cpus");
  const auto slow = kind("sys/devices/cpu_atom/cpus");
  if (fast.empty() || slow.empty()) return;
  reading.warn("the processors are of two kinds, fast (" + cpu_list_text(fast) + ") and slow (" +
                   cpu_list_text(slow) + "): which of them a thread lands on changes its speed",
               "measure on one kind: taskset -c " + cpu_list_text(fast) + " bakeoff ...");
}

void read_numa(Reading& reading) {
  std::size_t nodes = 0;
  std::set<std::string> ours;
  for (const auto& folder : entries_of(reading.at("sys/devices/system/node"), "node")) {
    const auto list = read_kernel_value(folder / "cpulist");
    if (!list) continue;
    ++nodes;
    const auto cpus = cpu_list_from(*list).value_or(std::vector<int>{});
    const auto& set = reading.cpus().cpus;
    if (std::find_first_of(cpus.begin(), cpus.end(), set.begin(), set.end()) != cpus.end()) {
      ours.insert(folder.filename().string());
    }
  }
  if (nodes == 0) return reading.unknown("numa.nodes", "the kernel lists no memory nodes");
  reading.fact("numa.nodes", std::to_string(nodes));
  if (ours.size() > 1) {
    reading.warn("the processors belong to " + std::to_string(ours.size()) +
                     " memory nodes: where memory lands changes its speed",
                 "measure on one node: numactl --cpunodebind=0 --membind=0 bakeoff ...");
  }
}

}  // namespace

void read_processor(Reading& reading) {
  const auto& cpus = reading.cpus().cpus;
  reading.fact("cpu.allowed", to_string(reading.cpus()));
  reading.fact("cpu.allowed_count", std::to_string(cpus.size()));
  reading.fact("cpu.physical_cores", std::to_string(reading.cpus().physical_cores));
  reading.fact_or_reason("cpu.online", read_kernel_value(reading.at("sys/devices/system/cpu/online")));
  const auto text = read_kernel_file(reading.at("proc/cpuinfo"));
  if (text) {
    const std::string_view block = block_of(*text, cpus.empty() ? 0 : cpus.front());
    read_model(reading, block);
    read_microcode(reading, block);
    const auto flags = field_of(block, "flags");
    const auto features = flags ? flags : field_of(block, "Features");
    if (features) {
      reading.fact("cpu.isa", instruction_sets(*features));
    } else {
      reading.unknown("cpu.isa", "/proc/cpuinfo lists no flags");
    }
  } else {
    for (const char* const name : {"cpu.model", "cpu.microcode", "cpu.isa"}) {
      reading.unknown(name, to_string(text.error()));
    }
  }
  read_smt(reading);
  read_kinds_of_cores(reading);
  read_numa(reading);
}

}  // namespace bakeoff::measure
