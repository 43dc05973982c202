"""Names that carry terminal escapes, HTML or bytes that are no text, in files, models, tensors and options."""

import csv
import io
import json
import os
import re
import unittest

from onnx_bytes import chain, graph, model, node, tensor, value
from support import Case, HASTY, installed

HOSTILE = {
    "terminal escapes": b"\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08",
    "HTML": b"<script>alert(1)</script>\"'&<!--",
    "not UTF-8": b"\xff\xfe\xc3(\xf0\x82\x82\xac",
    "turned writing": "\u202egnp.\u200b\u2066".encode(),
    "line breaks": b"a\nbakeoff: WINNER\nb",
    "two kilobytes": b"n" * 2048,
}
REAL = [runtime for runtime in ("onnxruntime", "openvino") if installed(runtime)]
APART = "fake:latency=1ms,fake:latency=3ms"


class HostileNames(Case):
    def assert_harmless(self, text):
        """Nothing that a terminal would obey, or that hides or reorders what is read."""
        self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
        self.assertNotRegex(text, "(?m)^bakeoff: WINNER")

    def outcome(self, *arguments, **options):
        done = self.bakeoff(*arguments, code=(0, 2, 3, 4), **options)
        self.assert_harmless(done.stdout + done.stderr)
        return done

    def put(self, content, name):
        path = os.path.join(os.fsencode(self.folder), name)
        with open(path, "wb") as file:
            file.write(content)
        return os.fsdecode(name)

    def test_in_the_name_of_the_file(self):
        for kind, name in HOSTILE.items():
            with self.fault(f"file named with {kind}", within=60):
                name = name.replace(b"/", b"")[:200] + b".onnx"
                file = self.put(chain(node("Relu", ["X"], ["Y"])), name)
                self.outcome("run", os.fsdecode(b"no" + name), "--runtimes", "null")
                done = self.outcome("run", file, "--runtimes", APART, "--evidence", "round", "--budget", "20s", *HASTY,
                                    "-o", self.file, "--overwrite")
                self.assertEqual(done.returncode, 0)
                self.assert_told()
                self.file.unlink()

    def assert_told(self):
        """Whatever is made of the study is well-formed and harmless."""
        json.loads(self.outcome("export", self.file, "--format", "json").stdout)
        self.assertEqual(len(list(csv.DictReader(io.StringIO(self.outcome("export", self.file, "--format", "csv").stdout)))), 2)
        page = self.folder / "page.html"
        self.outcome("report", self.file, "-o", page)
        text = page.read_text()
        self.assertNotIn("<script>alert", text)
        self.assert_harmless(re.sub(r"\t", " ", text))
        self.outcome("figures", self.file, "-o", self.folder / "figures")
        for figure in (self.folder / "figures").iterdir():
            self.assertNotIn("<script>alert", figure.read_text())

    def test_in_the_model(self):
        for kind, name in HOSTILE.items():
            content = model(graph([node("Add", [name, name + b"w"], [name + b"Y"], name=name)], [value(name, [1, 4])],
                                  [value(name + b"Y", [1, 4])], [tensor(name + b"w", [4], b"\0" * 16)], name=name))
            with self.fault(f"tensors named with {kind}", within=60):
                self.outcome("check", self.put(content, b"m.onnx"), "--runtimes", ",".join(["fake", *REAL]), timeout=60)
            with self.fault(f"an operator named with {kind}", within=60):
                content = chain(node(name, ["X"], ["Y"], name=name))
                self.outcome("check", self.put(content, b"m.onnx"), "--runtimes", ",".join(["fake", *REAL]), timeout=60)
            with self.fault(f"a missing tensor named with {kind}"):
                self.outcome("check", self.put(chain(node("Add", ["X", name], ["Y"])), b"m.onnx"), "--runtimes", "fake")

    def test_in_options(self):
        for kind, name in HOSTILE.items():
            name = os.fsdecode(name)
            with self.fault(f"options with {kind}"):
                for arguments in (["run", "m", "--runtimes", name], ["run", name, "--runtimes", "null"], [name], ["run", "--" + name],
                                  ["export", name], ["report", name, "-o", name], ["runtimes", "install", name],
                                  ["run", "squeezenet-1.1", "--runtimes", "fake:" + name + "=1"],
                                  ["run", "squeezenet-1.1", "--runtimes", "null", "--shape", name]):
                    self.outcome(*arguments)


if __name__ == "__main__":
    unittest.main()
