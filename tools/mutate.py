#!/usr/bin/env python3
"""Plants small faults in src/judge, one at a time, and sees whether the tests notice.

    tools/mutate.py                      a sample of 150, seed 1
    tools/mutate.py --count 40 --seed 7  another sample
    tools/mutate.py --all                every fault it can plant
    tools/mutate.py --list               what it would plant, without building

Each fault is built into the judge's unit tests, which run with a time limit; one that lives on also meets the calibration
suite with the few seeds of a debug build. Caught: a test fails, it crashes or the time runs out. What does not compile
says nothing about the tests and is not counted. Faults that change nothing are listed with the reason in
tools/equivalent_mutants.txt and are not counted either. Ends with 1 when less than the share of --target is caught.

Everything happens in build/mutants, a copy of the sources; the working tree is not touched.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = SOURCE / "build" / "mutants"
COPY = SCRATCH / "source"
BUILD = SCRATCH / "build"
MUTATED = "src/judge"
# The readers of test vectors check the judge and decide nothing.
LEFT_OUT = {"src/judge/vectors.cpp", "src/judge/vectors.h", "src/judge/vectors_json.cpp", "src/judge/vectors_json.h"}
REVIEWED = SOURCE / "tools" / "equivalent_mutants.txt"
UNIT_SECONDS = 60
CALIBRATION_SECONDS = 120

# (pattern, replacements): each replacement of each match is one fault.
OPERATORS = [
    (r"(?<= )<=(?= )", ["<", ">="]),
    (r"(?<= )>=(?= )", [">", "<="]),
    (r"(?<= )<(?= )", ["<=", ">"]),
    (r"(?<= )>(?= )", [">=", "<"]),
    (r"(?<= )==(?= )", ["!="]),
    (r"(?<= )!=(?= )", ["=="]),
    (r"(?<= )&&(?= )", ["||"]),
    (r"(?<= )\|\|(?= )", ["&&"]),
    (r"(?<=[\w)\]] )\+(?= [\w(*-])", ["-"]),
    (r"(?<=[\w)\]] )-(?= [\w(*-])", ["+"]),
    (r"(?<=[\w)\]] )\*(?= [\w(*-])", ["/"]),
    (r"(?<=[\w)\]] )/(?= [\w(*-])", ["*"]),
    (r"(?<= )\+=(?= )", ["-="]),
    (r"\+\+(?=\w)", ["--"]),
    (r"--(?=\w)", ["++"]),
    (r"(?<=[(,=?:!] )-(?=[\w*])|(?<=\()-(?=[\w*])|(?<=return )-(?=\w)", [""]),
    (r"(?<=[(\s])!(?=[\w(])", [""]),
    (r"\bstd::min\b(?=\()", ["std::max"]),
    (r"\bstd::max\b(?=\()", ["std::min"]),
    (r"\bstd::any_of\b", ["std::all_of"]),
    (r"\bstd::all_of\b", ["std::any_of"]),
    (r"\bmin_element\b", ["max_element"]),
    (r"\bmax_element\b", ["min_element"]),
    (r"\btrue\b", ["false"]),
    (r"\bfalse\b", ["true"]),
    (r"\blog1p\b", ["expm1"]),
    (r"\bwins\b", ["losses"]),
    (r"\blosses\b", ["wins"]),
    (r"\blow\b", ["high"]),
    (r"\bhigh\b", ["low"]),
    (r"\bfaster\b", ["slower"]),
    (r"\bslower\b", ["faster"]),
    (r"\bfirst_round\b", ["last_round"]),
    (r"\bkWinner\b", ["kTie"]),
    (r"\bkTie\b", ["kUnresolved"]),
    (r"\bkVoid\b", ["kValid"]),
    (r"\bkCut\b", ["kComplete"]),
    (r"\bkLatency\b", ["kThroughput"]),
]
NUMBER = re.compile(r"(?<![\w.'\"])(\d[\d']*(?:\.\d+)?)(?![\w.'])")
STATEMENT = re.compile(r"^\s+[\w.\->\[\]:()*&, +]+(?:\([^;]*\)|\s[+-]?=\s[^;]*);\s*$")
EARLY_END = re.compile(r"^\s+if \(.*\) (?:return|continue|break)\b[^;]*;\s*$")


class Fault:
    def __init__(self, file, line, old, new, what):
        self.file, self.line, self.old, self.new, self.what = file, line, old, new, what

    def key(self):
        """Stays the same when lines are added elsewhere in the file."""
        return f"{self.file} | {self.old.strip()} | {self.new.strip()}"

    def __str__(self):
        return f"{self.file}:{self.line}: {self.what}\n    - {self.old.strip()}\n    + {self.new.strip() or '(nothing)'}"


def code_of(line):
    """The line with comment and the insides of strings blanked out, so that nothing in them is changed."""
    line = re.sub(r'"(?:\\.|[^"\\])*"', lambda m: '"' + " " * (len(m.group()) - 2) + '"', line)
    comment = line.find("//")
    return line if comment < 0 else line[:comment] + " " * (len(line) - comment)


def numbers(text):
    """A constant one too large, one too small (or 0), or for a fraction a tenth off."""
    plain = text.replace("'", "")
    if "." in plain:
        return [f"({text} * 1.1)"]
    value = int(plain)
    return [str(value + 1)] + ([str(value - 1)] if value > 0 else [])


def faults_of_line(file, number, line):
    code = code_of(line)
    found = []

    def replace(start, end, new, what):
        found.append(Fault(file, number, line, line[:start] + new + line[end:], what))

    for pattern, replacements in OPERATORS:
        for match in re.finditer(pattern, code):
            if match.group() in "<>" and re.search(r"template|operator|_cast<|std::\w+<", code):
                continue
            for new in replacements:
                replace(match.start(), match.end(), new, f"{match.group()} becomes {new or 'nothing'}")
    for match in NUMBER.finditer(code):
        for new in numbers(match.group()):
            replace(match.start(), match.end(), new, f"{match.group()} becomes {new}")
    for match in re.finditer(r"\((\w[\w.\[\]]*), (\w[\w.\[\]]*)\)", code):
        either_way = code[: match.start()].endswith(("std::max", "std::min"))
        if match.group(1) != match.group(2) and not either_way:
            replace(match.start(), match.end(), f"({match.group(2)}, {match.group(1)})", "arguments swapped")
    if EARLY_END.match(code):
        replace(0, len(line.rstrip("\n")), "", "early end dropped")
    elif STATEMENT.match(code) and not re.match(r"\s+(?:return|const|auto|static|using|std::\w+[<\s]|double|bool|\w+ \w+ =)", code):
        replace(0, len(line.rstrip("\n")), "", "statement dropped")
    return found


def all_faults():
    found = []
    for path in sorted((SOURCE / MUTATED).rglob("*.[ch]*")):
        file = str(path.relative_to(SOURCE))
        if path.suffix not in (".cpp", ".h") or file in LEFT_OUT:
            continue
        for number, line in enumerate(path.read_text().splitlines(keepends=True), 1):
            code = code_of(line).strip()
            declares = path.suffix == ".h" and not re.search(r"[{=]", code)
            if not code or code.startswith(("#", "assert", "namespace", "template", "static_assert")) or declares:
                continue
            found += faults_of_line(file, number, line)
    return found


def reviewed():
    if not REVIEWED.exists():
        return set()
    lines = [line.rstrip("\n") for line in REVIEWED.read_text().splitlines()]
    return {line for line in lines if line and not line.startswith("#")}


def command(*arguments, seconds=None):
    """Exit status of a command run quietly; None when the time ran out."""
    try:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=seconds, check=False, env={**os.environ, "RC_PARAMS": "seed=1"})
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout.decode(errors="replace")


def build(*targets):
    return command("ninja", "-C", str(BUILD), "-j1", *targets)


def check_sound():
    """Without any fault the tests must pass: before the first one, and again after the last."""
    built, output = build("test-judge", "calibration")
    if built != 0:
        sys.exit(output)
    for test, seconds in (("test-judge", UNIT_SECONDS), ("test-calibration", CALIBRATION_SECONDS)):
        passed, output = command(str(BUILD / "tests" / test), seconds=seconds)
        if passed != 0:
            sys.exit(f"{test} fails without any fault, so this run says nothing:\n{output}")


def prepare():
    files = subprocess.run(["git", "-C", str(SOURCE), "ls-files", "--cached", "--others", "--exclude-standard"],
                           capture_output=True, text=True, check=True).stdout.split("\n")
    shutil.rmtree(COPY, ignore_errors=True)
    for file in filter(None, files):
        if (SOURCE / file).is_file():
            (COPY / file).parent.mkdir(parents=True, exist_ok=True)
            # Not its time: older than an object of the last run, a changed file would not be compiled again.
            shutil.copyfile(SOURCE / file, COPY / file)
    # Asserts off, as in what people run, so that what a damaged file may do is tested; few seeds for speed.
    configured, output = command("cmake", "-S", str(COPY), "-B", str(BUILD), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                                 "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -DNDEBUG -DBAKEOFF_FEW_SEEDS", "-DBUILD_TESTING=ON")
    if configured != 0:
        sys.exit(output)
    check_sound()


def fate(fault):
    """caught, survived or uncompiled."""
    path = COPY / fault.file
    original = path.read_text()
    lines = original.splitlines(keepends=True)
    lines[fault.line - 1] = fault.new
    path.write_text("".join(lines))
    try:
        if build("test-judge")[0] != 0:
            return "uncompiled"
        if command(str(BUILD / "tests" / "test-judge"), "--gtest_fail_fast", "--gtest_brief=1", seconds=UNIT_SECONDS)[0] != 0:
            return "caught"
        if build("calibration")[0] != 0:
            return "uncompiled"
        passed = command(str(BUILD / "tests" / "test-calibration"), "--gtest_fail_fast", "--gtest_brief=1",
                         seconds=CALIBRATION_SECONDS)[0]
        return "survived" if passed == 0 else "caught"
    finally:
        path.write_text(original)


def main():
    parser = argparse.ArgumentParser(description="Plants small faults in src/judge and sees whether the tests notice.")
    parser.add_argument("--count", type=int, default=150, help="how many, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--all", action="store_true", help="every one instead")
    parser.add_argument("--file", default="", help="only in files whose path holds this")
    parser.add_argument("--list", action="store_true", help="print them and build nothing")
    parser.add_argument("--verbose", action="store_true", help="say how each one ended")
    parser.add_argument("--target", type=float, default=0.90, help="the share that must be caught")
    options = parser.parse_args()

    equivalent = reviewed()
    every = [fault for fault in all_faults() if options.file in fault.file]
    stale = equivalent - {fault.key() for fault in all_faults()}
    if stale:
        sys.exit("tools/equivalent_mutants.txt lists what can no longer be planted:\n" + "\n".join(sorted(stale)))
    faults = [fault for fault in every if fault.key() not in equivalent]
    if not options.all:
        faults = random.Random(options.seed).sample(faults, min(options.count, len(faults)))
    print(f"{len(every)} faults can be planted, {len(every) - len([f for f in every if f.key() not in equivalent])} of them "
          f"reviewed as equivalent; trying {len(faults)}", flush=True)
    if options.list:
        print("\n".join(map(str, faults)))
        return 0

    os.nice(15)
    prepare()
    begin = time.monotonic()
    fates = {"caught": 0, "survived": 0, "uncompiled": 0}
    for number, fault in enumerate(faults, 1):
        ended = fate(fault)
        fates[ended] += 1
        if ended == "survived" or options.verbose:
            print(f"[{number}/{len(faults)}] {ended.upper()} {fault}", flush=True)
        elif number % 10 == 0:
            print(f"[{number}/{len(faults)}] {time.monotonic() - begin:.0f} s", flush=True)
    check_sound()
    counted = fates["caught"] + fates["survived"]
    share = fates["caught"] / counted if counted else 1.0
    print(f"caught {fates['caught']} of {counted}: {100 * share:.1f} % (at least {100 * options.target:.0f} % wanted); "
          f"{fates['uncompiled']} did not compile")
    return 0 if share >= options.target else 1


if __name__ == "__main__":
    sys.exit(main())
