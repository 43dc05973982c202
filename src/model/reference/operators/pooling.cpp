#include <algorithm>
#include <cmath>
#include <limits>

#include "model/reference/operators/operators.h"
#include "model/reference/operators/windows.h"
#include "model/reference/parallel.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// Visits the elements inside the image of one window.
template <typename Element, typename Visit>
void visit_window(const Windows& windows, const Element* image, std::size_t at, Visit visit) {
  const auto place = static_cast<std::int64_t>(at);
  const std::int64_t d = place / (windows.out[1] * windows.out[2]);
  const std::int64_t h = place / windows.out[2] % windows.out[1];
  const std::int64_t w = place % windows.out[2];
  for (std::int64_t kd = 0; kd < windows.kernel[0]; ++kd) {
    const std::int64_t id = windows.position(0, d, kd);
    if (!windows.inside(0, id)) continue;
    for (std::int64_t kh = 0; kh < windows.kernel[1]; ++kh) {
      const std::int64_t ih = windows.position(1, h, kh);
      if (!windows.inside(1, ih)) continue;
      for (std::int64_t kw = 0; kw < windows.kernel[2]; ++kw) {
        const std::int64_t iw = windows.position(2, w, kw);
        if (windows.inside(2, iw)) visit(image[(id * windows.in[1] + ih) * windows.in[2] + iw]);
      }
    }
  }
}

// Elements of one window, padding counted, but not what ceil_mode adds behind it.
double padded_count(const Windows& windows, std::size_t at) {
  const auto place = static_cast<std::int64_t>(at);
  const Windows::PerAxis window{place / (windows.out[1] * windows.out[2]),
                                place / windows.out[2] % windows.out[1], place % windows.out[2]};
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < Windows::kAxes; ++axis) {
    std::int64_t along = 0;
    for (std::int64_t tap = 0; tap < windows.kernel[axis]; ++tap) {
      if (windows.position(axis, window[axis], tap) < windows.in[axis] + windows.pad_end[axis]) ++along;
    }
    count *= along;
  }
  return static_cast<double>(count);
}

// pool(image, window) for every window of every channel.
template <typename Element, typename Pool>
void pool_each(const Windows& windows, const std::vector<Element>& x, std::vector<Element>& y, Pool pool) {
  const std::size_t out = windows.out_size();
  parallel_tasks(out == 0 ? 0 : y.size() / out, [&](std::size_t plane) {
    const Element* image = x.data() + plane * windows.in_size();
    for (std::size_t at = 0; at < out; ++at) y[plane * out + at] = pool(image, at);
  });
}

template <typename Element>
Element lowest() {
  return std::numeric_limits<Element>::has_infinity ? -std::numeric_limits<Element>::infinity()
                                                    : std::numeric_limits<Element>::lowest();
}

}  // namespace

Outcome evaluate_max_pool(const Call& call) {
  const Value& x = call.input(0);
  const Result<Windows> windows = windows_of(call, x.dims, call.output().dims);
  if (!windows) return tl::unexpected(windows.error());
  Value y = call.make_output();
  std::visit(
      [&](auto& to) {
        using Element = typename std::decay_t<decltype(to)>::value_type;
        const auto& from = std::get<std::decay_t<decltype(to)>>(x.elements);
        pool_each(*windows, from, to, [&](const Element* image, std::size_t at) {
          auto largest = lowest<Element>();
          visit_window(*windows, image, at, [&](Element element) {
            if (!(element <= largest)) largest = element;  // NaN wins
          });
          return largest;
        });
      },
      y.elements);
  return one(std::move(y));
}

Outcome evaluate_average_pool(const Call& call) {
  const Value& x = call.input(0);
  const Result<Windows> windows = windows_of(call, x.dims, call.output().dims);
  if (!windows) return tl::unexpected(windows.error());
  const bool with_padding = call.integer("count_include_pad") != 0;
  Value y = call.make_output();
  pool_each(*windows, reals(x), reals(y), [&](const double* image, std::size_t at) {
    double sum = 0;
    double count = 0;
    visit_window(*windows, image, at, [&](double element) {
      sum += element;
      ++count;
    });
    return sum / (with_padding ? padded_count(*windows, at) : count);
  });
  return one(std::move(y));
}

Outcome evaluate_lp_pool(const Call& call) {
  const Value& x = call.input(0);
  const Result<Windows> windows = windows_of(call, x.dims, call.output().dims);
  if (!windows) return tl::unexpected(windows.error());
  const auto p = static_cast<double>(call.integer("p"));
  Value y = call.make_output();
  pool_each(*windows, reals(x), reals(y), [&](const double* image, std::size_t at) {
    double sum = 0;
    visit_window(*windows, image, at, [&](double element) { sum += std::pow(std::abs(element), p); });
    return std::pow(sum, 1 / p);
  });
  return one(std::move(y));
}

Outcome evaluate_global_pool(const Call& call) {
  const Value& x = call.input(0);
  const std::string& kind = call.op_type();
  const double p = kind == "GlobalLpPool" ? static_cast<double>(call.integer("p")) : 1;
  const auto size = static_cast<std::size_t>(product_of(std::span<const std::int64_t>(x.dims).subspan(2)));
  Value y = call.make_output();
  parallel_ranges(reals(y).size(), kElementsPerTask / std::max<std::size_t>(size, 1),
                  [&](auto begin, auto end) {
                    for (std::size_t plane = begin; plane < end; ++plane) {
                      const double* image = reals(x).data() + plane * size;
                      double result = kind == "GlobalMaxPool" ? lowest<double>() : 0;
                      for (std::size_t i = 0; i < size; ++i) {
                        if (kind == "GlobalMaxPool") {
                          if (!(image[i] <= result)) result = image[i];
                        } else {
                          result += kind == "GlobalLpPool" ? std::pow(std::abs(image[i]), p) : image[i];
                        }
                      }
                      if (kind == "GlobalAveragePool") result /= static_cast<double>(size);
                      reals(y)[plane] = kind == "GlobalLpPool" ? std::pow(result, 1 / p) : result;
                    }
                  });
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
