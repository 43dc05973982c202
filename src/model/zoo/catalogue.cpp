#include "model/zoo/catalogue.h"

#include <algorithm>
#include <iterator>

#include "base/units.h"
#include "model/zoo/alexnet.h"
#include "model/zoo/inception.h"
#include "model/zoo/mobilenet.h"
#include "model/zoo/network.h"
#include "model/zoo/resnet.h"
#include "model/zoo/shufflenet.h"
#include "model/zoo/squeezenet.h"
#include "model/zoo/vgg.h"

namespace bakeoff::model {
namespace {

std::vector<Network> networks() {
  std::vector<Network> all;
  for (auto family : {alexnets(), vggs(), inceptions_v1_v2(), inceptions_v3(), inceptions_v4(), resnets(),
                      squeezenets(), mobilenets(), shufflenets()})
    std::move(family.begin(), family.end(), std::back_inserter(all));
  return all;
}

}  // namespace

const std::vector<ZooEntry>& zoo() {
  static const std::vector<ZooEntry> kEntries = [] {
    std::vector<ZooEntry> entries;
    for (Network& network : networks()) entries.push_back(std::move(network.entry));
    return entries;
  }();
  return kEntries;
}

Result<ZooEntry> find_network(std::string_view name) {
  std::vector<std::string> names;
  for (const ZooEntry& entry : zoo()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  const std::string nearest = nearest_word(name, names);
  return fail(ErrorKind::kNotFound, "there is no network '" + std::string(name) + "' in the zoo", "",
              nearest.empty() ? "'bakeoff models list' shows all of them" : "did you mean " + nearest + "?");
}

Result<Graph> make_zoo_model(std::string_view name, int batch, std::uint64_t seed) {
  if (batch < 1) return fail(ErrorKind::kUsage, "the batch must be 1 or more, not " + std::to_string(batch));
  const std::vector<Network> all = networks();
  const auto network =
      std::find_if(all.begin(), all.end(), [&](const Network& known) { return known.entry.name == name; });
  if (network == all.end()) return tl::unexpected(find_network(name).error());
  const auto& [channels, height, width] = network->entry.input;
  GraphBuilder builder(network->entry.name, batch, seed);
  return builder.finish(network->build(builder, builder.input(channels, height, width)));
}

}  // namespace bakeoff::model
