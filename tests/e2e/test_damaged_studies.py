"""Study files that are damaged or something else, given to whatever reads or goes on with them."""

import os
import random
import shutil
import sqlite3
import subprocess
import unittest

from support import Case, HASTY, MODEL, PROGRAM, SEED, THOROUGH, environment

APART = "fake:latency=1ms,fake:latency=3ms"


class DamagedStudies(Case):
    def setUp(self):
        super().setUp()
        self.bakeoff("run", MODEL, "--runtimes", APART, "--evidence", "round", "--budget", "30s", *HASTY, "-o", self.file)
        self.whole = self.file.read_bytes()

    def readers(self):
        return {"report": ["report", self.file, "-o", self.folder / "page.html"],
                "export": ["export", self.file, "--samples"],
                "figures": ["figures", self.file, "-o", self.folder / "figures"],
                "resume": ["run", "--resume", "-o", self.file, "--budget", "2s"],
                "overwrite": ["run", MODEL, "--runtimes", APART, "--overwrite", "-o", self.file, "--budget", "2s"]}

    def refused_by_all(self, kind, says, *, spared=()):
        for name, arguments in self.readers().items():
            if name in spared:
                continue
            with self.fault(f"{name}: {kind}"):
                (self.folder / "page.html").unlink(missing_ok=True)
                before = self.file.read_bytes() if self.file.is_file() else None
                done = self.bakeoff(*arguments, code=2)
                self.assertIn(self.file.name, done.stderr)
                self.assertRegex(done.stderr, says)
                if before is not None:
                    self.assertEqual(self.file.read_bytes(), before, "what is no study is not touched")
                self.assertFalse((self.folder / "page.html").exists())

    def change(self, *statements):
        self.file.write_bytes(self.whole)
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                database.execute(statement)
        database.close()

    def test_what_is_no_study_file(self):
        for kind, content, says in (("empty", b"", "empty|not a study"), ("text", b"precious notes\n" * 100, "not a study file"),
                                    ("noise", random.Random(SEED).randbytes(8192), "not a study file"),
                                    ("half of it", self.whole[:len(self.whole) // 2], "damaged|not a study"),
                                    ("only its begin", self.whole[:100], "damaged|not a study"),
                                    ("zeros after its begin", self.whole[:4096].ljust(len(self.whole), b"\0"), "damaged|not a study")):
            self.file.write_bytes(content)
            self.refused_by_all(kind, says)
        self.file.unlink()
        with sqlite3.connect(self.file) as database:
            database.execute("CREATE TABLE phone_numbers (name, number)")
        database.close()
        self.refused_by_all("another program's SQLite file", "not a study file")
        self.file.unlink()
        self.file.mkdir()
        self.refused_by_all("a folder", "folder")
        self.file.rmdir()
        os.mkfifo(self.file)
        self.refused_by_all("a pipe", "pipe")
        self.file.unlink()
        self.refused_by_all("not there", "not there|no such", spared=("overwrite",))

    def test_another_schema(self):
        for version in (0, 999, -1):
            self.change(f"PRAGMA user_version = {version}")
            self.refused_by_all(f"schema {version}", "newer bakeoff|damaged")
        self.change("DROP TABLE event")
        self.refused_by_all("a table is missing", "damaged")

    def test_what_its_rows_say(self):
        tables = {"event": "UPDATE event SET {} = x'ff00' WHERE rowid % 3 = 1", "cell": "UPDATE cell SET {} = 'nonsense'"}
        with sqlite3.connect(self.file) as database:
            # Without the key, which the schema itself keeps from being nonsense.
            columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")][1:] for table in tables}
        database.close()
        for table, statement in tables.items():
            for column in columns[table]:
                with self.fault(f"export: nonsense in {table}.{column}"):
                    self.change(statement.format(column))
                    self.bakeoff("export", self.file, "--samples", code=(0, 2))

    def test_bytes_replaced(self):
        turns, dice = (100 if THOROUGH else 5), random.Random(SEED)
        with self.fault(f"export, report: some bytes replaced, {turns} times (seed {SEED})", within=5 * turns + 60):
            for _ in range(turns):
                damaged = bytearray(self.whole)
                for _ in range(dice.randrange(1, 64)):
                    damaged[dice.randrange(len(damaged))] = dice.randrange(256)
                self.file.write_bytes(damaged)
                self.bakeoff("export", self.file, "--samples", code=(0, 2))
                self.bakeoff("report", self.file, "-o", self.folder / "page.html", code=(0, 2))

    def test_a_journal_that_is_noise(self):
        for kind, content in (("noise", random.Random(SEED).randbytes(4096)), ("empty", b""), ("of another file", self.whole[:8192])):
            shutil.copy(self.file, self.folder / "copy")
            (self.folder / "study.bakeoff-journal").write_bytes(content)
            with self.fault(f"export: a journal that is {kind}"):
                self.bakeoff("export", self.file, code=(0, 2))
            shutil.move(self.folder / "copy", self.file)

    def test_readers_that_go_away(self):
        for name, arguments in {"export": "--format csv --samples", "export as JSON": "--samples"}.items():
            with self.fault(f"{name} | head -1"):
                done = subprocess.run(f"'{PROGRAM}' export '{self.file}' {arguments} | head -1; exit ${{PIPESTATUS[0]}}", shell=True,
                                      executable="/bin/bash", capture_output=True, text=True, env=environment(), timeout=30, check=False)
                self.happened = f"exit {done.returncode}"
                self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
