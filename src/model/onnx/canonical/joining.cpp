#include <algorithm>
#include <cstring>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {
namespace {

/// Bytes of one entry along `axis`: everything behind it.
std::size_t entry_bytes(ElementType type, const Dims& dims, std::size_t axis) {
  return static_cast<std::size_t>(*byte_count(type, std::span(dims).subspan(axis + 1)));
}

std::size_t entries_before(const Dims& dims, std::size_t axis) {
  return static_cast<std::size_t>(*element_count(std::span(dims).first(axis)));
}

/// The parts one after another along `axis`.
std::string joined(const std::vector<const Tensor*>& parts, std::size_t axis) {
  std::string data;
  const std::size_t outer = entries_before(parts.front()->dims, axis);
  for (std::size_t i = 0; i < outer; ++i) {
    for (const Tensor* part : parts) {
      const std::size_t length = part->data.size() / outer;
      data.append(part->data, i * length, length);
    }
  }
  return data;
}

bool joins_constants(Site& site, std::size_t axis) {
  std::vector<const Tensor*> parts;
  for (std::size_t i = 0; i < site.node().inputs.size(); ++i) {
    parts.push_back(site.constant(i));
    if (parts.back() == nullptr || parts.back()->type != parts.front()->type) return false;
  }
  const Dims dims = site.result();
  const std::optional<std::int64_t> bytes = byte_count(parts.front()->type, dims);
  if (!bytes || !site.builder().claim(*bytes)) return false;
  site.become(0, Tensor{.name = {},
                        .type = parts.front()->type,
                        .dims = dims,
                        .data = *bytes == 0 ? std::string() : joined(parts, axis)});
  return true;
}

bool splits_constant(Site& site, std::size_t axis) {
  const Tensor* source = site.constant(0);
  if (source == nullptr || !site.builder().claim(static_cast<std::int64_t>(source->data.size())))
    return false;
  View view{.dims = {}, .strides = row_major_strides(source->dims), .start = 0};
  for (std::size_t i = 0; i < site.node().outputs.size(); ++i) {
    view.dims = site.result(i);
    site.become(i,
                Tensor{.name = {}, .type = source->type, .dims = view.dims, .data = viewed(*source, view)});
    view.start += view.dims[axis] * view.strides[axis];
  }
  return true;
}

/// Constant indices counted from the front, if some were not.
Result<std::string> indices_from_front(Site& site, std::int64_t length) {
  const Tensor* tensor = site.constant(1);
  std::optional<Dims> indices = tensor == nullptr ? std::nullopt : integers_of(*tensor);
  if (!indices) return site.name(1);
  for (std::int64_t& index : *indices) {
    if (index < -length || index >= length) {
      return shapes::bad("index " + std::to_string(index) + " into " + std::to_string(length) + " elements");
    }
    if (index < 0) index += length;
  }
  const auto negative = [](std::int64_t index) { return index < 0; };
  const Dims original = *integers_of(*tensor);
  if (std::none_of(original.begin(), original.end(), negative)) return site.name(1);
  Tensor positive = integers_tensor(tensor->name + "_from_front", *indices);
  positive.dims = tensor->dims;
  return site.insert_constant(std::move(positive));
}

/// The entries of constant data at constant indices (from the front), one after another.
std::string gathered(const Tensor& data, const Dims& indices, std::size_t axis) {
  const std::size_t entry = entry_bytes(data.type, data.dims, axis);
  const auto length = static_cast<std::size_t>(data.dims[axis]);
  std::string result;
  for (std::size_t i = 0; i < entries_before(data.dims, axis); ++i) {
    for (const std::int64_t index : indices) {
      result.append(data.data, (i * length + static_cast<std::size_t>(index)) * entry, entry);
    }
  }
  return result;
}

bool gathers_constants(Site& site, const Tensor* indices, std::size_t axis) {
  const Tensor* data = site.constant(0);
  const std::optional<Dims> positions = indices == nullptr ? std::nullopt : integers_of(*indices);
  if (data == nullptr || !positions) return false;
  const std::optional<std::int64_t> bytes = byte_count(data->type, site.result());
  if (!bytes || !site.builder().claim(*bytes)) return false;
  site.become(0, Tensor{.name = {},
                        .type = data->type,
                        .dims = site.result(),
                        .data = *bytes == 0 ? std::string() : gathered(*data, *positions, axis)});
  return true;
}

}  // namespace

Result<void> rewrite_concat(Site& site) {
  Result<void> counted = site.count_from_front("axis", site.dims(0).size());
  if (!counted) return counted;
  if (site.node().inputs.size() == 1) {
    site.pass();
  } else if (!joins_constants(site, static_cast<std::size_t>(site.integer("axis")))) {
    site.keep();
  }
  return {};
}

Result<void> rewrite_split(Site& site) {
  const Dims dims = site.dims(0);
  Result<void> counted = site.count_from_front("axis", dims.size());
  if (!counted) return counted;
  if (site.node().outputs.size() == 1) {
    site.pass();
    return {};
  }
  const auto axis = static_cast<std::size_t>(site.integer("axis"));
  if (splits_constant(site, axis)) return {};
  Dims lengths;
  for (std::size_t i = 0; i < site.node().outputs.size(); ++i) lengths.push_back(site.result(i)[axis]);
  site.attributes["split"] = std::move(lengths);
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_gather(Site& site) {
  const Dims dims = site.dims(0);
  Result<void> counted = site.count_from_front("axis", dims.size());
  if (!counted) return counted;
  const auto axis = static_cast<std::size_t>(site.integer("axis"));
  const Result<std::string> indices = indices_from_front(site, dims[axis]);
  if (!indices) return tl::unexpected(indices.error());
  const bool takes_entries = site.node().op_type == "Gather";
  if (takes_entries && gathers_constants(site, site.builder().constant(*indices), axis)) return {};
  site.replace(site.node().op_type, {site.name(0), *indices});
  return {};
}

}  // namespace bakeoff::model::dialect
