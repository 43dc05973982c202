#pragma once

namespace bakeoff::model {

/// What the elements of a value are expected to have.
struct Moments {
  double mean = 0;
  double variance = 1;
};

/// Of max(0, z) for a normal z with the given moments.
Moments rectified(Moments z);

/// Of min(max(0, z), most) for such a z.
Moments clipped(Moments z, double most);

/// Of the largest of a pooling window of `kernel` x `kernel` such values.
Moments largest(Moments z, int kernel);

}  // namespace bakeoff::model
