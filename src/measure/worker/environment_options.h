#pragma once

#include <string>
#include <utility>
#include <vector>

#include "measure/worker/attempt.h"

namespace bakeoff::measure {

using OptionList = std::vector<std::pair<std::string, std::string>>;

/// Sets each option "env.NAME" as this process's environment variable NAME, for what a library reads when it
/// is loaded and its interface has no word for, and gives the other options, which are the adapter's. A name
/// that is not of [A-Z0-9_] is kUnsupported.
Attempt<OptionList> set_environment(const OptionList& options);

}  // namespace bakeoff::measure
