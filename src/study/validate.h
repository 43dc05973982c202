#pragma once

#include "base/error.h"
#include "record/cell.h"
#include "study/request.h"

namespace bakeoff::study {

/// kUsage, with the option in `where`, unless alpha is in (0, 0.5], epsilon in (0, 1], the budget 1 s to
/// 30 days, slot and rounds positive, and max_error, if given, positive.
Result<void> validate(const Rules& rules);

/// The same for a whole request: its rules, at least one model, no axis empty (but threads) and no value of
/// an axis twice or below 1; shapes and files of inputs only for a single model, each input once.
Result<void> validate(const StudyRequest& request);

}  // namespace bakeoff::study
