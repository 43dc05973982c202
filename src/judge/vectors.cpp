#include "judge/vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "judge/race/standing.h"
#include "judge/stats/evidence.h"
#include "judge/stats/limit_test.h"
#include "judge/stats/median.h"
#include "judge/stats/mixture.h"
#include "judge/stats/order_interval.h"
#include "judge/vectors_json.h"

namespace bakeoff::judge {
namespace {

constexpr double kTolerance = 1e-9;
/// Collects the differences of one section.
class Differences {
 public:
  explicit Differences(std::vector<std::string>& sentences) : sentences_(sentences) {}

  void number(const std::string& subject, double expected, double actual) {
    const double scale = std::max(std::abs(expected), std::abs(actual));
    if (std::abs(expected - actual) <= kTolerance * scale) return;
    add(subject, fmt::format("{}", expected), fmt::format("{}", actual));
  }
  void whole(const std::string& subject, std::size_t expected, std::size_t actual) {
    if (expected != actual) add(subject, std::to_string(expected), std::to_string(actual));
  }
  void word(const std::string& subject, std::string_view expected, std::string_view actual) {
    if (expected != actual) add(subject, expected, actual);
  }

 private:
  void add(const std::string& subject, std::string_view expected, std::string_view actual) {
    sentences_.push_back(fmt::format("{} is {} here, the vectors say {}.", subject, actual, expected));
  }
  std::vector<std::string>& sentences_;
};

double alpha_in(const Json& value) {
  return number_in(value, 1e-9, 0.5);
}

void check_mixture(const Json& list, double Bet::*part, const char* name, Differences& found) {
  found.whole(fmt::format("The number of values in {}", name), list_in(list).size(), kMixture.size());
  for (std::size_t i = 0; i < std::min(list.size(), kMixture.size()); ++i) {
    found.number(fmt::format("{}[{}]", name, i), number_in(list[i], 0, 1), kMixture.at(i).*part);
  }
}

void check_evidence(const Json& section, Differences& found) {
  for (const Json& row : list_in(section)) {
    if (!row.is_array() || row.size() != 3) throw Malformed{"evidence wants rows of [wins, losses, E]"};
    const std::size_t wins = count_in(row[0]);
    const std::size_t losses = count_in(row[1]);
    found.number(fmt::format("E({}, {})", wins, losses), number_in(row[2], 0, 1e308),
                 evidence(static_cast<double>(wins), static_cast<double>(losses)));
  }
}

void check_first_all_win(const Json& section, Differences& found) {
  if (!section.is_object()) throw Malformed{"first_all_win_n wants an object"};
  for (const auto& [key, expected] : section.items()) {
    const double threshold = number_in(Json::parse(key, nullptr, false), 0, 1e300);
    std::size_t wins = 0;
    while (evidence(static_cast<double>(wins), 0) < threshold) ++wins;
    found.whole("The number of straight wins that reach " + key, count_in(expected), wins);
  }
}

void check_sequence(const Json& sequence, Differences& found) {
  const std::string signs = sequence.at("signs").get<std::string>();
  const Json& expected = list_in(sequence.at("E"));
  if (expected.size() != signs.size()) throw Malformed{"a sequence has not one E for each sign"};
  std::size_t wins = 0;
  std::size_t losses = 0;
  std::size_t first_at_40 = 0;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    if (std::string_view("+-0").find(signs[i]) == std::string_view::npos) {
      throw Malformed{"a sequence has a sign that is none of +, - and 0"};
    }
    if (signs[i] == '+') ++wins;
    if (signs[i] == '-') ++losses;
    const double now = evidence(static_cast<double>(wins), static_cast<double>(losses));
    found.number(fmt::format("E after {}", signs.substr(0, i + 1)), number_in(expected[i], 0, 1e308), now);
    if (first_at_40 == 0 && now >= 40) first_at_40 = i + 1;
  }
  found.whole("The sign of " + signs + " at which E first reaches 40", count_in(sequence.at("first_at_40")),
              first_at_40);
}

void check_interval_index(const Json& section, Differences& found) {
  const double alpha = alpha_in(section.at("two_sided_alpha"));
  const Json& units = list_in(section.at("n"));
  const Json& expected = list_in(section.at("r"));
  if (units.size() != expected.size()) throw Malformed{"interval_index has not one r for each n"};
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::size_t n = count_in(units[i]);
    found.whole(fmt::format("The interval's index r for {} units", n), count_in(expected[i]),
                interval_index(n, alpha));
  }
}

