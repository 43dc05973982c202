"""Goes through the list of faults in real processes and prints what bakeoff did about each: `make faults`.

The list is the tests named below, which ctest runs too, with fewer turns of the long loops. Ends with 1 if bakeoff did
not do with some fault what it should. Arguments are parts of names: only what has one of them in it is run.
"""

import importlib
import os
import random
import re
import shutil
import sys
import time
import unittest

THEMES = ("hostile_models", "hostile_names", "faults", "installations", "machines", "turns", "interruptions", "kills", "disks",
          "cache", "damaged_studies")


def words_of(test):
    """"test_no_wait_ends_at_once" as a person writes it."""
    return re.sub("^test_", "", test.id().rsplit(".", 1)[-1]).replace("_", " ")


class Table(unittest.TestResult):
    """A line for each fault, as soon as it is over."""

    def __init__(self):
        super().__init__()
        self.width = shutil.get_terminal_size((160, 24)).columns
        self.counts = {"ok": 0, "FAILED": 0, "not run": 0}

    def startTest(self, test):
        super().startTest(test)
        self.lines = 0
        self.begin = time.monotonic()

    def line(self, verdict, name, happened):
        seconds, self.begin = time.monotonic() - self.begin, time.monotonic()
        self.lines += 1
        self.counts[verdict] += 1
        happened = " ".join("".join(c if c.isprintable() else "?" for c in happened).split())
        print(f"{verdict:7} {seconds:6.1f} s  {name:58} {happened}"[: self.width], flush=True)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        name = " ".join(str(value) for value in subtest.params.values())
        self.line("FAILED" if err else "ok", name, test.happened)

    def addSuccess(self, test):
        super().addSuccess(test)
        if not self.lines:
            self.line("ok", words_of(test), test.happened)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.line("FAILED", words_of(test), getattr(test, "happened", ""))

    def addError(self, test, err):
        super().addError(test, err)
        self.line("FAILED", words_of(test), getattr(test, "happened", "") or str(err[1]))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        subtest = getattr(test, "params", None)
        self.line("not run", " ".join(map(str, subtest.values())) if subtest else words_of(test), reason)


def tests_in(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_in(test)
        else:
            yield test


def main(parts):
    seed = os.environ.setdefault("BAKEOFF_FAULTS_SEED", str(random.randrange(10**6)))
    os.environ["BAKEOFF_FAULTS"] = "all"  # before the tests are loaded: they read it once
    print(f"The dice of this run: BAKEOFF_FAULTS_SEED={seed}")
    table = Table()
    begin = time.monotonic()
    for theme in THEMES:
        module = importlib.import_module(f"test_{theme}")
        tests = [test for test in tests_in(unittest.defaultTestLoader.loadTestsFromModule(module))
                 if not parts or any(part in test.id() for part in parts)]
        if tests:
            print(f"\n{module.__doc__.splitlines()[0]}")
        unittest.TestSuite(tests).run(table)
    for test, traceback in table.failures + table.errors:
        print(f"\nFAILED: {test}\n{traceback}")
    print(f"\n{sum(table.counts.values())} faults in {time.monotonic() - begin:.0f} s:",
          ", ".join(f"{count} {verdict}" for verdict, count in table.counts.items()))
    return 1 if table.counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
