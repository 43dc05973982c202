#pragma once

#include "report/cell_view.h"
#include "report/json.h"
#include "report/json_object.h"

namespace bakeoff::report {

/// One element of "cells".
Json cell_json(const CellView& cell, Samples samples);

/// The elements of a cell's "candidates": those that took part, in the order of the record, then the absent.
Json candidates_json(const CellView& cell, Samples samples);

}  // namespace bakeoff::report
