#include "fake/script.h"

#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "common/options.h"

namespace bakeoff::adapters {
namespace {

constexpr const char* kDuration = "a duration: 2ms, 250us, 1.5s";
constexpr const char* kSize = "a size: 4096, 64KiB, 2MiB, 1GiB";
constexpr const char* kMoment = "load|context|first|run:N|unload, N counted from 1";
constexpr const char* kFlag = "0|1";

const bakeoff_option_description kOptions[] = {
    {"latency", kDuration, "busy on the CPU for this time of the wall clock, an inference"},
    {"item", kDuration, "the same for every item of the batch, in addition"},
    {"sleep", kDuration, "asleep for this time, an inference, after the busy time"},
    {"work", "a number of steps, with k, M or G",
     "so much arithmetic, an inference: takes longer on a busy core"},
    {"threads-work", "a number of threads", "computes latency, item and work on so many threads at once"},
    {"load-time", kDuration, "busy for this time in the load"},
    {"drift", "a relative change a second, as 0.01", "time grows by this share of itself every second"},
    {"spike", "PROBABILITY:FACTOR, as 0.01:10", "now and then an inference takes FACTOR times as long"},
    {"bimodal", "FACTOR:PERIOD, as 1.5:2s",
     "every second period (of the machine's clock) takes FACTOR times as long"},
    {"seed", "a number", "of the spikes"},
    {"spin", kFlag, "threads, as many as the budget, that spin whenever no inference runs"},
    {"doze", kFlag, "the same threads, looking every millisecond instead of spinning"},
    {"crash", kMoment, "dies of SIGSEGV"},
    {"abort", kMoment, "calls abort"},
    {"illegal", kMoment, "dies of SIGILL, as on a processor that lacks an instruction"},
    {"hang", kMoment, "never returns, asleep"},
    {"loop", kMoment, "never returns, busy"},
    {"exit", kMoment, "calls exit(0)"},
    {"fail", kMoment, "returns an error"},
    {"out-of-memory", kMoment, "returns that an allocation failed"},
    {"unsupported", kFlag, "the load says that an operator is missing"},
    {"no-device", kFlag, "the load says that the device is not there"},
    {"leak", kSize, "memory allocated, touched and lost, an inference"},
    {"grow", kSize, "memory allocated and touched in the load"},
    {"flood", kSize, "written to stdout and as much to stderr, an inference"},
    {"flood-load", kSize, "written to stdout and as much to stderr, in the load"},
    {"wrong", kFlag, "outputs off by 10 %"},
    {"wrong-at", "an inference, counted from 1", "outputs off by 10 % from that inference on"},
    {"nan", kFlag, "outputs are NaN"},
    {"executed-precision", "fp32|fp16|bf16", "what it says to have run in; without it what was asked"},
    {nullptr, nullptr, nullptr}};

struct Unit {
  const char* name;
  double factor;
};

// The number at the start of `text` times its unit; refuses what is left, negative or not finite.
double with_unit(const Options& options, const std::string& key, const std::string& text,
                 std::initializer_list<Unit> units) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(number) || number < 0) options.refuse(key, options.text(key));
  while (*end == ' ') ++end;
  const std::string unit = end;
  for (const Unit& known : units) {
    if (unit == known.name) return number * known.factor;
  }
  options.refuse(key, options.text(key));
}

Seconds duration_from(const Options& options, const std::string& key, const std::string& text) {
  return Seconds(
      with_unit(options, key, text,
                {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}, {"min", 60.0}, {"h", 3600.0}}));
}

Seconds duration(const Options& options, const std::string& key) {
  return options.has(key) ? duration_from(options, key, options.text(key)) : Seconds(0);
}

