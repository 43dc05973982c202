"""Installations that are damaged, half there or hostile: the runtime ends in a status, the others race on."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from onnx_bytes import onnx_model
from support import Case, SOURCE, THOROUGH, environment, installed

EXAMPLE = (SOURCE / "docs" / "examples" / "adapter" / "relu.c").read_text()

# What an adapter does when it is opened, while the file FLAG is there; `once` takes it away: that is in the probe.
WHEN_OPENED = {
    "is killed by a signal": ("raise(SIGSEGV);", "crashed", "signal 11|Sanitizer: SEGV"),
    "needs an instruction that is not there": ("raise(SIGILL);", "crashed", "instructions that this one lacks"),
    "writes nonsense to its channel": ('if (write(3, "nonsense", 8)) {}', "crashed", "nonsense"),
    "writes a megabyte to its channel": ("static char much[1 << 20]; if (write(3, much, sizeof much)) {}", "crashed|right", ""),
    "closes its channel": ("close(3);", "crashed", "ended by itself"),
    "closes every file": ("for (int i = 0; i < 256; ++i) close(i);", "crashed", "ended by itself"),
    "starts children that stay": ("for (int i = 0; i < 3; ++i) if (fork() == 0) for (;;) pause();", "right", ""),
    "starts a daemon that stays": ("if (fork() == 0) { setsid(); if (fork() == 0) for (;;) pause(); _exit(0); }", "right", ""),
    "starts daemons of daemons": ("if (fork() == 0) { setsid(); if (fork() == 0) { setsid(); fork(); } for (;;) pause(); }", "right", ""),
}
IN_THE_PROBE = {
    "is killed by a signal": "raise(SIGSEGV);",
    "ends by itself": "_exit(0);",
    "writes nonsense to its channel": 'if (write(3, "nonsense", 8)) {}',
}
GIVEN = "if (capacity > 0) tensors[0] = context->output;"
# What it gives as its output.
OUTPUTS = {
    "of 2^40 bytes": ("tensors[0].size = (size_t)1 << 40;", "crashed|over-limit|out-of-memory", "output|memory"),
    "of rank 1000": ("tensors[0].rank = 1000;", "crashed", "rank"),
    "of rank -1": ("tensors[0].rank = -1;", "crashed", "rank"),
    "of negative extents": ("tensors[0].dims[0] = -1;", "wrong-result", "shape"),
    "without a name": ("tensors[0].name = NULL;", "crashed", "name"),
    "named with escapes": (r'tensors[0].name = "\x1b[2J\xff";', "right|wrong-result", ""),
    "of an unknown type": ("tensors[0].element_type = 77;", "wrong-result|crashed", ""),
    "that is nowhere": ("tensors[0].data = (void*)8;", "crashed", "signal 11|Sanitizer: SEGV"),
    "without data": ("tensors[0].data = NULL;", "crashed", "data"),
    "2^40 times": ("*count = (size_t)1 << 40;", "crashed", "outputs"),
    "never": ("*count = 0;", "wrong-result", "0"),
}


class Installations(Case):
    def setUp(self):
        super().setUp()
        self.runtimes = self.folder / "runtimes"
        self.flag = self.folder / "flag"
        self.environment = environment(BAKEOFF_RUNTIMES=str(self.runtimes))
        (self.folder / "model.onnx").write_bytes(onnx_model("Relu"))

    def compile(self, source, output, *more):
        subprocess.run(["cc", "-std=gnu11", "-O1", "-fPIC", "-shared", "-w", "-I", SOURCE / "include", "-o", output, "-x", "c", "-", *more],
                       input=source, text=True, check=True, cwd=self.folder)

    def add(self, source=EXAMPLE):
        head = "#include <signal.h>\n#include <unistd.h>\n"
        self.compile(head + source, "relu.so")
        self.bakeoff("runtimes", "add", "relu.so", env=self.environment)
        return self.runtimes / "relu" / "1.0"

    def checked(self, runtime="relu"):
        """The status and reason of `runtime`, beside a runtime that is right."""
        done = self.bakeoff("check", "model.onnx", "--runtimes", f"{runtime},fake", "--json", env=self.environment, code=(0, 4))
        by_name = {one["runtime"]: one for one in json.loads(done.stdout)["models"][0]["results"]}
        self.assertEqual(by_name["fake"]["status"], "right", "the others are not touched")
        bad = by_name[runtime]
        self.happened = f"exit {done.returncode}: {bad['status']}: {bad['reason']}"
        return bad["status"], bad["reason"] or ""

    def ends_in(self, status, says):
        ended, reason = self.checked()
        self.assertRegex(ended, f"^({status})$", reason)
        self.assertRegex(reason, f"(?s){says}")
        self.assert_no_process_left()

    def test_an_adapter_that_misbehaves_when_it_is_opened(self):
        for name, (action, status, says) in WHEN_OPENED.items():
            with self.fault(f"a runtime that {name}"):
                self.flag.unlink(missing_ok=True)
                self.add(EXAMPLE.replace("(void)library_dir;", f'if (access("{self.flag}", F_OK) == 0) {{ {action} }}'))
                self.flag.touch()
                self.ends_in(status, says)

    def test_an_adapter_that_misbehaves_in_the_probe_only(self):
        hang = {"hangs": "for (;;) pause();"} if THOROUGH else {}  # a minute is what a probe may take
        for name, action in {**IN_THE_PROBE, **hang}.items():
            with self.fault(f"a runtime that {name} in the probe", within=90):
                self.add(EXAMPLE.replace("(void)library_dir;", f'if (unlink("{self.flag}") == 0) {{ {action} }}'))
                self.flag.touch()
                self.ends_in("right", "")
                self.assertFalse(self.flag.exists())

    def test_outputs_that_cannot_be(self):
        for name, (action, status, says) in OUTPUTS.items():
            with self.fault(f"an output {name}"):
                self.add(EXAMPLE.replace(GIVEN, f"{GIVEN} if (capacity > 0) {{ {action} }}"))
                self.ends_in(status, says)

    def damage(self, name, change, status, says, runtime="relu"):
        with self.fault(f"{runtime}: {name}"):
            place = next((self.runtimes / runtime).iterdir())
            saved = self.folder / "saved"
            shutil.copytree(place, saved)
            change(place)
            try:
                ended, reason = self.checked(runtime)
                self.assertRegex(ended, f"^({status})$", reason)
                self.assertRegex(reason, f"(?s){says}")
            finally:
                shutil.rmtree(place, ignore_errors=True)
                saved.rename(place)

    def damages(self, runtime, library):
        """Each kind of damage to the installation of `runtime` with that library."""
        remedy = f"runtimes install {runtime}" if runtime != "relu" else "runtimes add"
        manifest = f"damaged: .*runtime.json.*{remedy}"

        def overwrite(content, name=library, padded=False):
            def change(place):
                size = (place / name).stat().st_size
                (place / name).write_bytes(content.ljust(size, b"\0") if padded else content)
            return change

        def resize(place):
            os.truncate(place / library, (place / library).stat().st_size // 2)

        self.compile("int nothing;", "empty.so")
        empty = (self.folder / "empty.so").read_bytes()
        for name, change, status, says in (
                ("its library is truncated", resize, "not-installed", f"damaged: .* instead of .*{remedy}"),
                ("its library is missing", lambda place: (place / library).unlink(), "not-installed", f"damaged: .* is missing.*{remedy}"),
                ("its library is noise", overwrite(b"\x7fELFnoise", padded=True), "crashed", "(?i)cannot.*(load|open)|ELF|invalid"),
                ("its library lacks a symbol", overwrite(empty, padded=True), "crashed|unsupported", "exports no|has no OrtGetApiBase"),
                ("no manifest", lambda place: (place / "runtime.json").unlink(), "not-installed", manifest),
                ("a manifest that is cut off", overwrite(b'{"schema": 1, "na', "runtime.json"), "not-installed", manifest),
                ("a manifest that is noise", overwrite(os.urandom(200), "runtime.json"), "not-installed", manifest),
                ("a manifest of something else", overwrite(b'{"schema": 1, "name": 7}', "runtime.json"), "not-installed", manifest),
                ("an empty folder", lambda place: (shutil.rmtree(place), place.mkdir()), "not-installed", manifest)):
            self.damage(name, change, status, says, runtime)

    def test_a_damaged_installation_of_a_third_party(self):
        place = self.add()
        self.damages("relu", next(place.glob("*.so")).name)
        with self.fault("relu: its library needs a symbol that nobody has"):
            self.compile(EXAMPLE.replace("(void)library_dir;", "extern int nowhere(void); nowhere();"), "needy.so")
            manifest = json.loads((place / "runtime.json").read_text())
            needy = (self.folder / "needy.so").read_bytes()
            next(place.glob("*.so")).write_bytes(needy)
            for entry in [*manifest["files"], manifest["library"]]:
                entry["size"] = len(needy)
            (place / "runtime.json").write_text(json.dumps(manifest))
            self.ends_in("crashed", "undefined symbol: nowhere")

    @unittest.skipUnless(installed("onnxruntime"), "onnxruntime is not installed")
    def test_a_damaged_installation_of_onnxruntime(self):
        source = pathlib.Path(environment()["BAKEOFF_RUNTIMES"]) / "onnxruntime"
        shutil.copytree(source, self.runtimes / "onnxruntime")
        library, = (self.runtimes / "onnxruntime").rglob("libonnxruntime.so*")
        place = next((self.runtimes / "onnxruntime").iterdir())
        self.damages("onnxruntime", str(library.relative_to(place)))


if __name__ == "__main__":
    unittest.main()
