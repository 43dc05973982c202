#!/usr/bin/env python3
"""What a tracked file may not be: too long, too big, unfinished, tied to one machine, or forgotten by CMake.

    tools/hygiene.py length|text|sources      one line a violation, exit 1 if there is any
"""

import re
import sys

import sources

MOST_LINES = 300
MOST_LINES_OF_TESTS = 500  # a test is a list of cases: near to a table
MOST_BYTES = 1_000_000
CODE = {".h", ".c", ".cpp", ".py", ".sh", ".cmake"}

# Longer than MOST_LINES because they are tables, each with its reason.
TABLES = {
    "include/bakeoff/adapter.h": "the whole public interface in one header",
}

# Words are put together here so that this file does not accuse itself.
UNFINISHED = re.compile(rb"\b(" + b"|".join([b"TO" + b"DO", b"FIX" + b"ME", b"X" + b"XX"]) + rb")\b")
MACHINE_PATH = re.compile(rb"(?<![\w.}\-])/(?:work|home|root)/[\w.\-]")
INDEX = re.compile(rb"https?://[^\s\"'<>)]*(?:/simple\b|pypi\.|pythonhosted\.)[^\s\"'<>)]*")
TRAILING = re.compile(rb"[ \t\r]+$", re.MULTILINE)


def is_binary(data):
    return b"\0" in data[:8192]


def length():
    for path in sources.tracked():
        if path.suffix not in CODE and path.name != "CMakeLists.txt" or str(path) in TABLES:
            continue
        lines = (sources.ROOT / path).read_bytes().count(b"\n")
        most = MOST_LINES_OF_TESTS if path.parts[0] == "tests" else MOST_LINES
        if lines > most:
            yield (f"{path}: {lines} lines, more than {most}: split it by concept "
                   "(a pure table may be listed in tools/hygiene.py, with its reason)")


def text():
    rules = [
        (UNFINISHED, False, "finish it, or open an issue and remove the mark"),
        (MACHINE_PATH, True, "a path of one machine: make it relative, or use $HOME or a temporary folder"),
        (INDEX, True, "an address of a package index: leave the choice to the user's pip configuration"),
        (TRAILING, False, "white space at the end of the line: remove it"),
    ]
    for path in sources.tracked():
        data = (sources.ROOT / path).read_bytes()
        if len(data) > MOST_BYTES:
            yield f"{path}: {len(data)} bytes, more than {MOST_BYTES}: make it when it is needed, or keep it outside git"
        binary = is_binary(data)
        for pattern, in_binary, remedy in rules:
            for match in pattern.finditer(data) if in_binary or not binary else ():
                shown = match.group(0).strip().decode(errors="replace")
                yield f"{path}:{data.count(10, 0, match.start()) + 1}: {shown!r}: {remedy}"
        if path.suffix in CODE | {".md"} and data and not data.endswith(b"\n"):
            yield f"{path}: no line break at its end: add one"


def names(lists, source):
    """Whether a CMakeLists.txt names `source`; a variable in a name (of a foreach) stands for one word."""
    listed = re.findall(r"[\w./${}-]+\.(?:cpp|c)(?!\w)", lists.read_text())
    patterns = [re.sub(r"\\\$\\\{\w+\\\}", r"[\\w.-]+", re.escape(entry)) for entry in listed]
    return any(re.fullmatch(pattern, source) for pattern in patterns)


def listed_sources():
    """Every source must be named in a CMakeLists.txt of its folder or one above; else it is never built."""
    for path in sources.tracked_under({"src", "adapters", "tests", "benchmarks"}, {".cpp", ".c"}):
        lists = [(sources.ROOT / folder / "CMakeLists.txt", str(path.relative_to(folder))) for folder in path.parents]
        if not any(file.is_file() and names(file, name) for file, name in lists):
            yield f"{path}: no CMakeLists.txt names it, so it is not built: add it to {path.parent}/CMakeLists.txt"


def main():
    gates = {"length": length, "text": text, "sources": listed_sources}
    if len(sys.argv) != 2 or sys.argv[1] not in gates:
        sys.exit(__doc__)
    violations = list(gates[sys.argv[1]]())
    print("\n".join(violations) if violations else f"{len(sources.tracked())} files")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
