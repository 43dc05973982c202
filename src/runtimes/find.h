#pragma once

#include <string_view>

#include "base/error.h"
#include "runtimes/installed.h"

namespace bakeoff::runtimes {

/// The installation that a person means by `name` and `version`; empty: the newest. null and fake are always
/// there, with the version of this program. kNotFound says how to install it, or the nearest known name;
/// where only damaged ones are there, the error is what is wrong with the first of them.
Result<InstalledRuntime> choose(const Inventory& inventory, std::string_view name, std::string_view version);

/// The first damaged installation that `name` and `version` (empty: any) may mean; nullptr if there is none.
const DamagedRuntime* damaged_one(const Inventory& inventory, std::string_view name,
                                  std::string_view version);

}  // namespace bakeoff::runtimes
