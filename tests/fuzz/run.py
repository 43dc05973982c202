#!/usr/bin/env python3
"""Runs the fuzz targets, each for so much CPU time at the lowest priority, and says what came of it.

    tests/fuzz/run.py [--seconds 600] [TARGET...]

Seeds are made anew from the ONNX project's test data (Debian: libonnx-testdata), docs/example.bakeoff and a few lines of
this script; what the targets find interesting is kept in build/fuzz/corpus for the next time. An input that breaks one is
kept in build/fuzz/found; run the target on it to see why. Ends with 1 if there was any.
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = SOURCE / "build" / "fuzz"
TESTDATA = pathlib.Path("/usr/share/libonnx-testdata/data")
EXAMPLE = SOURCE / "docs" / "example.bakeoff"
MOST_SEED_BYTES = 8192

sys.path.insert(0, str(SOURCE / "tests" / "e2e"))
from onnx_bytes import field, onnx_model  # noqa: E402


def small_files(pattern):
    return [path.read_bytes() for path in sorted(TESTDATA.rglob(pattern)) if path.stat().st_size <= MOST_SEED_BYTES]


def external_model():
    """Y = Add(X, W), W in the file that the target keeps."""
    entries = b"".join(field(13, field(1, key) + field(2, value))
                       for key, value in (("location", "weights"), ("offset", "64"), ("length", "16")))
    tensor = field(1, 1) + field(1, 4) + field(2, 1) + field(8, "W") + entries + field(14, 1)
    shape = b"".join(field(1, field(1, extent)) for extent in (1, 4))
    kind = field(1, field(1, 1) + field(2, shape))
    node = field(1, "X") + field(1, "W") + field(2, "Y") + field(4, "Add")
    graph = (field(1, node) + field(2, "g") + field(5, tensor) + field(11, field(1, "X") + field(2, kind)) +
             field(12, field(1, "Y") + field(2, kind)))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def onnx_seeds():
    return small_files("*.onnx") + [external_model()] + [onnx_model(operator) for operator in ("Relu", "Softmax", "Shape")]


def npy(header, data):
    text = header.encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


def tensor_seeds():
    arrays = [npy(f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}\n", bytes(32))
              for kind, shape in (("<f4", "(2, 4)"), ("|u1", "(32,)"), ("<i8", "(4, 1)"), (">f8", "(4,)")) for order in (True, False)]
    return arrays + small_files("*.pb")


def leb128(data):
    numbers, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number, shift = 0, 0
    return numbers


def example_events():
    with sqlite3.connect(f"file:{EXAMPLE}?mode=ro", uri=True) as file:
        return file.execute("SELECT kind, round, candidate, detail, durations FROM event ORDER BY seq").fetchall()


def study_seeds():
    """The first byte says which reader: of events, of durations, of files."""
    events = example_events()
    texts = [b"\0" + f"{kind}\n{detail}".encode() for kind, _, _, detail, _ in events if detail]
    return texts + [b"\1" + durations for *_, durations in events if durations] + [b"\2" + EXAMPLE.read_bytes()]


def report_seeds():
    def line(kind, number, candidate, detail, durations):
        told = " ".join(map(str, leb128(durations))) if durations else detail
        return "\t".join("" if each is None else str(each) for each in (kind, number, candidate, told))

    lines = [line(*event) for event in example_events()]
    return ["\n".join(lines[:count]).encode() for count in (2, 6, 20, 60, len(lines))]


TARGETS = {"fuzz-onnx-reader": onnx_seeds, "fuzz-tensor-files": tensor_seeds, "fuzz-study-file": study_seeds,
           "fuzz-report-page": report_seeds}


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(name, seconds):
    """Whether nothing was found."""
    seeds, corpus, found = BUILD / "seeds" / name, BUILD / "corpus" / name, BUILD / "found"
    for folder in (seeds, corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name]()):
        (seeds / str(number)).write_bytes(seed)
    log = BUILD / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["nice", "-n", "19", str(BUILD / "tests" / name), "-print_final_stats=1", "-timeout=300", "-rss_limit_mb=4096",
             f"-artifact_prefix={found}/{name}-", str(corpus), str(seeds)], stdout=output, stderr=output)
        used = 0.0
        while process.poll() is None:
            used = max(used, cpu_seconds(process.pid))
            if used >= seconds:
                process.send_signal(signal.SIGUSR1)  # libFuzzer ends in order
            time.sleep(1)
    # libFuzzer ends without destructors, so the scratch folder (scratch.h) is left.
    for above in ("/dev/shm", tempfile.gettempdir()):
        shutil.rmtree(f"{above}/bakeoff-fuzz-{process.pid}", ignore_errors=True)
    text = log.read_text(errors="replace")
    coverage = re.findall(r"cov: (\d+)", text) or ["?"]
    runs = re.findall(r"number_of_executed_units: (\d+)", text) or ["?"]
    kept = re.findall(r"Test unit written to (\S+)", text)
    print(f"{name}: {used:.0f} s of CPU time, {runs[-1]} runs, {coverage[-1]} edges covered, found "
          f"{', '.join(kept) if kept else 'nothing' if process.returncode == 0 else f'exit code {process.returncode}'}"
          f" (log: {log})", flush=True)
    return process.returncode == 0


def main():
    parser = argparse.ArgumentParser(description="Runs the fuzz targets, each for so much CPU time.")
    parser.add_argument("--seconds", type=int, default=600, help="of CPU time for each target")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"default: {' '.join(TARGETS)}")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are: {' '.join(TARGETS)}")
    results = [run(name, options.seconds) for name in options.targets or TARGETS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
