"""The module and the program, which CORPUS_TOOL names: `python -m unittest discover python/tests`."""

import atexit
import contextlib
import functools
import importlib.util
import io
import json
import os
import pathlib
import pickle
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import types
import unittest
import xml.etree.ElementTree
from unittest import mock

if importlib.util.find_spec("corpus_tool") is None:
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import corpus_tool as ct  # noqa: E402
from corpus_tool import _program  # noqa: E402

#: The folder that the module is in: the project's, or where pip has installed it.
MODULE = str(pathlib.Path(ct.__file__).resolve().parents[1])

CLASSES = ["dog", "cat", "bird", "fish", "newt", "yak"]
#: Names that a shell, a parser of options or SQL would take for something else.
ODD = ["-dog", "--top=1", "a b", "$(touch made)", "'; DROP TABLE class; --", "x=y", "--", "é\u2028", "@names", "*"]


def needs(package):
    return unittest.skipUnless(importlib.util.find_spec(package), f"needs {package}")


def told_before(folder):
    """What a person was told before belongs to the tests, and not to whoever runs them."""
    return mock.patch.dict(os.environ, {"XDG_STATE_HOME": str(folder / "state")})


@functools.lru_cache(maxsize=None)
def counted():
    """The corpus of the tests, and what was told when it was counted."""
    folder = pathlib.Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    db = folder / "corpus.sqlite"
    draw = random.Random(1)
    weights = [32, 16, 8, 4, 2, 0]
    captions = [
        " ".join(["a", *draw.choices(CLASSES, weights, k=draw.randint(0, 3)), "on the grass"]) for _ in range(400)
    ]
    (folder / "captions.txt").write_text("\n".join(captions) + "\n")
    (folder / "names.txt").write_text("\n".join(CLASSES) + "\n")
    accuracies = dict(zip(CLASSES, [0.9, 0.8, 0.7, 0.5, 0.3, 0.1]))
    (folder / "model.json").write_text(json.dumps(accuracies))
    told = io.StringIO()
    with contextlib.redirect_stderr(told), told_before(folder):
        summary = ct.index(db, folder / "names.txt", "small", folder / "captions.txt", rows=folder / "rows")
        ct.add_accuracy(db, "names", folder / "model.json", model="made")
    return types.SimpleNamespace(folder=folder, captions=captions, summary=summary, told=told)


class Corpus(unittest.TestCase):
    """A small corpus, which is counted once for all classes of tests: none of them changes it."""

    @classmethod
    def setUpClass(cls):
        made = counted()
        cls.folder, cls.captions, cls.summary, cls.told = made.folder, made.captions, made.summary, made.told
        cls.db = cls.folder / "corpus.sqlite"
        state = told_before(cls.folder)
        state.start()
        cls.addClassCleanup(state.stop)

    def setUp(self):
        self.stderr = io.StringIO()
        redirected = contextlib.redirect_stderr(self.stderr)
        redirected.__enter__()
        self.addCleanup(redirected.__exit__, None, None, None)

    def counted(self, name):
        """The captions that mention a class, and its mentions, by Python's own regular expressions."""
        found = [len(re.findall(rf"\b{name}\b", caption)) for caption in self.captions]
        return sum(count > 0 for count in found), sum(found)


