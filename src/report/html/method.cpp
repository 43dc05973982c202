#include <array>
#include <utility>

#include "report/host_groups.h"
#include "report/html/sections.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

constexpr std::array kMethod = {
    "Every candidate runs in a process of its own, on the same processors, with the same inputs and threads. "
    "All but the "
    "one that is being timed are stopped, so that no idle rival disturbs it. What is timed goes from the "
    "call, with the "
    "input in memory, to outputs that can be read.",
    "The outputs are compared before anything is timed. A candidate with a wrong answer is never ranked.",
    "The candidates run in random order, round by round, in fresh processes epoch by epoch. Each epoch gives "
    "one sign for "
    "each pair: which of the two was faster in the median of its rounds. So whatever drifts, in the machine "
    "or with time, "
    "meets all alike.",
    "The signs add up to evidence that may be looked at after every epoch. A candidate leaves the race when "
    "the evidence "
    "that it is not the fastest reaches the limit that the figure shows. One left: WINNER. Those left shown "
    "to lie "
    "within the chosen margin of one another: TIE. Neither before the time is up: UNRESOLVED, and never a "
    "guess.",
    "Rounds that something outside disturbed are void and run again; they are kept and marked. The value "
    "that was "
    "measured never decides whether it counts.",
    "The interval of a gap holds at the moment the race stopped. That of a candidate's own latency is an "
    "order-statistic "
    "interval over epochs, never over single inferences, which are not independent.",
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kWords = {{
    {"median", "of the medians of epochs; of rounds where rounds are the evidence"},
    {"gap",
     "how much slower than the first: the median over epochs of the ratio within each epoch, "
     "so not the ratio of the two medians; the first has none"},
    {"interval", "of the candidate's own median"},
    {"items", "inputs an inference holds, by the time they took"},
    {"memory", "most that the process held, resident and anonymous, bakeoff's own buffers subtracted"},
    {"cores", "processor time by wall time while it was timed"},
    {"load, first",
     "from the call that loads the model; the first inference, which compiles in some runtimes"},
    {"agree", "-log2 of the relative error: bits in which the outputs agree with the reference"},
    {"reference",
     "what outputs are held against: fp64 (computed in double precision), data (given), consensus "
     "(runtimes of different origin that agree), none"},
    {"void", "disturbed from outside: not counted, and run again"},
    {"epoch, round", "fresh processes and the rounds they run; every candidate once, in random order"},
}};

}  // namespace

void add_method(const std::vector<CellView>& cells, Markup& page) {
  page.open("section").element("h2", "What the verdicts are worth");
  for (const std::string& sentence : closing_statement(cells))
    page.element("p", sentence, {{"class", "lead"}});
  page.element("h4", "How a race decides");
  for (const char* const paragraph : kMethod) page.element("p", paragraph);
  page.element("h4", "Words").open("dl", {{"class", "facts"}});
  for (const auto& [word, meaning] : kWords) page.element("dt", word).element("dd", meaning);
  page.close().close();
}

void add_host(const HostFacts& host, Markup& page) {
  page.open("details", {{"class", "more"}, {"open", "open"}}).element("summary", "All that is known of it");
  page.open("div", {{"class", "figures"}});
  for (const HostGroup& group : host_groups(host)) {
    page.open("div", {{"class", "block"}}).element("h4", group.title).open("dl", {{"class", "facts"}});
    for (const auto& [label, value] : group.facts) page.element("dt", label).element("dd", value);
    page.close().close();
  }
  page.close().close();
}

}  // namespace bakeoff::report
