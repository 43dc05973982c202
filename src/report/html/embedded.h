#pragma once

#include <string_view>

#include "report/figure/canvas.h"

namespace bakeoff::report {

/// style.css and script.js beside this file, compiled in so that the program needs no file of its own.
std::string_view page_style();
std::string_view page_script();

}  // namespace bakeoff::report