class Results(Corpus):
    def test_index_gives_its_summary_and_passes_on_what_is_told(self):
        self.assertEqual(self.summary["shards"]["counted"], 1)
        self.assertEqual(self.summary["captions"]["caption"], 400)
        self.assertIn("6 classes with 6 terms", self.told.getvalue())
        again = ct.index(str(self.db), "names", "small", [self.folder / "captions.txt"], rows=self.folder / "rows")
        self.assertEqual(again["shards"], {"counted": 0, "known_content": 0, "unchanged": 1, "failed": 0})

    def test_frequencies_are_those_that_python_counts(self):
        rows = ct.frequencies(self.db, frame="dicts")
        self.assertEqual(sorted(row["class"] for row in rows), sorted(CLASSES))
        for row in rows:
            self.assertEqual((row["captions"], row["mentions"]), self.counted(row["class"]), row["class"])
        self.assertEqual([row["class"] for row in ct.frequencies(self.db, "cat", frame="dicts")], ["cat"])
        self.assertEqual(len(ct.frequencies(self.db, ("cat", "yak"), frame="dicts")), 2)
        self.assertEqual([row["class"] for row in ct.frequencies(self.db, absent=True, frame="dicts")], ["yak"])

    def test_points_and_correlations(self):
        points = {row["class"]: row for row in ct.points(self.db, frame="dicts")}
        self.assertEqual(points["bird"]["accuracy"], 0.7)
        self.assertEqual(points["bird"]["captions"], self.counted("bird")[0])
        row = ct.correlations(self.db, frame="dicts")[0]
        self.assertEqual((row["model"], row["n"], row["spearman"]), ("made", 6, 1))
        whole = ct.correlations(self.db, full=True, resamples=99)
        self.assertIn("made_from", whole)
        self.assertIsInstance(ct.correlations(self.db, curve=True), dict)

    @unittest.skipUnless(hasattr(statistics, "correlation"), "needs Python 3.10")
    def test_correlation_is_pythons_own(self):
        points = ct.points(self.db, frame="dicts")
        mine = ct.correlations(self.db, frame="dicts")[0]
        r = statistics.correlation([row["log10_captions_p1"] for row in points], [row["accuracy"] for row in points])
        self.assertAlmostEqual(mine["pearson_log10p1"], r, 12)

    def test_examples_are_captions(self):
        for row in ct.examples(self.db, "bird", n=5, seed=3, frame="dicts"):
            self.assertEqual(row["before"] + row["mention"] + row["after"], self.captions[row["record"] - 1])
        self.assertEqual(len(ct.examples(self.db, ["bird"], [self.folder / "captions.txt"], n=2, frame="dicts")), 2)

    def test_rows_are_every_caption_with_a_mention(self):
        rows = ct.rows(self.db, frame="dicts")
        self.assertEqual(len(rows), sum(self.counted(name)[0] for name in CLASSES))
        fish = [row["record"] for row in ct.rows(self.db, "fish", frame="dicts")]
        self.assertEqual(fish, [at for at, caption in enumerate(self.captions, 1) if "fish" in caption])

    def test_any_command(self):
        lines = ct.run("corpora", db=self.db, format="csv").decode().splitlines()
        self.assertIn("small", lines[1])
        self.assertEqual(ct.run("classes list", db=self.db, format="csv").decode().splitlines()[1].split(",")[0], "names")


    def test_the_version_is_the_programs(self):
        self.assertEqual(f"corpus-tool {ct.__version__}", ct.run("--version").decode().splitlines()[0])
        with self.assertRaisesRegex(AttributeError, "no attribute 'versions'"):
            ct.versions


