#!/usr/bin/env python3
"""Holds the layers of docs and HACKING.md: who may include whom, and who may read clocks, do I/O or print.

    tools/layering.py [ROOT]        one line a violation, exit 1 if there is any
"""

import pathlib
import re
import sys

import sources

# Each may include only itself and what stands to its left.
PARTS = ["base", "record", "study", "model", "runtimes", "judge", "measure", "store", "report", "cli"]
WITHIN = {
    "model": ["onnx", "zoo", "reference", "lower", "prepare"],
    "measure": ["host", "worker", "conductor"],
}

ADAPTER_HEADER = "bakeoff/adapter.h"
ADAPTER_HEADER_USERS = {"measure", "cli"}
# What null and fake answer is known to the output check too, in one place.
SHARED_WITH_ADAPTERS = {"common/scripted_output.h": "measure"}

PURE = {"record", "study", "judge"}
IMPURE_HEADERS = {
    "fstream", "iostream", "filesystem", "cstdio", "stdio.h", "unistd.h", "fcntl.h", "thread", "mutex", "condition_variable",
    "future", "sys/stat.h", "sys/types.h", "sys/mman.h", "sys/wait.h", "ctime", "time.h",
}
IMPURE_CODE = [
    (re.compile(r"::now\s*\(|\bMonotonicClock\b|\bclock_gettime\b"), "reads a clock: take the time as an argument"),
    (re.compile(r"\brandom_device\b|\bsystem_seed\b|\bs?rand\s*\("), "draws from the system: take Dice as an argument"),
    (re.compile(r"\bgetenv\b"), "reads the environment: take the value as an argument"),
]

SPEAKS = {"report", "cli"}  # and the worker program, which is a process of its own
OUTPUT_HEADERS = {"iostream", "print", "fmt/ostream.h", "spdlog/spdlog.h"}
OUTPUT_CODE = [
    (re.compile(r"\bstd::(cout|cerr|clog)\b"), "prints"),
    (re.compile(r"(?<![\w])(?:std::)?(?:v?[fd]?printf|puts|fputs|putchar|perror)\s*\("), "prints"),
    (re.compile(r"\bfmt::print(ln)?\s*\("), "prints"),
]
EXIT = re.compile(r"(?<![\w.>])(?:std::)?(?:exit|quick_exit)\s*\(")
USING_NAMESPACE = re.compile(r"^\s*using\s+namespace\b", re.MULTILINE)


def _line(text, match):
    return text.count("\n", 0, match.start()) + 1


def _matches(code, rules):
    for pattern, complaint in rules:
        for match in pattern.finditer(code):
            yield _line(code, match), f"'{match.group(0).strip()}' {complaint}"


def _check_src_include(path, bracket, name):
    part = path.parts[1]
    if bracket == "<":
        if name == ADAPTER_HEADER:
            if part not in ADAPTER_HEADER_USERS:
                return f"only {' and '.join(sorted(ADAPTER_HEADER_USERS))} may include <{name}>"
        elif name.split("/")[0] == "bakeoff":
            return f"<{name}> is not the public header: that is <{ADAPTER_HEADER}>"
        return None
    if SHARED_WITH_ADAPTERS.get(name) == part:
        return None
    target = name.split("/")
    if len(target) < 2 or target[0] not in PARTS:
        return f'"{name}": write the path from src/ ("base/error.h"), and <...> for what is not ours'
    if PARTS.index(target[0]) > PARTS.index(part):
        return (f'{part} may not include "{name}": {target[0]} stands to its right in {" < ".join(PARTS)}; '
                "move the shared type left or turn the call around")
    order = WITHIN.get(part)
    if target[0] == part and order and len(path.parts) > 3 and len(target) > 2:
        if target[1] not in order or path.parts[2] not in order:
            return f"{part}/{target[1]} or {part}/{path.parts[2]} has no place in tools/layering.py: give it one"
        if order.index(target[1]) > order.index(path.parts[2]):
            return f'{part}/{path.parts[2]} may not include "{name}": the order is {" < ".join(order)}'
    return None


def _check_adapter_include(root, path, bracket, name):
    folder = path.parent
    if bracket == "<":
        first = name.split("/")[0]
        if first == "bakeoff" and name != ADAPTER_HEADER or first in PARTS:
            return f"an adapter includes only <{ADAPTER_HEADER}>, its own folder and adapters/common, not <{name}>"
        return None
    if ".." not in name and (root / folder / name).is_file():
        return None
    if name.split("/")[0] in ("common", path.parts[1]) and (root / "adapters" / name).is_file():
        return None
    return f'an adapter includes only <{ADAPTER_HEADER}>, its own folder and "common/...", not "{name}"'


def check_file(root, path):
    """(line, complaint) for each violation of one file."""
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    code = sources.code_only(text)
    found = []
    for line, bracket, name in sources.includes(text):
        if path.parts[0] == "adapters":
            complaint = _check_adapter_include(root, path, bracket, name)
        else:
            complaint = _check_src_include(path, bracket, name)
        if complaint:
            found.append((line, complaint))
    if path.suffix == ".h":
        found += [(_line(code, match), "no 'using namespace' in a header") for match in USING_NAMESPACE.finditer(code)]
    if path.parts[0] != "src":
        return found
    part = path.parts[1]
    headers = [(line, name) for line, bracket, name in sources.includes(text) if bracket == "<"]
    if part in PURE:
        found += [(line, f"{part} is pure (no I/O, no clock): <{name}> has no place here")
                  for line, name in headers if name in IMPURE_HEADERS]
        found += list(_matches(code, IMPURE_CODE))
    if part not in SPEAKS and path.parts[:3] != ("src", "measure", "worker"):
        remedy = "only cli and report speak; return a value or an Error"
        found += [(line, f"<{name}>: {remedy}") for line, name in headers if name in OUTPUT_HEADERS]
        found += [(line, f"{complaint}: {remedy}") for line, complaint in _matches(code, OUTPUT_CODE)]
    if path.name != "main.cpp":
        found += [(_line(code, match), "no exit outside main: return a Result") for match in EXIT.finditer(code)]
    return found


def check(root, paths):
    """'path:line: complaint' for each violation in `paths` (relative to `root`)."""
    lines = []
    for path in paths:
        if path.parts[0] == "src" and (len(path.parts) < 3 or path.parts[1] not in PARTS):
            lines.append(f"{path}:1: src/ has only the folders {', '.join(PARTS)}")
            continue
        lines += [f"{path}:{line}: {complaint}" for line, complaint in sorted(check_file(root, path))]
    return lines


def main():
    if len(sys.argv) > 1:
        root = pathlib.Path(sys.argv[1]).resolve()
        paths = [pathlib.PurePosixPath(path.relative_to(root)) for folder in ("src", "adapters")
                 for path in sorted((root / folder).rglob("*")) if path.suffix in (".h", ".cpp", ".c")]
    else:
        root = sources.ROOT
        paths = sources.tracked_under({"src", "adapters"}, {".h", ".cpp", ".c"})
    violations = check(root, paths)
    print("\n".join(violations) if violations else f"{len(paths)} files")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
