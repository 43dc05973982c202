#!/usr/bin/env python3
"""The checks that need a compiler, each file only when it or something it includes has changed.

    tools/compile_checks.py headers|tidy [--build DIR] [--jobs N] [--force] [FILE...]

headers  every header of src/, include/, adapters/ and tests/ compiles alone (C++20; the public one as C11 and C++14 too)
tidy     clang-tidy over the sources of src/ and adapters/ that the build in DIR (default build/release) compiles

A file that passed leaves a stamp in build/check/, named by the hash of all that could change the answer.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

import sources

STAMPS = sources.ROOT / "build" / "check"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
PUBLIC = "include/bakeoff/adapter.h"


@functools.lru_cache(maxsize=None)
def version_of(tool):
    return subprocess.run([tool, "--version"], check=True, capture_output=True, text=True).stdout


def stamp(kind, path, *keys):
    """The stamp of `path`: exists if it passed with these very contents, tool and options."""
    digest = hashlib.sha256()
    for key in keys:
        digest.update(key.encode() + b"\0")
    for part in sources.closure(path):
        digest.update(str(part).encode() + b"\0" + (sources.ROOT / part).read_bytes() + b"\0")
    return STAMPS / kind / digest.hexdigest()


def compile_commands(build):
    """Relative source -> compiler arguments, of the build's sources that are in the tree."""
    database = build / "compile_commands.json"
    if not database.is_file():
        sys.exit(f"{database} is missing: run 'make build' or 'cmake --preset release' first")
    commands = {}
    for entry in json.loads(database.read_text()):
        source = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if source.is_relative_to(sources.ROOT):
            arguments = entry.get("arguments") or shlex.split(entry["command"])
            commands[pathlib.PurePosixPath(source.relative_to(sources.ROOT))] = arguments
    return commands


def include_options(arguments):
    """-I and -D of a command line, -isystem as -I: whose headers they are makes no difference here."""
    options = []
    for argument, following in zip(arguments, [*arguments[1:], ""]):
        if argument.startswith(("-I", "-D")):
            options.append(argument)
        elif argument == "-isystem":
            options.append("-I" + following)
    return options


def header_jobs(commands):
    headers = sources.tracked_under({"src", "include", "adapters", "tests"}, {".h"})
    for header in headers:
        # The options of the sources beside it, else of those in the same part: its own includes decide.
        near = [source for source in commands if source.parent == header.parent]
        near = near or [source for source in commands if source.parts[:2] == header.parts[:2]]
        if header.parts[0] == "adapters" and header.parts[1] != "common" and not near:
            continue  # built where its runtime is installed, whose headers it needs: that build checks it
        roots = ["-Iinclude", "-Iadapters" if header.parts[0] == "adapters" else "-Isrc"]
        flags = list(dict.fromkeys([*roots, *(flag for source in near for flag in include_options(commands[source]))]))
        variants = [("c++", "c++20"), ("c++", "c++14"), ("c", "c11")] if str(header) == PUBLIC else [("c++", "c++20")]
        for language, standard in variants:
            compiler = "gcc" if language == "c" else "g++"
            # Warnings of libraries' headers do not count; those of ours do in the public header, others' in the build.
            extra = WARNINGS if str(header) == PUBLIC else ["-w"]
            command = [compiler, "-x", language, f"-std={standard}", "-fsyntax-only", *flags, *extra, "-"]
            text = f'#include "{header}"\n'
            yield header, command, text, stamp("headers", header, version_of(compiler), *command)


def tidy_jobs(commands, build):
    config = (sources.ROOT / ".clang-tidy").read_text()
    for source in sources.tracked_under({"src", "adapters"}, {".cpp", ".c"}):
        if source in commands:
            command = ["clang-tidy", "-p", str(build), "--quiet", "--extra-arg=-Wno-unknown-warning-option", str(source)]
            yield source, command, None, stamp("tidy", source, version_of("clang-tidy"), config, *commands[source][1:])


def run(job):
    path, command, text, passed = job
    started = time.monotonic()
    done = subprocess.run(command, cwd=sources.ROOT, input=text or "", capture_output=True, text=True, check=False)
    if done.returncode == 0:
        passed.parent.mkdir(parents=True, exist_ok=True)
        passed.write_text(str(path) + "\n")
    return path, done.returncode, done.stdout + done.stderr, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["headers", "tidy"])
    parser.add_argument("--build", type=pathlib.Path, default=sources.ROOT / "build" / "release")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--force", action="store_true", help="again, even what passed")
    parser.add_argument("--times", action="store_true", help="print how long each file took")
    parser.add_argument("files", nargs="*", help="only these")
    options = parser.parse_intermixed_args()

    commands = compile_commands(options.build)
    jobs = list(header_jobs(commands) if options.kind == "headers" else tidy_jobs(commands, options.build))
    if options.files:
        wanted = {pathlib.PurePosixPath(name) for name in options.files}
        jobs = [job for job in jobs if job[0] in wanted]
    fresh = [job for job in jobs if options.force or not job[3].exists()]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for path, status, output, seconds in pool.map(run, fresh):
            if options.times:
                print(f"{seconds:6.1f} s  {path}", file=sys.stderr)
            if status != 0:
                failed.append(path)
                print(f"{path}:\n{output.rstrip()}")
    if failed:
        print(f"{len(failed)} of {len(jobs)} files fail")
        return 1
    print(f"{len(jobs)} files, {len(fresh)} of them changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
