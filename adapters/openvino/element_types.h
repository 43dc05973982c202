#pragma once

#include <string>

#include <bakeoff/adapter.h>

#include "openvino/ov_api.h"

namespace bakeoff::adapters::ov {

/// The numbers of ov_element_type_e in the opened version. They differ between versions (2024.6 begins with
/// UNDEFINED, DYNAMIC, BOOLEAN, ...; 2026.4 with DYNAMIC, BOOLEAN, ...; types of few bits were put in
/// between), so they are asked of the library instead of kept in a table of versions.
class ElementTypes {
 public:
  /// Throws Failure (BAKEOFF_UNSUPPORTED) if the library's types do not have the order that all known
  /// versions share.
  explicit ElementTypes(const OvApi& api);

  /// OpenVINO's number of a bakeoff_element_type.
  int to_openvino(int element_type) const;

  /// The bakeoff_element_type of OpenVINO's number; throws Failure naming `tensor` if there is none.
  int from_openvino(int type, const std::string& tensor) const;

 private:
  int boolean_ = 0;
  int uint8_ = 0;
};

}  // namespace bakeoff::adapters::ov
