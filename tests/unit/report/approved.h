#pragma once

#include <string>

namespace bakeoff::report {

/// Compares a text byte for byte with the file approved/NAME. With BAKEOFF_APPROVE=1 in the environment the
/// file is written instead, to be read and committed by a person.
void expect_approved(const std::string& name, const std::string& text);

}  // namespace bakeoff::report
