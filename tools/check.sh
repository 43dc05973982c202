#!/usr/bin/env bash
# The static gates that continuous integration runs.
#
#   tools/check.sh             all of them
#   tools/check.sh GATE...     only these: format layering headers length text sources scripts tidy
#
# BAKEOFF_CHECK_BUILD names another build folder than build/release (its compile_commands.json says how sources compile).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

build="${BAKEOFF_CHECK_BUILD:-build/release}"
gates=(format layering headers length text sources scripts tidy)

tracked() { git ls-files -z -- "$@" | while IFS= read -r -d '' path; do [[ -f $path ]] && printf '%s\0' "$path"; done; }

configured() {
  [[ -f $build/compile_commands.json ]] || cmake --preset release -B "$build" >/dev/null
}

# Sources look as .clang-format says.
gate_format() {
  tracked '*.h' '*.c' '*.cpp' | xargs -0 -r clang-format --dry-run -Werror ||
    { echo "run 'make format' (clang-format 14, as in Debian 12; here: $(clang-format --version))"; return 1; }
}

# Parts include only what stands below them; the pure ones stay pure; only report and cli speak.
gate_layering() { python3 -B tools/layering.py; }

# Every header compiles alone.
gate_headers() { configured && python3 -B tools/compile_checks.py headers --build "$build"; }

gate_length() { python3 -B tools/hygiene.py length; }

# Nothing unfinished, no path of one machine, no index address, no trailing white space, no big file.
gate_text() { python3 -B tools/hygiene.py text; }

# Every source is named in a CMakeLists.txt.
gate_sources() { python3 -B tools/hygiene.py sources; }

# Shell and Python scripts are sound.
gate_scripts() {
  local failed=0 path
  while IFS= read -r -d '' path; do
    bash -n "$path" || failed=1
  done < <(tracked '*.sh' '.ci/run')
  if command -v shellcheck >/dev/null; then
    tracked '*.sh' '.ci/run' | xargs -0 -r shellcheck --severity=warning || failed=1
  else
    echo "shellcheck is not installed: scripts were only parsed (apt-get install shellcheck)"
  fi
  while IFS= read -r -d '' path; do
    python3 -c 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")' "$path" || failed=1
  done < <(tracked '*.py')
  return "$failed"
}

# clang-tidy with the checks of .clang-tidy; slow, so each file only when something it is made of has changed.
gate_tidy() { configured && python3 -B tools/compile_checks.py tidy --build "$build"; }

selected=("$@")
[[ $# -gt 0 ]] || selected=("${gates[@]}")
failed=()
for gate in "${selected[@]}"; do
  if ! declare -F "gate_$gate" >/dev/null; then
    echo "tools/check.sh: no gate '$gate'; there are: ${gates[*]}" >&2
    exit 2
  fi
  begin=$SECONDS
  if output=$("gate_$gate" 2>&1); then
    printf '%-9s ok      %4d s  %s\n' "$gate" $((SECONDS - begin)) "$(tail -n 1 <<<"$output")"
  else
    failed+=("$gate")
    printf '%s\n' "$output"
    printf '%-9s FAILED  %4d s\n' "$gate" $((SECONDS - begin))
  fi
done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "check: ${#failed[@]} of ${#selected[@]} gates failed: ${failed[*]} (one alone: tools/check.sh ${failed[0]})"
  exit 1
fi
echo "check: all ${#selected[@]} gates passed"
