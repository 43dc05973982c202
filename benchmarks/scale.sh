#!/bin/sh
# Does bakeoff cope with a large study? benchmarks/scale.sh [BAKEOFF [BENCH-STUDY]]: makes a file of 1,000 cells with 5
# million samples and times what is told from it.
set -eu

bakeoff=$(realpath "${1:-build/release/bakeoff}")
maker=$(realpath "${2:-build/release/benchmarks/bench-study}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
cd "$folder"

"$maker" large.bakeoff
python3 - "$bakeoff" <<'PYTHON'
import os
import subprocess
import sys
import time

TARGET_SECONDS, TARGET_BYTES, TARGET_FILE = 10, 2**30, 60e6


def judged(good):
    return "ok" if good else "MISSED"


size = os.path.getsize("large.bakeoff")
print(f"study file of 1,000 cells: {size / 1e6:.1f} MB; target 60 MB: {judged(size < TARGET_FILE)}")
for name, arguments in {
    "report": ["report", "large.bakeoff", "-o", "large.html"],
    "export as JSON": ["export", "large.bakeoff", "-o", "large.json"],
    "export of every sample as CSV": ["export", "large.bakeoff", "--format", "csv", "--samples", "-o", "large.csv"],
}.items():
    begin = time.monotonic()
    process = subprocess.Popen([sys.argv[1], *arguments], stdout=subprocess.DEVNULL)
    _, status, use = os.wait4(process.pid, 0)
    wall, memory = time.monotonic() - begin, use.ru_maxrss * 1024
    if status:
        sys.exit(f"bakeoff {' '.join(arguments)}: status {status}")
    made = os.path.getsize(arguments[-1])
    good = wall < TARGET_SECONDS and memory < TARGET_BYTES
    print(f"{name}: {wall:.1f} s wall, {use.ru_utime + use.ru_stime:.1f} s CPU, {memory / 2**20:.0f} MiB, "
          f"{made / 1e6:.1f} MB; target 10 s, 1 GiB: {judged(good)}")
PYTHON
