#include "report/host_json.h"
#include "report/self_test.h"

namespace bakeoff::report {
namespace {

constexpr const char* kTooFew = "too few epochs";

JsonObject twins_part(const TwinRace& twins) {
  JsonObject object;
  object.set("ratio", twins.ratio).set_interval("interval", twins.interval, kTooFew);
  object.set("epochs", twins.epochs);
  return object;
}

Json sameness(const SelfTest& test) {
  JsonObject object = twins_part(test.same);
  object.set("rounds", test.same.rounds)
      .set("rounds_asked", test.rounds_asked)
      .set("favour_first", test.same.first_wins)
      .set_interval("favour_first_interval", test.same.first_share, "no round counts")
      .set("void_rounds", test.same.voided);
  return object.take();
}

Json freezing(const SelfTest& test) {
  JsonObject object;
  object.set("holds", test.freezing_holds())
      .set("windows", test.frozen.windows)
      .set("leaks", test.frozen.leaks)
      .set("frozen_cpu_ms", static_cast<double>(test.frozen.frozen_cpu.count()) / 1e6)
      .set("frozen", twins_part(test.frozen).take())
      .set("running", twins_part(test.running).take());
  return object.take();
}

}  // namespace

std::string self_test_json(const SelfTest& test) {
  JsonObject object;
  object.set("schema", "bakeoff/1");
  set_self_cost(test.cost, object);
  object.set("aa", sameness(test)).set("freezing", freezing(test));
  return dumped(object.take());
}

}  // namespace bakeoff::report
