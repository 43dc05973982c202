"""The small faults that tools/mutate.py plants: which there are, and where in the judge."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parent.parent
MUTATED = "src/judge"
# The readers of test vectors check the judge and decide nothing.
LEFT_OUT = {"src/judge/vectors.cpp", "src/judge/vectors.h", "src/judge/vectors_json.cpp", "src/judge/vectors_json.h"}

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
        return f"{self.file} | {self.old.strip()} | {self.new.strip() or '(nothing)'}"

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
        return [f"({text} * 1.1)" if float(plain) else "0.1"]
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
        either_way = re.search(r"std::(?:max|min)(?:<[\w:]+>)?$", code[: match.start()])
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
