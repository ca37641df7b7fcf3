"""Measures a database of many shards: 50,000 of them with 1,000 classes each, made by copying one shard's counts.

usage: scale.py CORPUS_TOOL FOLDER [--shards N]      (run.py calls `figures`)

Every answer is checked: a class's captions are those of the one shard times the number of shards, and a rank correlation
is the one shard's. The peer adds up the shards' own rows in SQLite, which is what the kept totals save.
"""
import argparse
import csv
import io
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

CLASSES = 1000


def cpu(command, folder):
    """CPU milliseconds of a command, from its start to its end, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stderr.decode()}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds * 1000, done.stdout.decode()


def one_shard(tool, folder, name, terms):
    """A database of one shard in which every class is mentioned, by all its terms, the first ones most often."""
    names = {f"class {i}": [f"other {k} {i}" for k in range(1, terms)] for i in range(CLASSES)}
    (folder / f"{name}.json").write_text(json.dumps(names))
    rows = []
    for i, (first, others) in enumerate(names.items()):
        rows += [first] * max(1, 3000 // (i + 1)) + others + ([f"{first} and {first}"] if i % 10 == 0 else [])
    (folder / f"{name}.txt").write_text("\n".join(rows) + "\n")
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{name}.sqlite{suffix}").unlink(missing_ok=True)
    cpu([tool, "index", "--db", f"{name}.sqlite", "--classes", f"{name}.json", "--corpus", "laion", f"{name}.txt"], folder)
    accuracies = "class,accuracy\n" + "".join(f"class {i},{(i * 37 % 101) / 101}\n" for i in range(CLASSES))
    (folder / "accuracy.csv").write_text(accuracies)
    cpu([tool, "accuracy", "add", "--db", f"{name}.sqlite", "--classes", name, "--model", "m", "accuracy.csv"], folder)


def copied(folder, name, shards):
    """The same database with many copies of its shard; returns bytes of file for each row that was added."""
    (folder / f"many-{name}.sqlite").unlink(missing_ok=True)
    path = folder / f"many-{name}.sqlite"
    db = sqlite3.connect(folder / f"{name}.sqlite")
    db.execute("VACUUM INTO ?", [str(path)])
    db.close()
    before = path.stat().st_size
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(f"""
      PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -200000;
      BEGIN;
      CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {shards - 1})
        SELECT i FROM n;
      INSERT INTO shard SELECT 1 + i, corpus, rule_set, CAST(printf('%016d', i) AS BLOB), digest_kind, name, size, reading_rule,
        records, captions_caption, captions_human, captions_assistant, captions_system, captions_other, text_bytes,
        excluded_records, skipped_records, tool_version FROM n CROSS JOIN shard WHERE id = 1 ORDER BY i;
      INSERT INTO shard_place SELECT corpus, rule_set, printf('/data/laion/part/shard-%05d.parquet', i), 1 + i, size, modified
        FROM n CROSS JOIN shard_place WHERE shard = 1 ORDER BY i;
      INSERT INTO shard_class SELECT 1 + i, role, class, captions, repeats, terms
        FROM n CROSS JOIN shard_class WHERE shard = 1 ORDER BY i, role, class;
      UPDATE corpus_total SET shards = {shards}, records = {shards} * records, text_bytes = {shards} * text_bytes;
      UPDATE corpus_role SET captions = {shards} * captions;
      UPDATE corpus_class SET mentions = {shards} * mentions, captions = {shards} * captions;
      UPDATE corpus_term SET mentions = {shards} * mentions, captions = {shards} * captions;
      COMMIT;""")
    rows = db.execute("SELECT count(*) FROM shard_class").fetchone()[0]
    if rows != shards * CLASSES:
        sys.exit(f"{path}: {rows} rows, not {shards * CLASSES}")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    return (path.stat().st_size - before) / (rows - CLASSES)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def figures(tool, folder, row, shards=50_000, rounds=5):
    """Calls `row(figure, goal, value, digits)` for each figure; a value beyond its goal does not hold."""
    tool, folder = os.path.abspath(tool), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    what = f"{shards:,} shards × {CLASSES:,} classes"
    one_shard(tool, folder, "one", 1)
    start = time.monotonic()
    row(f"{what}: bytes of file a row, one term a class", 20, copied(folder, "one", shards), 1)
    print(f"(made in {time.monotonic() - start:.0f} s)", flush=True)
    one_shard(tool, folder, "three", 3)
    row("the same with three terms a class, all found", 40, copied(folder, "three", max(shards // 10, 2)), 1)
    (folder / "many-three.sqlite").unlink()

    def asked(command, database):
        return cpu([tool, *command, "--db", database, "--format", "csv"], folder)

    small, _ = zip(*(asked(["query"], "one.sqlite") for _ in range(rounds)))
    single = {r["class"]: int(r["captions"]) for r in table(asked(["query"], "one.sqlite")[1])}
    times, texts = zip(*(asked(["query"], "many-one.sqlite") for _ in range(rounds)))
    answer = {r["class"]: int(r["captions"]) for r in table(texts[0])}
    if answer != {name: shards * count for name, count in single.items()} or len(answer) != CLASSES:
        sys.exit("query: not the one shard's counts times the shards")
    row(f"{what}: `query`, CPU ms from start to end", 100, statistics.median(times), 0)
    row("the same of one shard", None, statistics.median(small), 0)
    times, texts = zip(*(asked(["correlate"], "many-one.sqlite") for _ in range(rounds)))
    if table(texts[0])[0]["spearman"] != table(asked(["correlate"], "one.sqlite")[1])[0]["spearman"]:
        sys.exit("correlate: not the one shard's rank correlation")
    row(f"{what}: `correlate`, CPU ms from start to end", 100, statistics.median(times), 0)

    db = sqlite3.connect(f"file:{folder}/many-one.sqlite?mode=ro", uri=True)
    begun = time.process_time()
    peer = dict(db.execute("SELECT name, c FROM class JOIN (SELECT class, SUM(captions) c FROM shard_class GROUP BY class)"
                           " ON class = id"))
    if peer != answer:
        sys.exit("the peer's answer is another")
    row("the peer: the shards' rows added up in SQLite, CPU ms", None, (time.process_time() - begun) * 1000, 0)
    db.close()

    times = []
    for i in range(rounds):
        (folder / "new.txt").write_text((folder / "one.txt").read_text() + f"and {time.time_ns()}\n")
        times.append(cpu([tool, "index", "--db", "many-one.sqlite", "--classes", "one", "--corpus", "laion", "new.txt"], folder)[0])
    text = asked(["query", "class 0"], "many-one.sqlite")[1]
    if int(table(text)[0]["captions"]) != (shards + 1) * single["class 0"]:
        sys.exit("index: the shard that replaces itself is not counted once")
    row(f"{what}: `index` of one more shard, CPU ms from start to end", 50, statistics.median(times), 0)
    (folder / "many-one.sqlite").unlink()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("tool")
    arguments.add_argument("folder")
    arguments.add_argument("--shards", type=int, default=50_000)
    a = arguments.parse_args()
    figures(a.tool, a.folder, lambda figure, goal, value, digits: print(
        f"{figure} | {'report' if goal is None else f'≤ {goal}'} | {value:.{digits}f}", flush=True), a.shards)
