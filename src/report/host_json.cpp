#include "report/host_json.h"

namespace bakeoff::report {

Json host_part(const HostFacts& host) {
  JsonObject object;
  for (const auto& [name, value] : host.facts) object.set(name, value);
  for (const auto& [name, why] : host.unknown) object.unknown(name, why);
  object.set("warnings", host.warnings);
  return object.take();
}

void set_self_cost(const SelfCost& cost, JsonObject& object) {
  object.set_or_null("clock_read_ns", cost.clock_read_ns, "not measured")
      .set_or_null("null_overhead_ns", cost.null_overhead_ns, "not measured");
}

std::string host_json(const HostFacts& host) {
  return dumped(Json{{"schema", "bakeoff/1"}, {"host", host_part(host)}});
}

}  // namespace bakeoff::report
