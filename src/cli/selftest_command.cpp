#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <memory>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/live_line.h"
#include "cli/terminal.h"
#include "cli/turn.h"
#include "cli/workplace.h"
#include "judge/vectors.h"
#include "measure/conductor/self_test.h"
#include "report/exit_code.h"
#include "report/self_test.h"

namespace bakeoff::cli {
namespace {

constexpr int kLeastRounds = 35;  // seven epochs, the fewest that give an interval
constexpr int kMostRounds = 100'000;

struct SelftestOrder {
  std::string vectors;
  std::uint32_t rounds = measure::SelfTestOrder{}.rounds;
  bool json = false;
};

int check_vectors(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return report_error({ErrorKind::kNotFound, "cannot read the test vectors", path, ""});
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto differences = judge::check_vectors(text);
  if (!differences) {
    Error error = differences.error();
    error.where = path;
    return report_error(error);
  }
  for (const std::string& difference : *differences) write_line(Stream::kOutput, difference);
  write_line(Stream::kOutput, differences->empty()
                                  ? "The race agrees with all of " + path + "."
                                  : std::to_string(differences->size()) + " differences from " + path + ".");
  return differences->empty() ? report::kExitDone : report::kExitInternal;
}

// How far the test is: live on a terminal, elsewhere a line for each of its parts.
void show_progress(LiveLine& line, const std::string& part, std::uint32_t epochs, std::uint32_t of) {
  if (is_terminal(Stream::kErrors)) {
    line.show(fmt::format("{}: {} of {} epochs", part, epochs, of));
  } else if (epochs == 0) {
    write_line(Stream::kErrors, fmt::format("bakeoff: {}: {} epochs", part, of));
  }
}

Result<SelfTest> test_this_machine(const SelftestOrder& order) {
  auto workplace = open_workplace();
  if (!workplace) return tl::unexpected(workplace.error());
  const auto turn = take_turn(IfBusy::kWait, workplace->signals, [](const std::string& line) {
    write_line(Stream::kErrors, "bakeoff: " + line);
  });
  if (!turn) return tl::unexpected(turn.error());
  LiveLine line;
  return measure::self_test(
      {.worker = workplace->program.worker,
       .null_adapter = workplace->program.adapter("null"),
       .fake_adapter = workplace->program.adapter("fake"),
       .cpus = workplace->cpus,
       .rounds = order.rounds,
       .progress = [&](const auto& part, auto epochs, auto of) { show_progress(line, part, epochs, of); }},
      workplace->signals);
}

int selftest(const SelftestOrder& order) {
  if (!order.vectors.empty()) return check_vectors(order.vectors);
  const auto test = test_this_machine(order);
  if (!test) return report_error(test.error());
  write(Stream::kOutput, order.json ? report::self_test_json(*test)
                                    : report::self_test_text(*test, style_of(Stream::kOutput)));
  return test->freezing_holds() ? report::kExitDone : report::kExitInternal;
}

}  // namespace

void add_selftest_command(CLI::App& program, std::optional<Action>& chosen) {
  auto* const command = program.add_subcommand(
      "selftest",
      "whether bakeoff can be trusted on this machine: what timing costs, whether equals stay equal, whether "
      "freezing holds");
  const auto order = std::make_shared<SelftestOrder>();
  command->add_flag("--json", order->json, "as JSON");
  command->add_option("--rounds", order->rounds, "of two copies of one candidate")
      ->check(CLI::Range(kLeastRounds, kMostRounds))
      ->capture_default_str();
  command->add_option("--vectors", order->vectors, "hold the race against a file of test vectors instead");
  command->footer(
      "Takes up to a minute.\n"
      "\nExamples:\n"
      "  bakeoff selftest\n"
      "  bakeoff selftest --vectors tests/golden/method_vectors.json\n"
      "\nExit codes: 0 done, 1 freezing does not hold here or the vectors differ, 130 interrupted.");
  command->callback([order, &chosen] { chosen = [order] { return selftest(*order); }; });
}

}  // namespace bakeoff::cli
