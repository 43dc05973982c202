// A runtime that behaves as its options say, for testing everything around runtimes.

#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/entries.h"
#include "common/failure.h"
#include "common/options.h"
#include "common/scripted_output.h"
#include "fake/script.h"
#include "fake/threads.h"
#include "fake/work.h"

namespace {

using bakeoff::adapters::Failure;
using bakeoff::adapters::guarded;
using bakeoff::adapters::Idle;
using bakeoff::adapters::kScriptedWidth;
using bakeoff::adapters::Moment;
using bakeoff::adapters::Script;
using bakeoff::adapters::Seconds;
using bakeoff::adapters::Spinners;
using bakeoff::adapters::Team;

}  // namespace

struct bakeoff_library {};

struct bakeoff_session {
  Script script;
  int64_t batch = 1;
  int threads = 1;
  std::chrono::steady_clock::time_point loaded;
  std::atomic<std::uint64_t> inferences{0};
  bakeoff::adapters::Memory grown;
  std::unique_ptr<Spinners> spinners;
};

struct bakeoff_context {
  explicit bakeoff_context(bakeoff_session* of) : session(of), team(of->script.work_threads) {}

  bakeoff_session* session;
  Team team;
  std::vector<float> values;
};

namespace {

const char* const kForms[] = {"onnx", nullptr};
const char* const kDevices[] = {"cpu", nullptr};
const char* const kPrecisions[] = {"fp32", "fp16", "bf16", nullptr};

bakeoff_status open(const char*, bakeoff_library** library, bakeoff_library_info* info,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    *library = std::make_unique<bakeoff_library>().release();
    *info = {};
    std::snprintf(info->version, sizeof info->version, "1");
  });
}

bakeoff_status load(bakeoff_library*, const bakeoff_load_request* request, bakeoff_session** session,
                    bakeoff_error* error) {
  return guarded(error, [&] {
    auto made = std::make_unique<bakeoff_session>();
    made->script = bakeoff::adapters::read_script(*request);
    made->batch = request->batch;
    made->threads = request->threads;
    const Script& script = made->script;
    misbehave(script, Moment::Phase::kLoad, 0);
    if (script.unsupported)
      throw Failure(BAKEOFF_UNSUPPORTED, "operator Fake is not supported, as option unsupported asks");
    if (script.no_device)
      throw Failure(BAKEOFF_NO_DEVICE, "the device is not there, as option no-device asks");
    bakeoff::adapters::flood(script.flood_load);
    made->grown = bakeoff::adapters::touched(script.grow);
    bakeoff::adapters::be_busy(script.load_time);
    if (script.spin || script.doze) {
      made->spinners = std::make_unique<Spinners>(request->threads, script.spin ? Idle::kSpin : Idle::kDoze);
    }
    made->loaded = std::chrono::steady_clock::now();
    *session = made.release();
  });
}

bakeoff_status context_create(bakeoff_session* session, const bakeoff_tensor*, size_t,
                              bakeoff_context** context, bakeoff_error* error) {
  return guarded(error, [&] {
    misbehave(session->script, Moment::Phase::kContext, 0);
    auto made = std::make_unique<bakeoff_context>(session);
    made->values.resize(static_cast<size_t>(session->batch * kScriptedWidth));
    *context = made.release();
  });
}

void answer(bakeoff_context& context, size_t set, std::uint64_t inference) {
  const Script& script = context.session->script;
  const bool wrong = script.wrong_from > 0 && inference >= script.wrong_from;
  auto value = context.values.begin();
  for (int64_t item = 0; item < context.session->batch; ++item) {
    for (int64_t element = 0; element < kScriptedWidth; ++element, ++value) {
      *value = bakeoff::adapters::scripted_output(set, item, element) * (wrong ? 1.1F : 1.0F);
      if (script.nan) *value = std::numeric_limits<float>::quiet_NaN();
    }
  }
}

// The time and the side effects of one inference.
void perform(bakeoff_context& context, std::uint64_t inference) {
  bakeoff_session& session = *context.session;
  const Script& script = session.script;
  misbehave(script, Moment::Phase::kRun, inference);
  if (script.leak > 0) static_cast<void>(bakeoff::adapters::touched(script.leak).release());
  if (script.flood > 0) bakeoff::adapters::flood(script.flood);

  const Seconds age = std::chrono::steady_clock::now() - session.loaded;
  const double factor = slowdown(script, inference, age);
  const Seconds busy = factor * (script.latency + script.item * static_cast<double>(session.batch));
  if (busy.count() > 0 || script.work > 0) {
    context.team.run([&] {
      bakeoff::adapters::be_busy(busy);
      bakeoff::adapters::compute(factor * script.work / script.work_threads);
    });
  }
  if (script.sleep.count() > 0) std::this_thread::sleep_for(factor * script.sleep);
}

bakeoff_status run(bakeoff_context* context, size_t set, bakeoff_error* error) {
  bakeoff_session& session = *context->session;
  const std::uint64_t inference = session.inferences.fetch_add(1, std::memory_order_relaxed) + 1;
  if (session.spinners) session.spinners->pause();
  const bakeoff_status status = guarded(error, [&] {
    perform(*context, inference);
    answer(*context, set, inference);
  });
  if (session.spinners) session.spinners->resume();
  return status;
}

bakeoff_status outputs(bakeoff_context* context, bakeoff_tensor* tensors, size_t capacity, size_t* count,
                       bakeoff_error*) {
  *count = 1;
  if (capacity == 0) return BAKEOFF_OK;
  bakeoff_tensor output{};
  output.name = bakeoff::adapters::kScriptedOutputName;
  output.element_type = BAKEOFF_FLOAT32;
  output.rank = 2;
  output.dims[0] = context->session->batch;
  output.dims[1] = kScriptedWidth;
  output.data = context->values.data();
  output.size = context->values.size() * sizeof(float);
  tensors[0] = output;
  return BAKEOFF_OK;
}

void facts(bakeoff_session* session, bakeoff_fact_sink sink, void* user) {
  sink(user, "executed_precision", session->script.executed_precision.c_str());
  sink(user, "layout", "NCHW");
  sink(user, "threads", std::to_string(session->script.work_threads).c_str());
}

void unload(bakeoff_session* session) {
  const std::unique_ptr<bakeoff_session> owned(session);
  // An unload cannot fail: `fail` and `out-of-memory` have no effect here.
  guarded(nullptr, [&] { misbehave(session->script, Moment::Phase::kUnload, 0); });
}

const bakeoff_adapter kAdapter = {BAKEOFF_ADAPTER_ABI,
                                  sizeof(bakeoff_adapter),
                                  "fake",
                                  "Fake",
                                  kForms,
                                  kDevices,
                                  kPrecisions,
                                  bakeoff::adapters::fake_options(),
                                  open,
                                  load,
                                  context_create,
                                  run,
                                  outputs,
                                  facts,
                                  bakeoff::adapters::destroy<bakeoff_context>,
                                  unload,
                                  bakeoff::adapters::destroy<bakeoff_library>};

}  // namespace

const bakeoff_adapter* bakeoff_adapter_get(void) {
  return &kAdapter;
}
