#pragma once

#include <set>
#include <string>

#include <bakeoff/adapter.h>

namespace bakeoff::adapters::pytorch {

/// What at::show_config() says of `key`, up to the next comma or line end ("TORCH_VERSION=" gives "2.15.0");
/// empty if it is not there.
std::string configured(const std::string& config, const std::string& key);

/// The sentence of an exception that says what is wrong, without the lines of the interpreter's traceback.
std::string plain(const std::string& message);

/// What kind of failure the sentence tells of: torch has one type of exception for nearly all.
bakeoff_status classify(const std::string& message);

/// The precision in which a model with weights of these computes: the one of the fewest bits; empty for a
/// model without weights. Throws Failure (BAKEOFF_UNSUPPORTED) when that is less than `asked`, or, if strict,
/// anything else.
std::string check_precision(const std::set<std::string>& weights, const std::string& asked, bool strict);

}  // namespace bakeoff::adapters::pytorch
