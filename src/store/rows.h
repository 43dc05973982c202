#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bakeoff::store {

/// The columns of one row that must be of their types: SQLite itself would turn anything into anything. The
/// first that is not makes ok() false for good.
class Row {
 public:
  explicit Row(SQLite::Statement& statement) : statement_(statement) {}

  [[nodiscard]] bool ok() const { return ok_; }

  template <typename Number>
  Number integer(int column) {
    const SQLite::Column value = statement_.getColumn(column);
    if (value.isInteger() && std::in_range<Number>(value.getInt64())) {
      return static_cast<Number>(value.getInt64());
    }
    ok_ = false;
    return 0;
  }

  template <typename Number>
  std::optional<Number> optional_integer(int column) {
    if (statement_.getColumn(column).isNull()) return std::nullopt;
    return integer<Number>(column);
  }

  std::string text(int column) {
    const SQLite::Column value = statement_.getColumn(column);
    if (value.isText()) return value.getString();
    ok_ = false;
    return {};
  }

  std::optional<std::string> optional_text(int column) {
    if (statement_.getColumn(column).isNull()) return std::nullopt;
    return text(column);
  }

  /// Valid until the statement steps on.
  std::string_view blob(int column) {
    const SQLite::Column value = statement_.getColumn(column);
    if (value.isBlob()) {
      const auto size = static_cast<std::size_t>(value.getBytes());
      return size == 0 ? std::string_view{}
                       : std::string_view(static_cast<const char*>(value.getBlob()), size);
    }
    ok_ = false;
    return {};
  }

  template <typename Value>
  Value word(int column, std::optional<Value> (*from)(std::string_view)) {
    const std::optional<Value> value = from(text(column));
    if (!value) ok_ = false;
    return value.value_or(Value{});
  }

 private:
  SQLite::Statement& statement_;
  bool ok_ = true;
};

/// Binds values to the parameters ?1, ?2, ... in order; an empty optional is NULL. Text may hold any bytes.
class Binding {
 public:
  explicit Binding(SQLite::Statement& statement) : statement_(statement) {
    statement_.tryReset();  // what it says is the failure of the step before, which has been told already
    statement_.clearBindings();
  }

  Binding& integer(std::int64_t value) {
    statement_.bind(++place_, value);
    return *this;
  }
  Binding& optional_integer(const std::optional<std::int64_t>& value) {
    if (value) return integer(*value);
    return null();
  }
  Binding& text(std::string_view value) {
    statement_.bind(++place_, std::string(value));
    return *this;
  }
  Binding& optional_text(const std::optional<std::string>& value) {
    if (value) return text(*value);
    return null();
  }
  Binding& blob(std::string_view value) {
    statement_.bind(++place_, value.data(), static_cast<int>(value.size()));
    return *this;
  }
  Binding& null() {
    statement_.bind(++place_);
    return *this;
  }

 private:
  SQLite::Statement& statement_;
  int place_ = 0;
};

}  // namespace bakeoff::store