class Tables(Corpus):
    def tables(self, frame):
        yield ct.frequencies(self.db, by="role", frame=frame)
        yield ct.points(self.db, frame=frame)
        yield ct.correlations(self.db, frame=frame)
        yield ct.examples(self.db, "cat", n=3, frame=frame)
        yield ct.rows(self.db, frame=frame)

    @functools.cached_property
    def dictionaries(self):
        cls = type(self)
        if "_dictionaries" not in vars(cls):
            cls._dictionaries = list(self.tables("dicts"))
        return cls._dictionaries

    def holds(self, frame, dictionaries):
        for table, rows in zip(self.tables(frame), self.dictionaries):
            self.assertEqual(dictionaries(table), rows)

    @needs("pyarrow")
    def test_pyarrow(self):
        import pyarrow

        self.holds("pyarrow", lambda table: table.to_pylist())
        empty = ct.frequencies(self.db, role="system", absent=True, classes="names", top=None, frame="pyarrow")
        self.assertEqual(empty.schema.field("captions").type, pyarrow.int64())

    @needs("polars")
    def test_polars(self):
        self.holds("polars", lambda table: table.to_dicts())

    @needs("pandas")
    def test_pandas(self):
        def dictionaries(table):
            return table.astype(object).where(table.notna(), None).to_dict("records")

        self.holds("pandas", dictionaries)
        with mock.patch("corpus_tool._tables._is_installed", lambda package: package == "pandas"):
            self.holds("pandas", dictionaries)

    def test_the_first_package_that_is_installed(self):
        for installed, kind in [
            ({"pandas", "polars"}, "pandas"), ({"polars", "pyarrow"}, "polars"), ({"pyarrow"}, "pyarrow"), ((), "dicts")
        ]:
            with mock.patch("corpus_tool._tables._is_installed", installed.__contains__):
                self.assertEqual(ct._tables._chosen(None), kind)

    def test_without_any_package(self):
        script = f"import sys; sys.path.insert(0, {MODULE!r}); import corpus_tool as ct, json\n"
        script += "print(json.dumps(ct.frequencies(sys.argv[1])), type(ct.plot(sys.argv[1])).__name__)\n"
        script += "try: ct.points(sys.argv[1], frame='pandas')\nexcept ImportError as error: print(error)"
        # No folder of packages, and nothing of the environment's for Python.
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-W", "error", "-c", script, self.db], capture_output=True, text=True, check=True
        )
        first, second = run.stdout.splitlines()
        rows, _, kind = first.rpartition(" ")
        self.assertEqual(json.loads(rows), ct.frequencies(self.db, frame="dicts"))
        self.assertEqual(kind, "Figure")
        self.assertEqual(second, "frame='pandas' needs the package pandas, which is not installed")

    def test_what_is_no_table(self):
        with self.assertRaisesRegex(ValueError, "not 'panda'"):
            ct.points(self.db, frame="panda")
        with self.assertRaisesRegex(TypeError, "no option 'output'"):
            ct.points(self.db, output="points.csv")


class Figures(Corpus):
    def test_svg(self):
        figure = ct.plot(self.db, label=["dog", "cat"])
        root = xml.etree.ElementTree.fromstring(figure.svg)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        bundle = figure._repr_mimebundle_()
        self.assertEqual(bundle, {"image/svg+xml": figure.svg, "text/plain": repr(figure)})
        self.assertEqual(self.stderr.getvalue(), "")

    def test_vega_lite(self):
        figure = ct.plot(self.db, "scatter", model="made")
        name = "application/vnd.vegalite.v5+json"
        specification = figure._repr_mimebundle_({name}, {"text/plain"})[name]
        self.assertEqual(specification, figure.vega_lite)
        self.assertTrue(specification["$schema"].endswith("/vega-lite/v5.json"))
        self.assertIn("newt", json.dumps(specification))

    @needs("altair")
    def test_altair(self):
        for kind in ["scatter", "binned", "forest"]:
            chart = ct.plot(self.db, kind).altair()
            self.assertIn("made", chart.to_json(validate=False))

    def test_files(self):
        figure = ct.plot(self.db, "bar", title="-o elsewhere.svg")
        saved = figure.save(self.folder / "bar.svg")
        self.assertEqual(saved.read_text(), figure.svg)
        self.assertIn("-o elsewhere.svg", figure.svg)
        narrow = figure.save(str(self.folder / "narrow.svg"), width=400)
        self.assertIn('width="400"', narrow.read_text())
        page = ct.report(self.db, self.folder / "report.html")
        self.assertIn("<html", page.read_text()[:200])

    def test_failures(self):
        with self.assertRaisesRegex(ct.CorpusToolError, "scater"):
            ct.plot(self.db, "scater")
        with self.assertRaises(ct.CorpusToolError):
            ct.plot(self.db).save(self.folder / "bar.docx")


