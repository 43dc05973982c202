#pragma once

#include <array>

namespace bakeoff::judge {

/// One bet of the mixture: `weight` of the evidence is staked at `bet` on each sign.
struct Bet {
  double bet;
  double weight;
};

/// The mixture of METHOD.md, 5, fixed for ever: evidence gathered under another cannot be continued.
inline constexpr std::array<Bet, 4> kMixture{
    {{5.0 / 16, 5.0 / 16}, {9.0 / 16, 1.0 / 4}, {13.0 / 16, 3.0 / 16}, {1.0, 1.0 / 4}}};

}  // namespace bakeoff::judge