/// The rounds of one epoch, in candidates' costs; null: it crashed.
std::vector<RoundCosts> rounds_in(const Json& epoch, std::size_t candidates) {
  std::vector<RoundCosts> rounds;
  for (const Json& times : list_in(epoch)) {
    if (list_in(times).size() != candidates) throw Malformed{"a round has not one time for each candidate"};
    RoundCosts round;
    for (const Json& time : times) {
      round.push_back(time.is_null() ? std::nullopt : std::optional(number_in(time, -1e6, 1e6) / 1024));
    }
    rounds.push_back(std::move(round));
  }
  if (rounds.empty()) throw Malformed{"an epoch has no rounds"};
  return rounds;
}

/// Runs the epochs through the same code as a real race until it is decided or the budget is spent.
Standing run_race(const Json& race, std::size_t candidates) {
  Rules rules;
  rules.alpha = alpha_in(race.at("alpha"));
  rules.epsilon = number_in(race.at("epsilon"), 0, 1e3);
  std::vector<CandidateIndex> entrants;
  for (CandidateIndex i = 0; i < candidates; ++i) entrants.push_back(i);
  Standing standing(rules, candidates, entrants);
  const std::size_t budget = count_in(race.at("budget_epochs"));
  for (const Json& epoch : race.at("times_1024")) {
    if (standing.decided() || standing.units() >= budget) break;
    const std::vector<RoundCosts> rounds = rounds_in(epoch, candidates);
    for (const RoundCosts& round : rounds) {
      for (CandidateIndex i = 0; i < candidates; ++i) {
        if (!round[i]) standing.leave(i);
      }
    }
    standing.add_unit(rounds);
  }
  return standing;
}

std::string list_of(const std::vector<CandidateIndex>& candidates) {
  return fmt::format("[{}]", fmt::join(candidates, ", "));
}

void check_race(const Json& race, Differences& found) {
  const std::string name = "the race \"" + race.at("name").get<std::string>() + "\"";
  const Json& epochs = list_in(race.at("times_1024"));
  if (epochs.empty() || list_in(epochs[0]).empty() || list_in(epochs[0][0]).empty()) {
    throw Malformed{"a race has no times"};
  }
  const std::size_t candidates = epochs[0][0].size();
  const Standing standing = run_race(race, candidates);

  found.word("The verdict of " + name, race.at("verdict").get<std::string>(), to_string(standing.verdict()));
  found.word("The contradiction of " + name, race.at("contradiction").get<bool>() ? "true" : "false",
             standing.contradictory() ? "true" : "false");
  const std::size_t stop = count_in(race.at("stop_epoch"));
  found.whole("The last epoch of " + name, stop, standing.units());
  found.word("The list of survivors of " + name,
             list_of(race.at("survivors").get<std::vector<CandidateIndex>>()), list_of(standing.survivors()));
  const Json& eliminated_at = list_in(race.at("eliminated_at"));
  const Json& mean = list_in(race.at("mean_E_against"));
  if (eliminated_at.size() != candidates || mean.size() != candidates) {
    throw Malformed{"a race has not one eliminated_at and mean_E_against for each candidate"};
  }
  for (CandidateIndex i = 0; i < candidates; ++i) {
    const std::size_t out = standing.eliminated(i) ? *standing.left_after(i) : 0;
    found.whole(fmt::format("The epoch in which candidate {} is eliminated from {}", i, name),
                count_in(eliminated_at[i]), out);
    // The mean of one that left earlier may or may not have been kept up to date.
    if (out != 0 && out < stop) continue;
    found.number(fmt::format("The mean evidence against candidate {} in {}", i, name),
                 number_in(mean[i], 0, 1e308), standing.evidence_against(i));
  }
}

