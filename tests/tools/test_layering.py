"""tools/layering.py against small trees with one planted fault each."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import layering  # noqa: E402
import sources  # noqa: E402


class Layering(unittest.TestCase):
    def complaints(self, path, text, others=()):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, content in [(path, text), *((other, "") for other in others)]:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(content)
            return layering.check(root, [pathlib.PurePosixPath(path)])

    def assert_fault(self, path, text, fragment, **more):
        found = self.complaints(path, text, **more)
        self.assertEqual(len(found), 1, found)
        self.assertIn(fragment, found[0])

    def assert_clean(self, path, text, **more):
        self.assertEqual(self.complaints(path, text, **more), [])

    def test_a_part_includes_itself_and_what_stands_to_its_left(self):
        for part in layering.PARTS:
            for other in layering.PARTS[:layering.PARTS.index(part) + 1]:
                self.assert_clean(f"src/{part}/a.cpp", f'#include "{other}/b.h"\n')

    def test_no_part_includes_what_stands_to_its_right(self):
        for part in layering.PARTS:
            for other in layering.PARTS[layering.PARTS.index(part) + 1:]:
                self.assert_fault(f"src/{part}/a.cpp", f'#include "{other}/b.h"\n', f"a.cpp:1: {part} may not include")

    def test_order_within_model_and_measure(self):
        self.assert_clean("src/model/zoo/a.cpp", '#include "model/onnx/graph.h"\n')
        self.assert_fault("src/model/onnx/a.cpp", '#include "model/zoo/b.h"\n', "the order is")
        self.assert_fault("src/model/zoo/a.cpp", '#include "model/prepare/b.h"\n', "the order is")
        self.assert_fault("src/measure/host/a.cpp", '#include "measure/conductor/b.h"\n', "the order is")
        self.assert_fault("src/model/new/a.cpp", '#include "model/onnx/b.h"\n', "has no place")

    def test_includes_are_written_from_src(self):
        self.assert_fault("src/base/a.cpp", '#include "error.h"\n', "write the path from src/")
        self.assert_fault("src/judge/a.cpp", '#include "../base/error.h"\n', "write the path from src/")

    def test_the_public_header_is_for_measure(self):
        self.assert_clean("src/measure/worker/a.cpp", "#include <bakeoff/adapter.h>\n")
        self.assert_fault("src/judge/a.cpp", "#include <bakeoff/adapter.h>\n", "only cli and measure")

    def test_adapters_include_their_own_folder_and_common(self):
        self.assert_clean("adapters/x/a.cpp", '#include <bakeoff/adapter.h>\n#include "own.h"\n#include "x/own.h"\n#include "common/c.h"\n',
                          others=["adapters/x/own.h", "adapters/common/c.h"])
        self.assert_fault("adapters/x/a.cpp", '#include "y/b.h"\n', "an adapter includes only", others=["adapters/y/b.h"])
        self.assert_fault("adapters/x/a.cpp", '#include "base/error.h"\n', "an adapter includes only")
        self.assert_fault("adapters/x/a.cpp", '#include <base/error.h>\n', "an adapter includes only")
        self.assert_fault("adapters/x/a.cpp", '#include "../y/b.h"\n', "an adapter includes only", others=["adapters/y/b.h"])

    def test_pure_parts_do_no_io_and_read_no_clock(self):
        for part in sorted(layering.PURE):
            for header in ["fstream", "filesystem", "unistd.h", "cstdio", "thread"]:
                self.assert_fault(f"src/{part}/a.cpp", f"#include <{header}>\n", "is pure")
            self.assert_fault(f"src/{part}/a.cpp", "auto t = std::chrono::steady_clock::now();\n", "reads a clock")
            self.assert_fault(f"src/{part}/a.cpp", "MonotonicClock clock;\n", "reads a clock")
            self.assert_fault(f"src/{part}/a.cpp", "auto s = system_seed();\n", "draws from the system")
            self.assert_clean(f"src/{part}/a.cpp", "#include <chrono>\nstd::chrono::nanoseconds now(clock.now());\n")

    def test_only_cli_and_report_speak(self):
        for call in ["std::cout << 1;", "printf(\"x\");", "std::fprintf(f, \"x\");", "fmt::print(\"x\");", "puts(\"x\");"]:
            self.assert_fault("src/store/a.cpp", call + "\n", "only cli and report speak")
            self.assert_clean("src/report/a.cpp", call + "\n")
            self.assert_clean("src/measure/worker/a.cpp", call + "\n")
        self.assert_clean("src/store/a.cpp", "snprintf(b, n, \"x\"); fmt::format(\"printf(\"); // printf(1)\n/* std::cout */\n")

    def test_exit_only_in_main(self):
        self.assert_fault("src/cli/a.cpp", "std::exit(1);\n", "no exit outside main")
        self.assert_clean("src/cli/main.cpp", "std::exit(1);\n")
        self.assert_clean("src/measure/conductor/a.cpp", "_exit(1); process.exit(); on_exit(1);\n")

    def test_no_using_namespace_in_headers(self):
        self.assert_fault("src/base/a.h", "using namespace std;\n", "using namespace")
        self.assert_clean("src/base/a.cpp", "using namespace std::literals;\n")

    def test_comments_and_strings_do_not_count(self):
        self.assertEqual(sources.code_only('a("// no", 1\'000); // b\n/* c\nd */e'), 'a("", 1\'000);  \n\ne')
        self.assertEqual(sources.code_only('R"(x " // y)" z'), '"" z')


if __name__ == "__main__":
    unittest.main()
