#pragma once

#include <protozero/pbf_reader.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace bakeoff::model {

/// What an attribute or function that is only carried along has to do with the file around it.
struct Outline {
  std::vector<std::string> captures;  ///< values from outside that its subgraphs use, each once, in order
  bool external_data = false;         ///< a tensor in it lies in another file
};

/// Of an AttributeProto. Errors: kBadInput where subgraphs are nested absurdly deep. Throws
/// protozero::exception on damaged bytes.
Result<Outline> outline_of_attribute(protozero::pbf_reader message);

/// Of a FunctionProto, which sees nothing of the graph: only `external_data` says something.
Result<Outline> outline_of_function(protozero::pbf_reader message);

}  // namespace bakeoff::model
