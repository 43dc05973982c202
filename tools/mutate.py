#!/usr/bin/env python3
"""Plants small faults in src/judge, one at a time, and sees whether the tests notice.

    tools/mutate.py                      a sample of 150, seed 1
    tools/mutate.py --count 40 --seed 7  another sample
    tools/mutate.py --all                every fault it can plant
    tools/mutate.py --list               what it would plant, without building
    tools/mutate.py --minutes 20         as many of them as can be begun in that time
    tools/mutate.py --record             and writes the figures into HACKING.md

Each fault is built into the judge's unit tests, which may use so much CPU time and no more; one that lives on also meets
the calibration suite with the few seeds of a debug build. Caught: a test fails, it crashes or the time runs out. What does
not compile says nothing about the tests and is not counted. Faults that change nothing are listed with the reason in
tools/equivalent_mutants.txt and are not counted either. Ends with 1 when less than the share of --target is caught.

Everything happens in build/mutants, in copies of the sources; the working tree is not touched.
"""

import argparse
import concurrent.futures
import datetime
import os
import queue
import random
import re
import resource
import shutil
import subprocess
import sys
import time

import faults as planting

SOURCE = planting.SOURCE
SCRATCH = SOURCE / "build" / "mutants"
REVIEWED = SOURCE / "tools" / "equivalent_mutants.txt"
RECORD = SOURCE / "HACKING.md"
# Of the processor, so that a busy machine catches nothing: several times what the tests use.
UNIT_SECONDS = 15
CALIBRATION_SECONDS = 90
MOST_MEMORY = 4 << 30


def reviewed():
    """The keys of the faults that change nothing."""
    lines = [line.rstrip("\n") for line in REVIEWED.read_text().splitlines()]
    return {line for line in lines if line and not line.startswith("#")}


def command(*arguments, cpu_seconds=None):
    """Exit status of a command run quietly, and what it printed."""
    def confine():
        if cpu_seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, env={**os.environ, "RC_PARAMS": "seed=1"}, preexec_fn=confine)
    return done.returncode, done.stdout.decode(errors="replace")


class Bench:
    """A copy of the sources with its build, in which one fault at a time is tried."""

    def __init__(self, number):
        self.copy = SCRATCH / str(number) / "source"
        self.tests = SCRATCH / str(number) / "build" / "tests"

    def fill(self, files):
        shutil.rmtree(self.copy, ignore_errors=True)
        for file in files:
            (self.copy / file).parent.mkdir(parents=True, exist_ok=True)
            # Not its time: older than an object of the last run, a changed file would not be compiled again.
            shutil.copyfile(SOURCE / file, self.copy / file)

    def prepare(self):
        # Asserts off, as in what people run, so that what a damaged file may do is tested; few seeds for speed.
        configured, output = command(
            "cmake", "-S", str(self.copy), "-B", str(self.tests.parent), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
            "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -DNDEBUG -DBAKEOFF_FEW_SEEDS", "-DBUILD_TESTING=ON")
        if configured != 0:
            sys.exit(output)
        self.check_sound()

    def build(self, *targets, jobs=1):
        return command("ninja", "-C", str(self.tests.parent), f"-j{jobs}", *targets)

    def unit_tests(self):
        return command(str(self.tests / "test-judge"), "--gtest_fail_fast", "--gtest_brief=1", cpu_seconds=UNIT_SECONDS)

    def calibration(self):
        return command(str(self.tests / "test-calibration"), "--gtest_fail_fast", "--gtest_brief=1",
                       cpu_seconds=CALIBRATION_SECONDS)

    def check_sound(self):
        """Without any fault the tests must pass: before the first one, and again after the last."""
        built, output = self.build("test-judge", "calibration", jobs=os.cpu_count() or 1)
        if built != 0:
            sys.exit(output)
        for test in (self.unit_tests, self.calibration):
            passed, output = test()
            if passed != 0:
                sys.exit(f"{test.__name__} fail without any fault, so this run says nothing:\n{output}")

    def fate(self, fault):
        """caught, survived or uncompiled."""
        path = self.copy / fault.file
        original = path.read_text()
        lines = original.splitlines(keepends=True)
        lines[fault.line - 1] = fault.new
        path.write_text("".join(lines))
        try:
            if self.build("test-judge")[0] != 0:
                return "uncompiled"
            if self.unit_tests()[0] != 0:
                return "caught"
            if self.build("calibration")[0] != 0:
                return "uncompiled"
            return "survived" if self.calibration()[0] == 0 else "caught"
        finally:
            path.write_text(original)