std::size_t size(const Options& options, const std::string& key) {
  if (!options.has(key)) return 0;
  const double bytes = with_unit(options, key, options.text(key),
                                 {{"", 1},
                                  {"B", 1},
                                  {"KB", 1e3},
                                  {"MB", 1e6},
                                  {"GB", 1e9},
                                  {"KiB", 1024.0},
                                  {"MiB", 1024.0 * 1024},
                                  {"GiB", 1024.0 * 1024 * 1024}});
  if (bytes > 1e15) options.refuse(key, options.text(key));
  return static_cast<std::size_t>(bytes);
}

Moment moment(const Options& options, const std::string& key) {
  using Phase = Moment::Phase;
  const std::string text = options.text(key);
  if (text.empty() && !options.has(key)) return {};
  if (text == "load") return {Phase::kLoad, 0};
  if (text == "context") return {Phase::kContext, 0};
  if (text == "unload") return {Phase::kUnload, 0};
  if (text == "first") return {Phase::kRun, 1};
  if (text.compare(0, 4, "run:") == 0) {
    char* end = nullptr;
    const unsigned long long number = std::strtoull(text.c_str() + 4, &end, 10);
    if (*end == '\0' && number > 0) return {Phase::kRun, number};
  }
  options.refuse(key, text);
}

std::pair<std::string, std::string> halves(const Options& options, const std::string& key) {
  const std::string text = options.text(key);
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) options.refuse(key, text);
  return {text.substr(0, colon), text.substr(colon + 1)};
}

void read_disturbances(const Options& options, Script& script) {
  script.drift_per_second = options.number("drift", 0, -1e6);
  script.seed = static_cast<std::uint64_t>(options.number("seed", 1, 0));
  if (options.has("spike")) {
    const auto [probability, factor] = halves(options, "spike");
    script.spike_probability = with_unit(options, "spike", probability, {{"", 1}});
    script.spike_factor = with_unit(options, "spike", factor, {{"", 1}});
    if (script.spike_probability > 1) options.refuse("spike", options.text("spike"));
  }
  if (options.has("bimodal")) {
    const auto [factor, period] = halves(options, "bimodal");
    script.bimodal_factor = with_unit(options, "bimodal", factor, {{"", 1}});
    script.bimodal_period = duration_from(options, "bimodal", period);
    if (script.bimodal_period.count() <= 0) options.refuse("bimodal", options.text("bimodal"));
  }
}

}  // namespace

const bakeoff_option_description* fake_options() {
  return kOptions;
}

Script read_script(const bakeoff_load_request& request) {
  const Options options(request, kOptions);
  Script script;
  script.latency = duration(options, "latency");
  script.item = duration(options, "item");
  script.sleep = duration(options, "sleep");
  script.load_time = duration(options, "load-time");
  if (options.has("work")) {
    script.work =
        with_unit(options, "work", options.text("work"), {{"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}});
  }
  script.work_threads = static_cast<int>(options.number("threads-work", 1, 1));
  if (script.work_threads > 1024) options.refuse("threads-work", options.text("threads-work"));
  read_disturbances(options, script);
  script.spin = options.flag("spin");
  script.doze = options.flag("doze");

  script.crash = moment(options, "crash");
  script.abort = moment(options, "abort");
  script.illegal = moment(options, "illegal");
  script.hang = moment(options, "hang");
  script.loop = moment(options, "loop");
  script.exit = moment(options, "exit");
  script.fail = moment(options, "fail");
  script.out_of_memory = moment(options, "out-of-memory");
  script.unsupported = options.flag("unsupported");
  script.no_device = options.flag("no-device");

  script.leak = size(options, "leak");
  script.grow = size(options, "grow");
  script.flood = size(options, "flood");
  script.flood_load = size(options, "flood-load");

  script.wrong_from = static_cast<std::uint64_t>(options.number("wrong-at", 0, 1));
  if (options.flag("wrong")) script.wrong_from = 1;
  script.nan = options.flag("nan");
  script.executed_precision = options.choice("executed-precision", {"fp32", "fp16", "bf16", ""}, "");
  if (script.executed_precision.empty()) script.executed_precision = request.precision;
  return script;
}

}  // namespace bakeoff::adapters
