"""What the checks know about the tree: tracked files, their code without comments, what they include."""

import functools
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
# In this order: a comment sign inside a string is no comment, a quote inside a comment no string. A quote between
# digits is a digit separator.
_TOKEN = re.compile(
    r'R"(?P<delimiter>[^()\s\\]{0,16})\(.*?\)(?P=delimiter)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'"
    r'|//[^\n]*'
    r'|/\*.*?\*/',
    re.DOTALL,
)


@functools.lru_cache(maxsize=None)
def tracked():
    """All tracked files that exist, as paths relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    paths = [pathlib.PurePosixPath(name) for name in listed.decode().split("\0") if name]
    return [path for path in paths if (ROOT / path).is_file()]


def tracked_under(folders, suffixes):
    """Tracked files below one of `folders` whose suffix is one of `suffixes`."""
    return [path for path in tracked() if path.parts[0] in folders and path.suffix in suffixes]


def code_only(text):
    """C++ text with comments and the content of strings blanked, line breaks kept. #include lines are kept whole."""

    def blank(match):
        token = match.group(0)
        if token.startswith("/"):
            return "\n" * token.count("\n") or " "
        return '""' + "\n" * token.count("\n")

    return _TOKEN.sub(blank, text)


def includes(text):
    """(line number, '<' or '"', path) of each #include."""
    return [(text.count("\n", 0, match.start(1)) + 1, match.group(1), match.group(2)) for match in _INCLUDE.finditer(text)]


@functools.lru_cache(maxsize=None)
def _direct(path, root):
    found = []
    for _, _, name in includes((root / path).read_text(encoding="utf-8", errors="replace")):
        for base in (path.parent, pathlib.PurePosixPath("src"), pathlib.PurePosixPath("include"),
                     pathlib.PurePosixPath("adapters"), pathlib.PurePosixPath("tests")):
            if (root / base / name).is_file():
                found.append(pathlib.PurePosixPath(base / name))
                break
    return found


def closure(path, root=ROOT):
    """`path` and all project files that it includes, directly or not, sorted."""
    seen, waiting = set(), [path]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(_direct(current, root))
    return sorted(seen)
