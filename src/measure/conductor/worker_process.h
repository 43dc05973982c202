#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "measure/conductor/spawn.h"
#include "measure/conductor/supervision.h"
#include "measure/conductor/trouble.h"
#include "measure/worker/protocol.h"
#include "measure/worker/shared_memory.h"

namespace bakeoff::measure {

/// One worker process from its start to its end, seen from the conductor: asked one thing at a time, frozen
/// whenever it is not asked, killed with its whole process group by the destructor. It starts thawed.
class WorkerProcess {
 public:
  /// `supervision` outlives the worker. `inputs` is the descriptor of the inputs region.
  static Result<std::unique_ptr<WorkerProcess>> start(const std::filesystem::path& program,
                                                      const CpuSet& cpus, int inputs,
                                                      Supervision& supervision);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// Sends one command and waits for its reply; `doing` completes "no answer within 10 s while ...". The
  /// worker must be thawed. After a fault the process is dead.
  template <typename Reply, typename Command>
  Answer<Reply> ask(const Command& command, Nanoseconds deadline, std::string_view doing) {
    auto envelope = exchange(protocol::encode(command), deadline, doing);
    if (!envelope) return tl::unexpected(envelope.error());
    if (envelope->template holds<Reply>()) {
      try {
        return envelope->body.template get<Reply>();
      } catch (
          const nlohmann::json::exception&) {  // the worker's memory may be damaged: do not believe its words
      }
    }
    return tl::unexpected<Trouble>(refusal(*envelope));
  }

  /// Stops every thread of the process group and waits until the kernel confirms it.
  Answer<void> freeze();
  void thaw();
  [[nodiscard]] bool frozen() const { return frozen_; }

  /// CPU time of the process so far; of its whole life once it is dead.
  [[nodiscard]] Nanoseconds cpu_time() const;

  /// Most CPU time that it used in one stretch while frozen, since the last call of forget_frozen_cpu. It is
  /// zero unless the kernel did not keep its word.
  [[nodiscard]] Nanoseconds frozen_cpu() const;
  void forget_frozen_cpu();

  /// The outputs region and the stamps, as the worker left them.
  Result<std::vector<std::byte>> output_bytes(const protocol::TensorPlace& place);
  [[nodiscard]] const std::uint64_t* stamps() const;

  [[nodiscard]] pid_t process() const { return process_; }

  /// Tells the process group to end, without waiting for it.
  void condemn() const;

  /// Ends the process group now, if it still lives, and reaps it.
  void kill();

 private:
  explicit WorkerProcess(Supervision& supervision) : supervision_(&supervision) {}

  Answer<protocol::Envelope> exchange(const std::vector<std::uint8_t>& command, Nanoseconds deadline,
                                      std::string_view doing);
  Answer<void> look_after(Nanoseconds since, Nanoseconds deadline, std::string_view doing);
  Answer<void> check_limits(std::string_view doing);
  Outcome refusal(const protocol::Envelope& envelope);
  Outcome death(std::string_view doing);
  Outcome end_with(Status status, std::string reason);
  void pause_with_person();
  [[nodiscard]] Nanoseconds settled_cpu_time() const;

  Supervision* supervision_;
  pid_t process_ = -1;  ///< -1: reaped
  int channel_ = -1;
  int log_ = -1;
  SharedMemory outputs_;
  SharedMemory stamps_;
  bool frozen_ = false;
  Nanoseconds cpu_when_frozen_{0};
  Nanoseconds worst_frozen_cpu_{0};
  Nanoseconds final_cpu_{0};
  int wait_status_ = 0;
  std::uint64_t oom_kills_before_ = 0;
};

}  // namespace bakeoff::measure
