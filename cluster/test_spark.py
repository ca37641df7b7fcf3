#!/usr/bin/env python3
"""Runs spark_scan.py on real Spark, with an executor killed and with speculation; the merged counts equal a local index.

usage: test_spark.py BINARY            (with the Python that has PySpark; make test-cluster)
"""
import glob
import gzip
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark

here = Path(__file__).resolve().parent
binary = os.path.abspath(sys.argv[1])
spark_home = Path(pyspark.__file__).parent
work = Path(tempfile.mkdtemp(prefix="corpus-tool-cluster-"))
environment = os.environ | {
    "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "SPARK_HOME": str(spark_home),
    "PATH": "/usr/bin:/bin", "SPARK_NO_DAEMONIZE": "1"}
ok = 0


def check(holds, what):
    global ok
    if not holds:
        sys.exit(f"test-cluster: not so: {what}")
    ok += 1


def tool(*arguments, status=0):
    done = subprocess.run([binary, *map(str, arguments)], cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == status, f"{arguments[0]} ends with {status}: {done.stderr.decode(errors='replace')[-800:]}")
    return done.stdout.decode(), done.stderr.decode(errors="replace")


def make_shards(count):
    """Shards of several layouts, one with a name that is no UTF-8, one that holds another's captions again, one bad."""
    rng = random.Random(1)
    words = ["tench", "a", "Tinca tinca", "red", "shark", "hammerhead shark", "crane", "the", "lake", "doctor fish"]
    (work / "names.json").write_text(json.dumps(
        {"tench": ["Tinca tinca", "doctor fish"], "shark": [], "hammerhead shark": [], "crane": []}))
    folder = work / "shards"
    folder.mkdir()
    for i in range(count):
        rows = [" ".join(rng.choice(words) for _ in range(8)) for _ in range(rng.randrange(2000, 6000))]
        if i % 3 == 0:
            data, name = "".join(json.dumps({"caption": r}) + "\n" for r in rows), f"{i:05d}.jsonl.gz"
            (folder / name).write_bytes(gzip.compress(data.encode(), 1))
        elif i % 3 == 1:
            (folder / f"a shard {i:05d}.tsv").write_text("caption\turl\n" + "".join(f"{r}\thttp://x/{k}\n" for k, r in enumerate(rows)))
        else:
            (folder / f"{i:05d}.json").write_text(json.dumps([
                {"conversations": [{"from": "human", "value": r}, {"from": "gpt", "value": "a crane"}]} for r in rows]))
    (folder / "00000.txt").write_text("the captions of 00000.jsonl.gz again: a crane\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.jsonl")).write_text('{"caption": "a crane"}\n')
    (folder / "bad.jsonl").write_text('{"caption": "a crane"\n')
    names = sorted(os.fsencode(p) for p in folder.iterdir())
    (work / "shards.txt").write_bytes(b"".join(n + b"\n" for n in names))
    return len(names)


def counts(database):
    db = sqlite3.connect(work / database)
    queries = [
        "SELECT hex(s.digest), k.role, c.class_index, k.captions, k.repeats, k.terms FROM shard_class k JOIN shard s"
        " ON s.id = k.shard JOIN class c ON c.id = k.class",
        "SELECT path, hex(digest), p.size FROM shard_place p JOIN shard s ON s.id = p.shard",
        "SELECT name, error FROM failed_shard",
        "SELECT shards, records, text_bytes, excluded_records, skipped_records FROM corpus_total",
        "SELECT role, class_index, mentions, captions FROM corpus_class t JOIN class c ON c.id = t.class",
        "SELECT role, class_index, position, mentions, captions FROM corpus_term t JOIN class c ON c.id = t.class"]
    return [sorted(map(repr, db.execute(query))) for query in queries]


def lines_of(output):
    return [json.loads(line) for part in glob.glob(f"{output}/part-*") for line in open(part, encoding="utf-8")]


def events(folder):
    return [json.loads(line) for path in glob.glob(f"{folder}/**/*", recursive=True) if os.path.isfile(path)
            for line in open(path, encoding="utf-8") if line.startswith("{")]


