"""ONNX files that are damaged, absurd or hostile end in a clear error or a status, whatever they declare."""

import os
import random
import unittest

from onnx_bytes import FLOAT, INT64, chain, field, graph, graph_attribute, model, node, tensor, value, varint
from support import Case, MODEL, SEED, THOROUGH, installed

REAL = [runtime for runtime in ("onnxruntime", "openvino") if installed(runtime)]
RELU = node("Relu", ["X"], ["Y"])
HUGE = 1 << 40
VAST = 1 << 62


def int64s(*numbers):
    return b"".join((number & (1 << 64) - 1).to_bytes(8, "little") for number in numbers)


def shaped_by(operator, *numbers, before=("X",), **more):
    """Y = operator(X, numbers), where the numbers are a constant of the file."""
    return chain(node(operator, [*before, "n"], ["Y"]), initializers=[tensor("n", [len(numbers)], int64s(*numbers), INT64)], **more)


def nested(depth):
    """`If` in the branch of `If` in the branch of ..."""
    leaf = graph([node("Identity", ["X"], ["z"])], outputs=[value("z", [1, 4])])
    inner = leaf
    for level in range(depth):
        branches = graph_attribute("then_branch", inner), graph_attribute("else_branch", leaf)
        output = "Y" if level == depth - 1 else "z"
        inner = graph([node("If", ["c"], [output], *branches)], outputs=[value(output, [1, 4])])
    return chain(node("If", ["c"], ["Y"], *branches), initializers=[tensor("c", [1], b"\1", 9)])


def nested_types(depth):
    kind = field(1, field(1, FLOAT))
    for _ in range(depth):
        kind = field(4, field(1, kind))  # a sequence of
    return model(graph([RELU], [field(1, "X") + field(2, kind)], [value("Y", [1, 4])]))


def external(location, **more):
    entries = [field(1, key) + field(2, text) for key, text in {"location": location, **more}.items()]
    weight = field(1, 4) + field(2, FLOAT) + field(8, "w") + b"".join(field(13, entry) for entry in entries) + field(14, 1)
    return chain(node("Add", ["X", "w"], ["Y"]), initializers=[weight])


