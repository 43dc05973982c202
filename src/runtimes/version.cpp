#include "runtimes/version.h"

#include <algorithm>
#include <string>

namespace bakeoff::runtimes {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+';
}

// Takes the next run of digits or of letters; separators only separate.
std::string_view take_part(std::string_view& rest) {
  while (!rest.empty() && !is_digit(rest.front()) && !is_letter(rest.front())) rest.remove_prefix(1);
  const auto same = !rest.empty() && is_digit(rest.front()) ? is_digit : is_letter;
  const auto end = std::find_if_not(rest.begin(), rest.end(), same);
  const std::string_view part(rest.data(), static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(part.size());
  return part;
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  // Digit strings of any length: builds are numbered by date and time.
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

// Where a part stands against the others: dev < a < b < rc < end of the version < local part < post < number.
int rank(std::string_view part) {
  if (part.empty()) return 4;
  if (is_digit(part.front())) return 7;
  if (part == "dev") return 0;
  if (part == "a" || part == "alpha") return 1;
  if (part == "b" || part == "beta") return 2;
  if (part.front() == '+') return 5;
  if (part == "post") return 6;
  return 3;
}

}  // namespace

std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
  std::string_view rest_a = a;
  std::string_view rest_b = b;
  while (true) {
    const std::string_view part_a = take_part(rest_a);
    const std::string_view part_b = take_part(rest_b);
    if (part_a.empty() && part_b.empty()) return a.compare(b) <=> 0;
    if (const auto order = rank(part_a) <=> rank(part_b); order != 0) return order;
    const auto order =
        is_digit(part_a.front()) ? compare_numbers(part_a, part_b) : part_a.compare(part_b) <=> 0;
    if (order != 0) return order;
  }
}

}  // namespace bakeoff::runtimes
