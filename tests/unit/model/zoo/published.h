#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace bakeoff::model {

/// As torchvision publishes them: parameters without running statistics, and billions of multiply-accumulates
/// to three digits (its "GFLOPS"). The counts of operators come from the papers' tables.
struct Published {
  std::string name;
  std::int64_t parameters;
  double billions;
  std::map<std::string, int> operators;
  std::int64_t side = 224;  // of the images
};

std::ostream& operator<<(std::ostream& out, const Published& network);

const std::vector<Published>& published();

}  // namespace bakeoff::model
