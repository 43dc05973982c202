#!/bin/sh
# Does `bakeoff run` end within its budget? benchmarks/budget.sh [BAKEOFF]: runs the default race and a short one of
# rounds, both into a temporary folder with an empty cache. The budget counts from the first worker's start.
set -eu

bakeoff=$(realpath "${1:-build/release/bakeoff}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
export XDG_CACHE_HOME="$folder/cache"

# race NAME BUDGET ARGUMENT...
race() {
  name=$1
  budget=$2
  shift 2
  file="$folder/$name.bakeoff"
  begin=$(date +%s.%N)
  # Exit code 3 says that the race is unresolved: a result.
  code=0
  "$bakeoff" run resnet-50 --quiet --json --budget "${budget}s" "$@" -o "$file" >"$folder/result.json" || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit 1
  end=$(date +%s.%N)
  python3 - "$folder/result.json" "bakeoff run resnet-50 --budget ${budget}s $*" "$begin" "$end" "$budget" \
    "$(stat -c %s "$file")" <<'PYTHON'
import json
import sys

result, command, begin, end, budget, size = sys.argv[1:]
with open(result, encoding="utf-8") as file:
    cell = json.load(file)["cells"][0]
race = cell["elapsed_s"]
wall = float(end) - float(begin)
print(command)
print(f"  race {race:.2f} s; target within {budget} s: {'ok' if race <= float(budget) else 'MISSED'}")
print(f"  wall {wall:.2f} s, model and start included; {cell['verdict']}, stopped: {cell['stopped']}")
print(f"  study file {int(size) / 1000:.0f} kB, {int(size) / race / 1000:.1f} kB a second")
PYTHON
}

race processes 120
race rounds 40 --evidence round
