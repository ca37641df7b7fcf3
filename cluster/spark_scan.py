#!/usr/bin/env python3
"""Counts class names in many shards on Apache Spark: `corpus-tool scan` once a shard, its JSON line as it is.

  spark-submit --files corpus-tool,libisal.so.2 cluster/spark_scan.py --classes names.json --shards shards.txt \\
    --output hdfs:///counts/laion
  corpus-tool merge --db laion.sqlite --classes names.json --corpus laion --expect shards.txt counts/

The binary comes with --files, or is found by its path on every node. A shard may be hf://, s3://, gs:// or a URL: each task fetches its
own, with the token or the keys in its own environment. What follows `--` goes to `scan`. A shard that
cannot be read is a line with its error and fails nothing. Speculation and retries may repeat a shard: `merge` counts
it once.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time

from pyspark import SparkFiles
from pyspark.sql import SparkSession


def find(name):
    """A file that was shipped under this name, else what the name means on this machine."""
    shipped = SparkFiles.get(os.path.basename(name))
    for path in (shipped, os.path.abspath(os.path.basename(name))):
        if os.path.isfile(path):
            if not os.access(path, os.X_OK):
                os.chmod(path, 0o755)
            return path
    return shutil.which(name) or name


def scan(names, tool, classes, options):
    """Runs the tool once a name; anything but one line and status 0 fails the task, which Spark then tries again."""
    command = [find(tool), "scan", *options]
    for path in classes:
        command += ["--classes", SparkFiles.get(os.path.basename(path))]
    for name in names:
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, errors = worker.communicate(name + b"\n")
        finally:
            worker.kill()
        if worker.returncode != 0 or out.count(b"\n") != 1 or not out.endswith(b"\n"):
            told = errors.decode(errors="replace").strip()[-500:]
            raise RuntimeError(f"{os.fsdecode(name)!r}: {out.count(10)} lines, status {worker.returncode}: {told}")
        yield out[:-1].decode()


def choose(tool, shards, options):
    """The shards that the tool would read of the whole list, siblings left out, the biggest first.

    Remote ones are listed here, once, so that each has its commit in its name and its size beside it.
    """
    command = [tool, "expand", "--verbose", "--format", "json", "@" + os.path.abspath(shards)]
    command += ["--keep-siblings"] if "--keep-siblings" in options else []
    listed = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return [os.fsencode(shard["shard"]) for shard in sorted(listed, key=lambda shard: -(shard["bytes"] or 0))]


def tell_progress(context, total, done):
    """Prints how many shards are done, until `done` is set."""
    status, last, start = context.statusTracker(), -1, time.monotonic()
    while not done.wait(1):
        stages = [status.getStageInfo(stage) for stage in status.getActiveStageIds()]
        count = sum(stage.numCompletedTasks for stage in stages if stage)
        if count != last:
            last = count
            print(f"spark_scan: {count} of {total} shards, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def main():
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", required=True, action="append", help="a class list on this machine; can be repeated")
    parser.add_argument("--shards", required=True, help="the list of shards, one per line, with paths as on the nodes")
    parser.add_argument("--output", required=True, help="a new folder at any path that Spark can write")
    parser.add_argument("--tool", default="corpus-tool", help="the binary: a shipped file's name, or a path on every node")
    parser.add_argument("--local-tool", help="the binary on this machine, if it differs from --tool")
    a, options = parser.parse_args(words[:cut]), words[cut + 1:]
    local = a.local_tool or shutil.which(a.tool) or os.path.abspath(a.tool)
    names = choose(local, a.shards, options)
    if not names:
        sys.exit("spark_scan: the list has no shards")
    # The newer way to commit keeps the finished shards' lines when the job fails.
    session = (SparkSession.builder.appName("corpus-tool scan")
               .config("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2").getOrCreate())
    context = session.sparkContext
    for path in a.classes:
        context.addFile(path)
    tool, classes, done = a.tool, a.classes, threading.Event()
    progress = threading.Thread(target=tell_progress, args=(context, len(names), done), daemon=True)
    progress.start()
    try:
        context.parallelize(names, len(names)).mapPartitions(
            lambda part: scan(part, tool, classes, options)).saveAsTextFile(a.output)
    finally:
        done.set()
        progress.join()
    print(f"spark_scan: {len(names)} of {len(names)} shards, written to {a.output}", file=sys.stderr)
    session.stop()


if __name__ == "__main__":
    main()