def git(*arguments):
    return subprocess.run(["git", "-C", str(SOURCE), *arguments], capture_output=True, text=True, check=True).stdout.strip()


def try_all(faults, options):
    """How many ended in which way; prints the survivors as they come."""
    files = [file for file in git("ls-files", "--cached", "--others", "--exclude-standard").split("\n")
             if (SOURCE / file).is_file()]
    benches = [Bench(number) for number in range(1, options.jobs + 1)]
    free = queue.SimpleQueue()
    begin = time.monotonic()
    fates = {"caught": 0, "survived": 0, "uncompiled": 0, "not tried": 0}

    def fate(fault):
        if time.monotonic() - begin > 60 * options.minutes:
            return fault, "not tried"
        bench = free.get()
        try:
            return fault, bench.fate(fault)
        finally:
            free.put(bench)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for bench in benches:
            bench.fill(files)
        # One after the other: what the first compiles, ccache has for the others.
        for bench in benches:
            bench.prepare()
            free.put(bench)
        pending = [pool.submit(fate, fault) for fault in faults]
        for number, done in enumerate(concurrent.futures.as_completed(pending), 1):
            fault, ended = done.result()
            fates[ended] += 1
            if ended == "survived" or options.verbose:
                print(f"[{number}/{len(faults)}] {ended.upper()} {fault}", flush=True)
            elif number % 10 == 0:
                print(f"[{number}/{len(faults)}] {time.monotonic() - begin:.0f} s", flush=True)
        list(pool.map(Bench.check_sound, benches))
    return fates


def record(sentence):
    """Puts the sentence between the marks in HACKING.md."""
    text = RECORD.read_text()
    new, places = re.subn(r"(<!-- mutants -->\n).*?(<!-- /mutants -->)", lambda m: m[1] + sentence + "\n" + m[2], text,
                          flags=re.DOTALL)
    if places != 1:
        sys.exit(f"{RECORD.name} has no place for the figures: a line <!-- mutants --> and one <!-- /mutants -->")
    RECORD.write_text(new)


def main():
    parser = argparse.ArgumentParser(description="Plants small faults in src/judge and sees whether the tests notice.")
    parser.add_argument("--count", type=int, default=150, help="how many, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--all", action="store_true", help="every one instead")
    parser.add_argument("--file", default="", help="only in files whose path holds this")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin none after so many")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="faults tried at the same time")
    parser.add_argument("--list", action="store_true", help="print them and build nothing")
    parser.add_argument("--verbose", action="store_true", help="say how each one ended")
    parser.add_argument("--record", action="store_true", help="write the figures into HACKING.md")
    parser.add_argument("--target", type=float, default=0.90, help="the share that must be caught")
    options = parser.parse_args()

    equivalent = reviewed()
    plantable = planting.all_faults()
    stale = equivalent - {fault.key() for fault in plantable}
    if stale:
        sys.exit("tools/equivalent_mutants.txt lists what can no longer be planted:\n" + "\n".join(sorted(stale)))
    within = [fault for fault in plantable if options.file in fault.file]
    faults = [fault for fault in within if fault.key() not in equivalent]
    counted_out = len(within) - len(faults)
    if not options.all:
        faults = random.Random(options.seed).sample(faults, min(options.count, len(faults)))
    print(f"{len(within)} faults can be planted, {counted_out} of them reviewed as equivalent; trying {len(faults)}", flush=True)
    if options.list:
        print("\n".join(map(str, faults)))
        return 0

    os.nice(5)
    commit = git("describe", "--always", "--dirty=, changed")
    fates = try_all(faults, options)
    counted = fates["caught"] + fates["survived"]
    share = fates["caught"] / counted if counted else 1.0
    print(f"caught {fates['caught']} of {counted}: {100 * share:.1f} % (at least {100 * options.target:.0f} % wanted); "
          f"{fates['uncompiled']} did not compile, {fates['not tried']} were not tried")
    if options.record:
        drawn = "every fault" if options.all else f"seed {options.seed}"
        record(f"{datetime.date.today()}, commit {commit}, {drawn}: caught {fates['caught']} of {counted} "
               f"({100 * share:.1f} %); {counted_out} of {len(within)} plantable faults are reviewed as equivalent.")
    return 0 if share >= options.target else 1


if __name__ == "__main__":
    sys.exit(main())