class Failures(Corpus):
    def failure(self, *arguments, **options):
        with self.assertRaises(ct.CorpusToolError) as caught:
            ct.run(*arguments, **options)
        return caught.exception

    def test_the_sentence_and_the_status(self):
        missing = self.failure("query", db=self.folder / "none.sqlite")
        self.assertEqual(missing.status, 1)
        self.assertEqual(str(missing).split("none.sqlite")[1], ": no such database; `index` creates one, --db selects another")
        self.assertEqual(missing.command[1:], ["query", f"--db={self.folder}/none.sqlite"])
        self.assertIn(str(missing), self.stderr.getvalue())
        wrong = self.failure("query", db=self.db, tops=3)
        self.assertEqual((wrong.status, str(wrong)), (64, "Unknown option '--tops'. Did you mean '--top'?"))
        copy = pickle.loads(pickle.dumps(wrong))
        self.assertEqual((str(copy), copy.status, copy.command), (str(wrong), 64, wrong.command))

    def test_shards_that_fail_beside_others(self):
        (self.folder / "good.txt").write_text("a dog\n")
        bad = [self.folder / f"none{number}.txt" for number in range(12)]
        with self.assertRaises(ct.CorpusToolError) as caught:
            ct.index(shutil.copy(self.db, self.folder / "part.sqlite"), "names", "part", [self.folder / "good.txt", *bad])
        error = caught.exception
        self.assertEqual(error.status, 1)
        self.assertEqual(len(str(error).splitlines()), 11)
        self.assertIn("none0.txt: it cannot be opened: No such file or directory", str(error).splitlines()[0])
        self.assertEqual(str(error).splitlines()[-1], "and 2 more")
        self.assertEqual(json.loads(error.output)["shards"]["counted"], 1)

    def test_progress_is_passed_on_and_is_no_failure(self):
        many = self.folder / "many"
        many.mkdir()
        for at in range(110):
            (many / f"{at}.txt").write_text(f"a dog {at}\n")
        with self.assertRaises(ct.CorpusToolError) as caught:
            ct.index(self.folder / "many.sqlite", self.folder / "names.txt", "many", [many, self.folder / "none.txt"])
        self.assertRegex(self.stderr.getvalue(), r"\ncorpus-tool: .*captions .* 100/111 ")
        self.assertRegex(str(caught.exception), "^[^\n]*none.txt: it cannot be opened[^\n]*$")

    def test_a_signal(self):
        script = self.folder / "killed"
        script.write_text("#!/bin/sh\nkill -9 $$\n")
        script.chmod(0o755)
        with mock.patch.dict(os.environ, {"CORPUS_TOOL": str(script)}):
            killed = self.failure("query")
        self.assertEqual((killed.status, str(killed)), (-9, "the program was ended by signal 9"))

    def test_no_program(self):
        with mock.patch.dict(os.environ, {"CORPUS_TOOL": str(self.folder / "none")}):
            self.assertEqual(str(self.failure("query")), f"{self.folder}/none: it cannot be run: No such file or directory")
        with mock.patch.dict(os.environ, {"CORPUS_TOOL": "", "PATH": str(self.folder)}), mock.patch.object(
            _program.sysconfig, "get_path", lambda *names: str(self.folder)
        ), mock.patch.object(_program.sys, "executable", str(self.folder / "python")):
            self.assertEqual(self.failure("query").status, 127)
            beside = self.folder / "corpus-tool"
            beside.write_text("")
            beside.chmod(0o755)
            self.assertEqual(ct.program(), str(beside))


