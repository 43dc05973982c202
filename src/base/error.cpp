#include "base/error.h"

#include <system_error>
#include <utility>

namespace bakeoff {

tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where, std::string hint) {
  return tl::unexpected(Error{kind, std::move(what), std::move(where), std::move(hint)});
}

tl::unexpected<Error> fail_errno(int error_number, std::string what, std::string where) {
  return fail(ErrorKind::kInternal, std::move(what) + ": " + std::generic_category().message(error_number),
              std::move(where));
}

std::string to_string(const Error& error) {
  std::string text;
  if (!error.where.empty()) text += error.where + ": ";
  text += error.what;
  if (!error.hint.empty()) text += " (" + error.hint + ")";
  return text;
}

}  // namespace bakeoff
