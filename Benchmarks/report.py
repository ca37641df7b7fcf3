"""Measures the statistics of many models: a report of 21 models and 4 corpora of 1,000 classes, and `correlate --full` of 20,000 classes.

usage: report.py CORPUS_TOOL FOLDER      (run.py calls `figures`)

Counts and accuracies are made by a rule, and a rank correlation of every database is computed again here.
"""
import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path


def spent(command, folder):
    """CPU seconds and seconds by the clock of a command, and what it printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, done.stdout.decode()


def numbers(seed):
    """Whole numbers below 2^31: Knuth's MMIX generator."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


def database(tool, folder, name, classes, models, corpora):
    """A database of zeros, ties and a long tail, and of accuracies of 50 images that rise with the first corpus."""
    random = numbers(classes)
    names = [f"class {i}" for i in range(classes)]
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{name}.sqlite{suffix}").unlink(missing_ok=True)
    (folder / "names.json").write_text(json.dumps(names))
    base = [tool, "classes", "add", "--db", f"{name}.sqlite", "things", "names.json"]
    spent(base, folder)
    first = None
    for corpus in range(corpora):
        counts = [0 if next(random) % 4 == 0 else 1 << (next(random) % 20) for _ in names]
        first = first or counts
        (folder / "counts.json").write_text(json.dumps(dict(zip(names, counts))))
        spent([tool, "frequency", "add", "--db", f"{name}.sqlite", "--classes", "things", "--corpus", f"c{corpus}", "counts.json"],
              folder)
    for model in range(models):
        right = [min(50, count.bit_length() + next(random) % 25) for count in first]
        rows = "class,correct,total\n" + "".join(f"{n},{r},50\n" for n, r in zip(names, right))
        (folder / "accuracy.csv").write_text(rows)
        spent([tool, "accuracy", "add", "--db", f"{name}.sqlite", "--classes", "things", "--model", f"m{model}", "accuracy.csv"],
              folder)
    return first, right


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    out, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            out[place] = (start + end + 1) / 2
        start = end
    return out


def rho(x, y):
    x, y = ranks(x), ranks(y)
    middle = (len(x) + 1) / 2
    x, y = [v - middle for v in x], [v - middle for v in y]
    return sum(a * b for a, b in zip(x, y)) / (sum(a * a for a in x) * sum(b * b for b in y)) ** 0.5


def check(tool, folder, name, counts, right, model):
    """The database's own answer for the first corpus and the last model is the rank correlation computed here."""
    text = spent([tool, "correlate", "--db", f"{name}.sqlite", "--corpus", "c0", "--model", model, "--format", "csv"], folder)[2]
    found = float(next(csv.DictReader(io.StringIO(text)))["spearman"])
    if abs(found - rho(counts, right)) > 1e-12:
        sys.exit(f"{name}: rho is {found}, not {rho(counts, right)}")


def figures(tool, folder, row, large=True):
    """Calls `row(figure, goal, value, digits)` for each figure; a value beyond its goal does not hold."""
    tool, folder = os.path.abspath(tool), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    counts, right = database(tool, folder, "many", 1_000, 21, 4)
    check(tool, folder, "many", counts, right, "m20")
    cpu, wall, _ = spent([tool, "report", "--db", "many.sqlite", "-o", "report.html", "--replace"], folder)
    row("`report` of 21 models × 4 corpora × 1,000 classes: CPU seconds", 4, cpu, 1)
    row("the same, megabytes of the page", 2, (folder / "report.html").stat().st_size / 1e6, 2)
    if not large:
        return
    counts, right = database(tool, folder, "long", 20_000, 3, 1)
    check(tool, folder, "long", counts, right, "m2")
    cpu, wall, _ = spent([tool, "correlate", "--full", "--db", "long.sqlite", "--format", "json"], folder)
    row("`correlate --full` of 3 models × 20,000 classes, seconds by the clock", 20, wall, 1)
    row("the same, CPU seconds", None, cpu, 1)


if __name__ == "__main__":
    figures(sys.argv[1], sys.argv[2], lambda *row: print(*row, sep="\t", flush=True))
