#include "model/onnx/shapes/resize.h"

#include <algorithm>

#include "model/onnx/canonical/rules.h"

namespace bakeoff::model::dialect {
namespace {

/// Upsample and the first Resize know two modes. They place pixels as later opsets call asymmetric, and take
/// the nearest below where an axis grows, above where it shrinks (the data of opset 10, ONNX Runtime).
Result<void> modernise(Site& site, const std::vector<float>& scales) {
  const std::string mode = std::get<std::string>(site.attributes.at("mode"));
  if (mode != "nearest" && mode != "linear" && mode != "bilinear") {
    return shapes::bad("mode is neither nearest nor linear");
  }
  site.attributes["mode"] = std::string(mode == "nearest" ? "nearest" : "linear");
  site.attributes["coordinate_transformation_mode"] = std::string("asymmetric");
  const bool shrinks = std::any_of(scales.begin(), scales.end(), [](float scale) { return scale < 1; });
  const bool grows = std::any_of(scales.begin(), scales.end(), [](float scale) { return scale > 1; });
  if (shrinks && grows && mode == "nearest") return unsupported("some axes grow and others shrink");
  site.attributes["nearest_mode"] = std::string(shrinks ? "ceil" : "floor");
  return {};
}

Result<void> check_word(const Site& site, const std::string& attribute,
                        const std::vector<std::string>& words) {
  const auto& word = std::get<std::string>(site.attributes.at(attribute));
  if (std::find(words.begin(), words.end(), word) != words.end()) return {};
  return shapes::bad("attribute '" + attribute + "' has a value that ONNX does not know");
}

Result<void> check_words(const Site& site) {
  Result<void> checked = check_word(site, "mode", {"nearest", "linear", "cubic"});
  if (checked) {
    checked = check_word(site, "coordinate_transformation_mode",
                         {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
                          "asymmetric", "tf_half_pixel_for_nn", "tf_crop_and_resize"});
  }
  if (checked) {
    checked = check_word(site, "nearest_mode", {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"});
  }
  return checked;
}

/// The region of tf_crop_and_resize for all axes: first all starts, then all ends, as parts of the length.
Result<std::vector<float>> region(const Site& site, const std::vector<std::size_t>& axes) {
  const std::optional<std::vector<double>> given = shapes::reals(site.call().optional_input(1));
  if (!given) return unsupported("its region is not constant");
  const std::size_t rank = site.dims(0).size();
  std::vector<float> roi(2 * rank, 0.0F);
  std::fill(roi.begin() + static_cast<std::ptrdiff_t>(rank), roi.end(), 1.0F);
  if (given->size() != 2 * axes.size())
    return shapes::bad("a region of " + std::to_string(given->size()) + " numbers");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    roi[axes[i]] = static_cast<float>((*given)[i]);
    roi[rank + axes[i]] = static_cast<float>((*given)[axes.size() + i]);
  }
  return roi;
}

}  // namespace

Result<void> rewrite_resize(Site& site) {
  const Dims dims = site.dims(0);
  auto scales = shapes::resize_scales(site.call(), dims);
  if (!scales) return tl::unexpected(scales.error());
  if (!*scales) return unsupported("its scales are not constant");
  const bool old = site.node().op_type == "Upsample" || site.call().opset() < 11;
  Result<void> checked = old ? modernise(site, **scales) : check_words(site);
  if (!checked) return checked;
  const bool crops =
      std::get<std::string>(site.attributes.at("coordinate_transformation_mode")) == "tf_crop_and_resize";
  if (!crops && dims == site.result() &&
      std::all_of((*scales)->begin(), (*scales)->end(), [](float scale) { return scale == 1; })) {
    site.pass();
    return {};
  }
  std::vector<float> roi;
  if (crops) {
    const auto axes = shapes::resize_axes(site.call(), dims.size());
    if (!axes) return tl::unexpected(axes.error());
    Result<std::vector<float>> given = region(site, *axes);
    if (!given) return tl::unexpected(given.error());
    roi = std::move(*given);
  }
  site.attributes["roi"] = std::move(roi);
  site.attributes["scales"] = std::move(**scales);
  site.replace("Resize", {site.name(0)});
  return {};
}

}  // namespace bakeoff::model::dialect