def submit(master, output, *options, extra=(), conf=()):
    logs = work / f"events-{output}"
    logs.mkdir()
    command = [str(spark_home / "bin/spark-submit"), "--master", master, "--files", binary]
    for entry in ("spark.eventLog.enabled=true", f"spark.eventLog.dir=file://{logs}", "spark.ui.enabled=false",
                  "spark.eventLog.compress=false", *conf):
        command += ["--conf", entry]
    command += [str(here / "spark_scan.py"), "--classes", "names.json", "--shards", "shards.txt", "--output", output,
                "--tool", os.path.basename(binary), "--local-tool", binary, *options, "--", "--threads", "1", *extra]
    log = open(work / f"{output}.log", "w+")
    return subprocess.Popen(command, cwd=work, env=environment, stdout=log, stderr=log, start_new_session=True), log, logs


def text(log):
    return Path(log.name).read_text(errors="replace")


def done_shards(log):
    found = [line for line in text(log).splitlines() if line.startswith("spark_scan: ") and " shards, " in line]
    return int(found[-1].split()[1]) if found else 0


def children(root):
    """The processes that descend from one, from /proc alone."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            stat = open(path).read()
        except OSError:
            continue
        parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(stat.split()[0]))
    found, todo = [], [root]
    while todo:
        below = parents.get(todo.pop(), [])
        found += below
        todo += below
    return found


def executors(root):
    def command(pid):
        try:
            return open(f"/proc/{pid}/cmdline").read()
        except OSError:
            return ""
    return [pid for pid in children(root) if "CoarseGrainedExecutorBackend" in command(pid) and "java" in command(pid)]


def finish(run, log, output, seconds=400):
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        sys.exit(f"test-cluster: {output} did not end\n{text(log)[-3000:]}")
    check(run.returncode == 0, f"{output} ends with 0:\n{text(log)[-3000:]}")


def merge(database, *outputs, status=1):
    return tool("merge", "--db", database, "--classes", "names.json", "--corpus", "c", *outputs, status=status)


def with_a_killed_executor(shards, whole):
    started = time.monotonic()
    run, log, logs = submit("local-cluster[2,1,1024]", "killed")
    while run.poll() is None and done_shards(log) < shards // 5:
        time.sleep(0.1)
    victims, at = executors(run.pid), done_shards(log)
    check(run.poll() is None and victims, f"an executor runs while {at} of {shards} shards are done:\n{text(log)[-2000:]}")
    os.kill(victims[0], signal.SIGKILL)
    finish(run, log, "killed")
    told = events(logs)
    removed = sum(event["Event"] == "SparkListenerExecutorRemoved" for event in told)
    failed = sum(event["Event"] == "SparkListenerTaskEnd" and event["Task End Reason"]["Reason"] != "Success" for event in told)
    check(removed >= 1, "Spark saw the executor go")
    lines = lines_of(work / "killed")
    check(len({line["shard"] for line in lines}) == shards, f"{shards} shards have a line")
    merge("killed.sqlite", "killed")
    check(counts("killed.sqlite") == whole, "the killed run's counts are the local index's")
    _, again = merge("killed.sqlite", "killed")
    check(" 0 shards added" in again, "merged again nothing is added")
    print(f"local-cluster[2,1,1024]: executor killed after {at} of {shards} shards, {failed} of its tasks run again, "
          f"{len(lines)} lines, equal to a local index; {time.monotonic() - started:.0f} s", flush=True)


def refuses_bad_workers():
    """A worker that gives anything but one line and status 0 fails its task."""
    sys.path.insert(0, str(here))
    import spark_scan
    from pyspark import SparkFiles
    SparkFiles._is_running_on_worker, SparkFiles._root_directory = True, str(work)
    for body, is_good in (("cat >/dev/null; echo a", True), ("true", False), ("cat >/dev/null; echo a; echo b", False),
                          ("cat >/dev/null; printf a", False), ("cat >/dev/null; echo a; exit 3", False), ("kill -9 $$", False)):
        (work / "worker.sh").write_text(f"#!/bin/sh\n{body}\n")
        (work / "worker.sh").chmod(0o755)
        try:
            lines = list(spark_scan.scan([b"x"], str(work / "worker.sh"), [], []))
        except (RuntimeError, BrokenPipeError):
            lines = None
        check((lines == ["a"]) if is_good else lines is None, f"a worker that does `{body}`: {lines}")
    (work / "worker.sh").unlink()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def with_speculation(shards, whole):
    started, port, daemons = time.monotonic(), free_port(), []
    def daemon(kind, name, *arguments):
        log = open(work / f"{name}.log", "w")
        daemons.append(subprocess.Popen([str(spark_home / "bin/spark-class"), f"org.apache.spark.deploy.{kind}", *arguments],
                                        env=environment, stdout=log, stderr=log, start_new_session=True))
    try:
        daemon("master.Master", "master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        for i in (1, 2):
            daemon("worker.Worker", f"worker{i}", "--host", f"127.0.0.{i}", "--webui-port", "0", "-c", "1", "-m", "1g",
                   "-d", str(work / f"worker{i}"), f"spark://127.0.0.1:{port}")
        time.sleep(6)
        # A command that the first attempt waits for and the second does not: what speculation is for.
        slow = f"pipe:mkdir {work}/first 2>/dev/null && sleep 60; cat {work}/slow.jsonl"
        (work / "slow.jsonl").write_text('{"caption": "a slow tench"}\n')
        with open(work / "shards.txt", "a") as out:
            out.write(slow + "\n")
        run, log, logs = submit(f"spark://127.0.0.1:{port}", "speculated", extra=["--allow-pipe"], conf=[
            "spark.speculation=true", "spark.speculation.interval=200ms", "spark.speculation.multiplier=3",
            "spark.speculation.quantile=0.5", "spark.executor.memory=512m"])
        finish(run, log, "speculated")
    finally:
        for process in reversed(daemons):
            os.killpg(process.pid, signal.SIGTERM)
        for process in daemons:
            process.wait(30)
    copies = [event for event in events(logs)
              if event["Event"] == "SparkListenerTaskStart" and event["Task Info"]["Speculative"]]
    check(copies, "Spark began a second attempt of a slow task")
    lines = lines_of(work / "speculated")
    check(len({line["shard"] for line in lines}) == shards + 1, f"{shards + 1} shards have a line")
    merge("speculated.sqlite", "speculated")
    tool("forget", "--db", "speculated.sqlite", "--corpus", "c", slow)
    check(counts("speculated.sqlite") == whole, "the speculated run's counts are the local index's")
    # Both jobs' output together, as after a run that was taken up again.
    merge("both.sqlite", "killed", "speculated")
    tool("forget", "--db", "both.sqlite", "--corpus", "c", slow)
    check(counts("both.sqlite") == whole, "both runs together count each shard once")
    print(f"standalone, two workers, speculation: {len(copies)} second attempts, {len(lines)} lines, equal to a local "
          f"index; {time.monotonic() - started:.0f} s", flush=True)


def main():
    # Executors leave a copy of every shipped file there.
    leavings = spark_home / "work"
    before = set(leavings.glob("*"))
    try:
        make_shards(120)
        steps = json.loads(tool("index", "--dry-run", "--format", "json", "--db", "none.sqlite", "--classes", "names.json",
                                "--corpus", "c", "@shards.txt")[0])
        shards = sum(step["action"] == "read" for step in steps)
        check(sum(step["action"] == "sibling" for step in steps) == 1, "one shard is another's sibling")
        tool("index", "--db", "whole.sqlite", "--classes", "names.json", "--corpus", "c", "@shards.txt", status=1)
        whole = counts("whole.sqlite")
        check(len(whole[2]) == 1 and len(whole[0]) > 4 * shards, "the local index counted, and one shard failed")
        refuses_bad_workers()
        with_a_killed_executor(shards, whole)
        with_speculation(shards, whole)
        print(f"test-cluster: {ok} checks passed; {len(whole[0])} rows of {shards} shards compared, three times")
    finally:
        for path in set(leavings.glob("*")) - before:
            shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


main()
