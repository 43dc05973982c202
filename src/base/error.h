#pragma once

#include <string>
#include <tl/expected.hpp>

namespace bakeoff {

/// What kind of thing went wrong; the command line turns it into an exit code.
enum class ErrorKind {
  kUsage,        ///< the user asked for something that cannot be: exit 2
  kBadInput,     ///< a file or value from outside is wrong: exit 2
  kNotFound,     ///< a file, model or runtime is missing: exit 2
  kUnsupported,  ///< valid, but not something bakeoff can do: exit 2
  kInterrupted,  ///< a person or the system asked us to stop: exit 130
  kInternal,     ///< a system call failed or an assumption of ours broke: exit 1
};

/// An expected failure, as a value. `what` is one sentence without a full stop, `where` names the file, line,
/// operator or option, `hint` says what to do next; the last two may be empty.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string what;
  std::string where;
  std::string hint;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Builds the failure side of a Result.
tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where = {}, std::string hint = {});

/// The same for a failed system call: appends the text of `error_number` to `what`.
tl::unexpected<Error> fail_errno(int error_number, std::string what, std::string where = {});

/// "WHERE: WHAT (HINT)", with the empty parts left out.
std::string to_string(const Error& error);

}  // namespace bakeoff
