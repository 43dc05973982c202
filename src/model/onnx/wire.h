#pragma once

#include <cstdint>
#include <optional>
#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace bakeoff::model {

using Wire = protozero::pbf_wire_type;

/// The switch label of a field with its wire type: a known field with another wire type falls to `default`
/// and is skipped, as protobuf does. protozero's getters assert the wire type, so hostile files need this.
template <typename Field>
constexpr std::uint32_t varint(Field field) {
  return protozero::tag_and_type(field, Wire::varint);
}
template <typename Field>
constexpr std::uint32_t bytes(Field field) {
  return protozero::tag_and_type(field, Wire::length_delimited);
}
template <typename Field>
constexpr std::uint32_t fixed32(Field field) {
  return protozero::tag_and_type(field, Wire::fixed32);
}
template <typename Field>
constexpr std::uint32_t fixed64(Field field) {
  return protozero::tag_and_type(field, Wire::fixed64);
}

inline std::string_view view(protozero::pbf_reader& message) {
  const protozero::data_view data = message.get_view();
  return {data.data(), data.size()};
}

inline std::string text(protozero::pbf_reader& message) {
  return std::string(view(message));
}

/// A name from a file as it may be printed: in quotes, without control characters, at most 80 characters.
std::string in_quotes(std::string_view name);

/// Puts `place` before the place that the error already has.
Error placed(Error error, const std::string& place);

/// Runs `parse` and gives its failures, protozero's exceptions included, a place.
template <typename Parse>
auto at_place(const std::string& place, Parse parse) -> decltype(parse()) {
  try {
    auto result = parse();
    if (!result) return tl::unexpected(placed(std::move(result.error()), place));
    return result;
  } catch (const protozero::exception&) {
    return fail(ErrorKind::kBadInput, "damaged or cut off", place);
  }
}

}  // namespace bakeoff::model