# What must be refused (exit 2), and the word that says why.
REFUSED = {
    "empty": (b"", "empty|no graph|graph"),
    "a single byte": (b"\x08", "damaged|truncated|end"),
    "text": (b"this is not a model, but a line of text\n" * 100, "protobuf|ONNX|damaged"),
    "no graph": (field(1, 7) + field(8, field(1, "") + field(2, 12)), "graph"),
    "a cycle": (chain(node("Add", ["X", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["Y"])), "cycl"),
    "a node that feeds itself": (chain(node("Add", ["X", "a"], ["a"]), node("Relu", ["a"], ["Y"])), "cycl"),
    "a value made twice": (chain(RELU, node("Tanh", ["X"], ["Y"])), "Y"),
    "an output that nobody makes": (chain(node("Relu", ["X"], ["z"])), "Y"),
    "missing weights: nobody gives them": (chain(node("Add", ["X", "w"], ["Y"])), "w"),
    "missing weights: no data": (chain(node("Add", ["X", "w"], ["Y"]), initializers=[tensor("w", [4])]), "w"),
    "missing weights: half the data": (chain(node("Add", ["X", "w"], ["Y"]), initializers=[tensor("w", [4], b"\0" * 8)]), "w"),
    "weights that declare 2^40 elements": (chain(RELU, initializers=[tensor("w", [HUGE], b"\0" * 8)]), "w"),
    "weights whose size overflows": (chain(RELU, initializers=[tensor("w", [VAST, 8], b"\0" * 8)]), "w"),
    "weights of a negative size": (chain(RELU, initializers=[tensor("w", [-4], b"")]), "w"),
    "weights of an unknown type": (chain(RELU, initializers=[tensor("w", [4], b"\0" * 16, 99)]), "w"),
    "an input of 2^40 elements": (chain(RELU, dims=(1, HUGE)), "X|memory"),
    "an input whose size overflows": (chain(RELU, dims=(1, VAST, 8)), "X|large|overflow"),
    "an input of a negative size": (chain(RELU, dims=(1, -4)), "X"),
    "a field that declares 2^60 bytes": (varint(7 << 3 | 2) + varint(1 << 60) + b"\0" * 64, "damaged|truncated|end|length"),
    "operator set 0": (chain(RELU, opset=0), "operator set|opset"),
    "types nested 20,000 deep": (nested_types(20_000), "X|deep"),
    "weights elsewhere: /etc/passwd": (external("/etc/passwd"), "folder"),
    "weights elsewhere: ../..": (external("../../../../etc/passwd"), "folder"),
    "weights elsewhere: a link that leads out": (external("link"), "folder"),
    "weights elsewhere: a device": (external("zero"), "missing|folder|zero"),
    "weights elsewhere: a pipe": (external("pipe"), "missing|pipe"),
    "weights elsewhere: not there": (external("absent"), "missing"),
    "weights elsewhere: too short": (external("short"), "bytes"),
    "weights elsewhere: past the end": (external("short", offset=str(VAST)), "bytes|offset"),
    "weights elsewhere: a negative place": (external("short", offset="-8"), "offset"),
}

# What may be run by who can: any status, but in time and without taking bakeoff along.
ENDURED = {
    "an unknown operator": chain(node("Nonsense", ["X"], ["Y"])),
    "an operator of nobody's domain": chain(node("Relu", ["X"], ["Y"], domain="com.example.nowhere")),
    "an attribute that is missing": chain(node("Conv", ["X", "X"], ["Y"])),
    "a constant of 2^40 elements": shaped_by("ConstantOfShape", HUGE, before=()),
    "a constant whose size overflows": shaped_by("ConstantOfShape", VAST, 8, before=()),
    "a constant of a negative size": shaped_by("ConstantOfShape", -8, before=()),
    "an intermediate of 2^40 elements": shaped_by("Expand", HUGE, 4, output=(HUGE, 4)),
    "a reshape that does not fit": shaped_by("Reshape", 3, 3),
    "tiles without end": shaped_by("Tile", VAST, VAST),
    "operator set 1000": chain(RELU, opset=1000),
    "a chain of 20,000 nodes": chain(*(node("Relu", [f"v{i}" if i else "X"], [f"v{i + 1}" if i < 19_999 else "Y"])
                                       for i in range(20_000))),
    "subgraphs nested 15 deep": nested(15),
    "subgraphs nested 2,000 deep": nested(2_000),
}

# OpenVINO compiles a long chain for minutes, which `check` gives a runtime.
SLOW = {"a chain of 20,000 nodes"}


class HostileModels(Case):
    def put(self, content, name="model.onnx"):
        (self.folder / name).write_bytes(content)
        return name

    def check(self, name, runtimes="fake", **options):
        return self.bakeoff("check", name, "--runtimes", runtimes, timeout=60, **options)

    def test_refused(self):
        (self.folder / "short").write_bytes(b"\0" * 8)
        (self.folder / "link").symlink_to("/etc/passwd")
        (self.folder / "zero").symlink_to("/dev/zero")
        os.mkfifo(self.folder / "pipe")
        for name, (content, says) in REFUSED.items():
            with self.fault(name):
                done = self.check(self.put(content), code=2)
                self.assertIn("model.onnx", done.stderr)
                self.assertRegex(done.stderr, f"(?i){says}")

    def test_files_that_are_no_files(self):
        os.mkfifo(self.folder / "pipe.onnx")
        (self.folder / "folder.onnx").mkdir()
        (self.folder / "zero.onnx").symlink_to("/dev/zero")
        (self.folder / "loop.onnx").symlink_to("loop.onnx")
        with open(self.folder / "sparse.onnx", "wb") as file:
            file.truncate(3 << 30)
        for name in ("pipe", "folder", "zero", "loop", "sparse", "absent"):
            with self.fault(f"the file itself: {name}"):
                self.assertIn(f"{name}.onnx", self.check(f"{name}.onnx", code=2).stderr)

    def test_endured(self):
        for name, content in ENDURED.items():
            with self.fault(name, within=60):
                able = REAL if name not in SLOW else [runtime for runtime in REAL if runtime != "openvino"]
                self.check(self.put(content), ",".join(["fake", *able]), code=(0, 2, 4))

    @unittest.skipUnless(REAL, "neither onnxruntime nor openvino is installed")
    def test_weights_that_are_no_numbers(self):
        for name, bits in (("NaN", b"\0\0\xc0\x7f"), ("infinite", b"\0\0\x80\x7f")):
            with self.fault(f"weights that are {name}"):
                content = chain(node("Mul", ["X", "w"], ["Y"]), initializers=[tensor("w", [4], bits * 4)])
                done = self.check(self.put(content), ",".join(REAL))
                self.assertIn("NaN or infinite", done.stdout)

    def test_random_damage(self):
        """Cut short or with some bytes replaced: any answer, but no crash, no internal error."""
        self.bakeoff("models", "make", MODEL, "-o", self.folder / "whole.onnx")
        whole = (self.folder / "whole.onnx").read_bytes()
        dice = random.Random(SEED)
        turns = 60 if THOROUGH else 4
        with self.fault(f"random bytes, {turns} files", within=5 * turns + 60):
            for _ in range(turns):
                self.check(self.put(dice.randbytes(dice.randrange(1, 4096))), code=2)
        with self.fault(f"truncated at {turns} places", within=5 * turns + 60):
            for _ in range(turns):
                self.check(self.put(whole[:dice.randrange(len(whole))]), code=2)
        small = chain(*(node("Relu", [f"v{i}" if i else "X"], [f"v{i + 1}" if i < 9 else "Y"]) for i in range(10)))
        with self.fault(f"bytes replaced in {turns} files", within=5 * turns + 60):
            for _ in range(turns):
                damaged = bytearray(small)
                for _ in range(dice.randrange(1, 4)):
                    damaged[dice.randrange(len(damaged))] = dice.randrange(256)
                self.check(self.put(bytes(damaged)), code=(0, 2, 4))


if __name__ == "__main__":
    unittest.main()