void check_median_sign(const Json& row, Differences& found) {
  const std::vector<double> ratios = numbers_in(row.at("log_ratios"), -1e6, 1e6);
  if (ratios.empty()) throw Malformed{"median_sign has a row without log ratios"};
  const double shift = number_in(row.at("shift"), -1e6, 1e6);
  found.number(fmt::format("The sign of the median of [{}] against {}", fmt::join(ratios, ", "), shift),
               number_in(row.at("sign"), -1, 1), median_sign(ratios, shift));
}

std::string_view word_of(LimitVerdict verdict) {
  switch (verdict) {
    case LimitVerdict::kPass:
      return "pass";
    case LimitVerdict::kFail:
      return "fail";
    case LimitVerdict::kOpen:
      break;
  }
  return "open";
}

void check_limit_shares(const Json& row, Differences& found) {
  const double q = number_in(row.at("q"), 1e-9, 0.2);
  LimitTest test(q);
  const std::vector<double> shares = numbers_in(row.at("shares"), 0, 1);
  for (const double share : shares) test.add(share);
  const std::string name = fmt::format("the limit test at q = {} of {} shares", q, shares.size());
  found.word("The verdict of " + name, row.at("verdict").get<std::string>(), word_of(test.verdict()));
  found.whole("The number of units of " + name, count_in(row.at("n")), test.units());
  found.number("E_pass of " + name, number_in(row.at("E_pass"), 0, 1e308), test.pass_evidence());
  found.number("E_fail of " + name, number_in(row.at("E_fail"), 0, 1e308), test.fail_evidence());
}

template <typename Check>
void check_each(const Json& section, Differences& found, Check check) {
  for (const Json& each : list_in(section)) check(each, found);
}

/// False if the section is not known.
bool check_section(const std::string& name, const Json& section, Differences& found) {
  if (name == "b") {
    check_mixture(section, &Bet::bet, "b", found);
  } else if (name == "c") {
    check_mixture(section, &Bet::weight, "c", found);
  } else if (name == "evidence") {
    check_evidence(section, found);
  } else if (name == "first_all_win_n") {
    check_first_all_win(section, found);
  } else if (name == "sequences") {
    check_each(section, found, check_sequence);
  } else if (name == "interval_index") {
    check_interval_index(section, found);
  } else if (name == "races") {
    check_each(section, found, check_race);
  } else if (name == "median_sign") {
    check_each(section, found, check_median_sign);
  } else if (name == "limit_shares") {
    check_each(section, found, check_limit_shares);
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<std::vector<std::string>> check_vectors(std::string_view json_text) {
  const Json file = Json::parse(json_text, nullptr, false);
  if (!file.is_object()) return fail(ErrorKind::kBadInput, "not a JSON object");
  std::vector<std::string> sentences;
  Differences found(sentences);
  bool any = false;
  std::string section;
  try {
    for (const auto& [name, value] : file.items()) {
      if (value.is_string()) continue;  // notes
      section = name;
      if (check_section(name, value, found)) {
        any = true;
      } else {
        sentences.push_back("The section \"" + name + "\" is not known here, so nothing in it was checked.");
      }
    }
  } catch (const Malformed& malformed) {
    return fail(ErrorKind::kBadInput, "not a file of test vectors: " + malformed.what, section);
  } catch (const Json::exception& error) {
    return fail(ErrorKind::kBadInput, std::string("not a file of test vectors: ") + error.what(), section);
  }
  if (!any) return fail(ErrorKind::kBadInput, "not a file of test vectors: none of their sections is there");
  return sentences;
}

}  // namespace bakeoff::judge