class Names(Corpus):
    def test_options(self):
        for options, line in [
            ({"matching": "word"}, ["--matching=word"]),
            ({"skip_bad_records": True, "follow": False, "stage": None}, ["--skip-bad-records"]),
            ({"keep": ["url", "a.b"], "n": 3}, ["--keep=url", "--keep=a.b", "-n=3"]),
            ({"weight": {"laion": 2, "cc=3m": 0.5}}, ["--weight=laion=2", "--weight=cc=3m=0.5"]),
            ({"db": pathlib.Path("-x y"), "rows": b"\xff", "corpus": "-a"}, ["--db=-x y", "--rows=\udcff", "--corpus=-a"]),
            ({"equivalence": True, "sampled": 0.01, "bins": ()}, ["--equivalence", "--sampled=0.01"]),
            ({"title": ""}, ["--title="]),
        ]:
            self.assertEqual(_program.flags(options), line)

    def test_odd_names_are_names(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        for at, name in enumerate(ODD):
            with self.subTest(name):
                pathlib.Path("odd.json").write_text(json.dumps([name + " mouse"]))
                # `@` begins a list of shards; a path that leads to the file is the file.
                shard = pathlib.Path(f"{name}.txt")
                path = f"./{shard}" if name.startswith("@") else shard
                shard.write_text(f"{name} mouse\nno\n{name} mouse\n")
                db = f"-{at}=$x y.sqlite"
                summary = ct.index(db, "odd.json", name, [path], stage=name)
                self.assertEqual(summary["corpus"], name)
                row = ct.frequencies(db, name + " mouse", corpus=name.replace("*", "[*]"), stage=name, frame="dicts")[0]
                self.assertEqual((row["class"], row["captions"]), (name + " mouse", 2))
        self.assertFalse(pathlib.Path("made").exists())


class Interrupts(Corpus):
    def interrupted(self, send, patience, *shards):
        """Starts Python on a run without end, sends a signal, and gives what it told."""
        script = f"import sys; sys.path.insert(0, {MODULE!r}); import corpus_tool as ct\n"
        script += f"ct._program._PATIENCE = {patience}\n"
        # Who runs the tests may block or ignore the signal, and what it starts would do so as well.
        script += "import signal; signal.pthread_sigmask(signal.SIG_SETMASK, []); signal.signal(2, signal.default_int_handler)\n"
        script += "try: ct.index(sys.argv[1], sys.argv[2], 'endless', sys.argv[3:], threads=1)\n"
        script += "except KeyboardInterrupt: print('KeyboardInterrupt')"
        db = self.folder / f"{send.__name__}.sqlite"
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", script, db, self.folder / "names.txt", *shards],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )
        self.addCleanup(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
        counted = "SELECT count(*) FROM shard_place WHERE path LIKE '%captions.txt'"
        limit = time.monotonic() + 60
        while not self.stored(db, counted):
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.05)
        with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
            children = file.read().split()
        self.assertEqual(len(children), 1)
        send(process.pid, signal.SIGINT)
        output, told = process.communicate(timeout=60)
        self.assertEqual((process.returncode, output), (0, "KeyboardInterrupt\n"), told)
        self.assertFalse(os.path.exists(f"/proc/{children[0]}"), "the program goes on")
        self.assertEqual(self.stored(db, counted), 1)
        return told

    def stored(self, db, question):
        import sqlite3

        try:
            with contextlib.closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
                return connection.execute(question).fetchone()[0]
        except sqlite3.OperationalError:
            return 0

    # The real program says once what it kept, unless a signal more has ended it before: no process is waited for as long
    # as a machine may be busy.

    def test_a_terminals_reaches_both(self):
        told = self.interrupted(os.killpg, 5, self.folder / "captions.txt", "pipe:yes a dog")
        self.assertLessEqual(told.count("interrupted; what was counted is kept"), 1, told)

    def test_one_for_python_alone_is_passed_on(self):
        told = self.interrupted(os.kill, 0.5, self.folder / "captions.txt", "pipe:sleep 20 >/dev/null 2>&1; yes a dog")
        self.assertLessEqual(told.count("interrupted; what was counted is kept"), 1, told)

    def test_the_program_gets_one_signal_and_is_heard_to_the_end(self):
        script = self.folder / "waits"
        script.write_text(
            "#!/bin/bash\ntrap 'echo a signal >&2; sleep 0.2; echo the last line >&2; exit 130' INT\n"
            f"touch {self.folder}/ready\nwhile :; do sleep 0.02; done\n"
        )
        script.chmod(0o755)
        for send, patience in [(os.killpg, 30), (os.kill, 1.2)]:
            python = f"import sys; sys.path.insert(0, {MODULE!r}); import corpus_tool as ct, signal\n"
            python += "signal.pthread_sigmask(signal.SIG_SETMASK, []); signal.signal(2, signal.default_int_handler)\n"
            python += f"ct._program._PATIENCE = {patience}\n"
            python += "try: ct.run('query')\nexcept KeyboardInterrupt: print('KeyboardInterrupt')"
            process = subprocess.Popen(
                [sys.executable, "-c", python], env={**os.environ, "CORPUS_TOOL": str(script)}, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            )
            self.addCleanup(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
            limit = time.monotonic() + 60
            while not (self.folder / "ready").exists():
                self.assertLess(time.monotonic(), limit)
                time.sleep(0.02)
            (self.folder / "ready").unlink()
            send(process.pid, signal.SIGINT)
            output, told = process.communicate(timeout=60)
            self.assertEqual(output, "KeyboardInterrupt\n", told)
            self.assertEqual(told, "a signal\nthe last line\n")


class Pages(Corpus):
    """What docs/ tells to type; not there where the module alone is."""

    docs = pathlib.Path(__file__).resolve().parents[2] / "docs"

    def test_python_md(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        pathlib.Path("names.txt").write_text("crane\ntench\ncat\nyak\n")
        pathlib.Path("captions.txt").write_text("a crane\na crane and a tench\na cat, a cat and a crane\na tench\n")
        labels = ["crane"] * 3 + ["tench"] * 2 + ["cat"] * 2 + ["yak"]
        predictions = ["crane"] * 3 + ["tench", "crane", "dog", "cat", "dog"]
        lines = [json.dumps({"label": label, "pred": word}) for label, word in zip(labels, predictions)]
        pathlib.Path("predictions.jsonl").write_text("\n".join(lines))
        names = {}
        page = (self.docs / "python.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        self.assertEqual(len(blocks), 3)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            for block in blocks:
                exec(block, names)
        self.assertIn("no corpus `lion`", printed.getvalue())
        self.assertEqual(ct.frequencies("corpus.sqlite", "crane", frame="dicts")[0]["captions"], 3)
        self.assertTrue(pathlib.Path("scatter.svg").exists() and pathlib.Path("report.html").exists())

    def test_python_md_names_every_function(self):
        page = (self.docs / "python.md").read_text(encoding="utf-8")
        for name in ct.__all__:
            self.assertIn(f"`{name}", page)

    @needs("nbclient")
    @needs("ipykernel")
    @unittest.skipIf("ASAN_OPTIONS" in os.environ, "the notebook runs with the program as users have it")
    def test_the_notebook(self):
        import nbclient
        import nbformat

        notebook = nbformat.read(self.docs / "notebook.ipynb", 4)
        self.assertFalse(any(cell.get("outputs") for cell in notebook.cells), "outputs are not kept in the project")
        folders = {"PYTHONPATH": MODULE, "TMPDIR": str(self.folder), "IPYTHONDIR": str(self.folder / "ipython")}
        with mock.patch.dict(os.environ, folders):
            nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        pictures = [output.data["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
        self.assertEqual(len(pictures), 1)
        xml.etree.ElementTree.fromstring(pictures[0])
        printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
        self.assertRegex(printed, r"Spearman's rho 0\.7\d .* over 100 classes, 5 of them never mentioned")
        self.assertIn("did you mean `bicycle`?", printed)


if __name__ == "__main__":
    unittest.main()
