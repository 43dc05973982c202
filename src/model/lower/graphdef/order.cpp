#include "model/lower/graphdef/order.h"

#include <algorithm>
#include <numeric>

#include "model/lower/layout.h"

namespace bakeoff::model::graphdef {
namespace {

/// Axes of the argument and of the result that hold the same elements.
struct Group {
  Order from;
  Order to;
  std::size_t place = 0;  // of its first axis in the argument's order
};

std::vector<Group> match(const Dims& dims, const Dims& result) {
  std::vector<Group> groups;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < dims.size() || j < result.size()) {
    Group group;
    std::int64_t from = 1;
    std::int64_t to = 1;
    const auto take_from = [&] {
      from *= dims[i];
      group.from.push_back(i++);
    };
    const auto take_to = [&] {
      to *= result[j];
      group.to.push_back(j++);
    };
    if (i < dims.size()) take_from();
    if (j < result.size() && (from != 1 || result[j] == 1 || i == dims.size())) take_to();
    while (from != to) {
      if (from < to && i < dims.size()) {
        take_from();
      } else {
        take_to();
      }
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

Order natural_order(std::size_t rank) {
  Order order(rank);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

Order channels_last(std::size_t rank) {
  Order order = natural_order(rank);
  if (rank > 2) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  return order;
}

std::size_t position(const Order& order, std::size_t axis) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), axis) - order.begin());
}

Dims in_order(const Dims& dims, const Order& order) {
  Dims result;
  for (const std::size_t axis : order) result.push_back(dims[axis]);
  return result;
}

Order permutation(const Order& from, const Order& to) {
  Order result;
  for (const std::size_t axis : to) result.push_back(position(from, axis));
  return result;
}

bool same_bytes(const Dims& dims, const Order& from, const Order& to) {
  const auto long_axes = [&](const Order& order) {
    Order axes;
    std::copy_if(order.begin(), order.end(), std::back_inserter(axes),
                 [&](std::size_t axis) { return dims[axis] != 1; });
    return axes;
  };
  return long_axes(from) == long_axes(to);
}

Order transposed(const Order& order, const std::vector<std::int64_t>& perm) {
  Order now_called(order.size());
  for (std::size_t axis = 0; axis < perm.size(); ++axis) {
    now_called[static_cast<std::size_t>(perm[axis])] = axis;
  }
  Order result;
  for (const std::size_t axis : order) result.push_back(now_called[axis]);
  return result;
}

ReshapePlan plan_reshape(const Dims& dims, const Order& order, const Dims& result) {
  const bool empty = std::count(dims.begin(), dims.end(), 0) > 0;
  if (empty) return {natural_order(dims.size()), result, natural_order(result.size())};
  std::vector<Group> groups = match(dims, result);
  std::size_t previous = 0;
  for (Group& group : groups) {
    // Axes of length 1 stand anywhere, so the others say where a group is; one that has none of either is
    // kept behind its neighbour.
    Order telling;
    std::copy_if(group.from.begin(), group.from.end(), std::back_inserter(telling),
                 [&](std::size_t axis) { return dims[axis] != 1; });
    if (telling.empty()) telling = group.from;
    group.place = previous;
    if (!telling.empty()) {
      group.place = order.size();
      for (const std::size_t axis : telling) group.place = std::min(group.place, position(order, axis));
    }
    previous = group.place;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.place < b.place; });
  ReshapePlan plan;
  for (const Group& group : groups) {
    plan.before.insert(plan.before.end(), group.from.begin(), group.from.end());
    plan.after.insert(plan.after.end(), group.to.begin(), group.to.end());
  }
  plan.lowered = in_order(result, plan.after);
  return plan;
}

Tensor permuted(const Tensor& tensor, const Order& order) {
  return {tensor.name, tensor.type, in_order(tensor.dims, order),
          model::permuted(tensor.data, size_of(tensor.type), tensor.dims, order)};
}

}  // namespace bakeoff::model::graphdef
