#pragma once

#include <string>

namespace bakeoff::model::reference {

/// Why a case of the ONNX project's test data is not run; empty: it is.
std::string reason_to_leave_out(const std::string& name);

}  // namespace bakeoff::model::reference
