#pragma once

#include <string>

namespace bakeoff::model::reference {

/// Why outputs of a case of the ONNX project's test data cannot be compared; empty: they can.
std::string reason_not_to_compare(const std::string& name);

/// Why a case need not be executable; empty: it must be.
std::string reason_not_to_run(const std::string& name);

}  // namespace bakeoff::model::reference
