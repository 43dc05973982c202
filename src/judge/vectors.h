#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace bakeoff::judge {

/// Holds this implementation against test vectors of the method (tests/golden/method_vectors.json and any
/// file of its form): one plain sentence for each difference, none if all agree to 1e-9 of each number. A
/// section that is not there is not checked; one that is not known here is a difference, because nothing in
/// it was checked. kBadInput for what is not of that form.
Result<std::vector<std::string>> check_vectors(std::string_view json_text);

}  // namespace bakeoff::judge
