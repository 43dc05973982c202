#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "model/zoo/builder.h"

namespace bakeoff::model {

/// What Inception v3 and v4 are made of. Each convolution is followed by batch norm and ReLU.
class InceptionLayers {
 public:
  explicit InceptionLayers(GraphBuilder& builder) : builder_(builder) {}

  Activation conv(const Activation& x, const std::string& name, ConvOptions options);

  /// A convolution that keeps the size of the image.
  Activation same(const Activation& x, const std::string& name, std::int64_t filters, Extent kernel);

  /// One of 3x3 that halves it, and a max pool that does.
  Activation halving(const Activation& x, const std::string& name, std::int64_t filters);
  Activation halving_pool(const Activation& x, const std::string& name);

  /// Convolutions one after the other, NAME_1, NAME_2, ..., each of which keeps the size.
  Activation chain(Activation x, const std::string& name,
                   std::initializer_list<std::pair<std::int64_t, Extent>> layers);

  /// One of 1x3 and one of 3x1 side by side.
  Activation fork(const Activation& x, const std::string& name, std::int64_t filters);

  /// An average pool that keeps the size, and a convolution of 1x1.
  Activation pool_branch(const Activation& x, const std::string& name, std::int64_t filters);

  /// The scores of 1000 classes.
  Activation head(const Activation& x);

 private:
  GraphBuilder& builder_;
};

}  // namespace bakeoff::model
