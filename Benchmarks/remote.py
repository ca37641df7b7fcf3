#!/usr/bin/env python3
"""What a remote file costs: the bytes that are fetched, and the time beside others that read the same column.

usage: Benchmarks/remote.py TOOL PYTHON [MEGABYTES]     (PYTHON: one with pyarrow, fsspec, aiohttp, duckdb, duckdb-ext-httpfs)

A server on loopback waits 20 ms before each answer and lets 100 MB a second through, of all connections together. On it lie a Parquet
file of pictures with one percent of text, and a tar of the same size. Each reader reads the Parquet file's text five times, in turn;
the medians are compared, and a reader that finds another number of rows than the others has no figure. A line of JSON is printed for
each figure, and the section of BENCHMARKS.md is written anew.
"""
import csv
import io
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

import page

DELAY, RATE, ROUNDS = 0.020, 100e6, 5

FSSPEC = """
import sys, fsspec, pyarrow.parquet as pq
file = fsspec.filesystem("http").open(sys.argv[1])
rows = sum(batch.num_rows for batch in pq.ParquetFile(file, pre_buffer=True).iter_batches(columns=["caption"]))
print(rows)
"""
DUCKDB = """
import sys, duckdb, site, glob
folder = glob.glob(site.getsitepackages()[0] + "/duckdb_ext/extensions")[0]
base = duckdb.connect(config={"extension_directory": folder})
base.execute("LOAD httpfs")
print(base.execute("SELECT count(*), sum(strlen(caption)) FROM read_parquet(?)", [sys.argv[1]]).fetchone()[0])
"""
DOWNLOAD = """
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1]) as answer:
    while answer.read(1 << 20):
        pass
"""
MAKE = """
import os, random, sys, pyarrow as pa, pyarrow.parquet as pq
path, total = sys.argv[1], int(sys.argv[2])
words = [f"word{i}" for i in range(5000)] + ["dog", "cat", "tench"]
rng, picture, rows = random.Random(1), os.urandom(1 << 20), 0
schema = pa.schema([("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])), ("id", pa.int64()), ("caption", pa.string())])
with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
    for group in range(10):
        count = total // 10 // 20000
        texts = ["".join(rng.choice(words) + " " for _ in range(30))[:200] for _ in range(count)]
        images = [{"bytes": picture[(start := rng.randrange(1 << 19)):start + 19800], "path": f"{group}/{i}.jpg"} for i in range(count)]
        writer.write_table(pa.table({"image": images, "id": list(range(count)), "caption": texts}, schema=schema), row_group_size=count)
meta = pq.read_metadata(path)
column = [i for i in range(meta.num_columns) if meta.row_group(0).column(i).path_in_schema == "caption"][0]
print(sum(meta.row_group(g).column(column).total_compressed_size for g in range(meta.num_row_groups)) + meta.serialized_size + 8)
"""


def main():
    tool, python = sys.argv[1:3]
    size = int(sys.argv[3] if len(sys.argv) > 3 else 500) * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        wanted = int(subprocess.run([python, "-c", MAKE, f"{folder}/wide.parquet", str(size)], check=True, stdout=subprocess.PIPE).stdout)
        write_tar(Path(folder) / "samples.tar", size)
        server = subprocess.Popen(
            [sys.executable, Path(__file__).parent.parent / "Tests/Oracles/remote_server.py", folder, "--delay", str(DELAY),
             "--rate", str(RATE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            base = f"http://127.0.0.1:{int(server.stdout.readline())}/"
            measure(tool, python, base, Path(folder), wanted)
        finally:
            server.stdin.close()
            server.wait()


def run(command):
    """Seconds by the clock and of the processor, and what was printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def captions(printed):
    """The captions that `count --format csv` has looked at, or the rows that a script has printed."""
    table = list(csv.DictReader(io.StringIO(printed)))
    return int(table[0]["captions_read"] if table else printed)


def measure(tool, python, base, folder, wanted):
    url = base + "ok/wide.parquet"
    readers = {"corpus-tool": [tool, "count", "dog", url, "--quiet", "--format", "csv"],
               "pyarrow and fsspec": [python, "-c", FSSPEC, url], "DuckDB httpfs": [python, "-c", DUCKDB, url]}
    walls, cpus, sent, requests, rows = {}, {}, {}, {}, set()
    for _ in range(ROUNDS):
        for name, command in readers.items():
            urllib.request.urlopen(base + "clear").read()
            wall, cpu, printed = run(command)
            walls.setdefault(name, []).append(wall)
            cpus.setdefault(name, []).append(cpu)
            rows.add(captions(printed))
            asked = json.load(urllib.request.urlopen(base + "log"))
            sent[name], requests[name] = sum(entry["sent"] for entry in asked), len(asked)
    if len(rows) != 1:
        sys.exit(f"the readers found {sorted(rows)} rows; a wrong count has no figure")
    wall = {name: statistics.median(times) for name, times in walls.items()}
    whole = (folder / "wide.parquet").stat().st_size
    lines = []
    for name in readers:
        report("parquet", name, seconds=round(wall[name], 3), cpu=round(statistics.median(cpus[name]), 3), sent=sent[name],
               requests=requests[name], file=whole, wanted=wanted, sent_of_wanted=round(sent[name] / wanted, 3))
        lines.append(f"| {name} | {wall[name]:.2f} | {min(walls[name]):.2f}–{max(walls[name]):.2f} | "
                     f"{statistics.median(cpus[name]):.2f} | {sent[name] / 1e6:.2f} | {requests[name]} |\n")
    tar = base + "ok/samples.tar"
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(run([tool, "count", "dog", tar, "--quiet"])[0])
        plain.append(run([sys.executable, "-c", DOWNLOAD, tar])[0])
    size = (folder / "samples.tar").stat().st_size
    share, download = (size / statistics.median(times) / RATE for times in (ours, plain))
    report("tar", "corpus-tool", seconds=round(statistics.median(ours), 3), bytes=size, of_link=round(share, 3),
           plain_download=round(download, 3))
    fetched, time_ratio = sent["corpus-tool"] / wanted, wall["corpus-tool"] / min(wall[name] for name in wall if name != "corpus-tool")
    write_section(tool, whole, lines, [
        ("Parquet: bytes fetched ÷ (text pages + footer)", "≤ 1.1", fetched, fetched <= 1.1),
        ("Parquet: wall time ÷ the faster of the two others'", "≤ 0.7", time_ratio, time_ratio <= 0.7),
        (f"tar: bytes a second ÷ the link's (a plain download: {download:.2f})", "≥ 0.9", share, share >= 0.9)])


def write_section(tool, size, readers, figures):
    version = subprocess.run([tool, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    commit = version[version.index("commit") + 1][:7]
    load = os.getloadavg()[0]
    text = f"""
{date.today()}, commit {commit}, {os.cpu_count()} cores with a load of {load:.0f}, {platform.system()} {platform.release()}.
`Benchmarks/remote.py`: a server on loopback that waits {DELAY * 1000:.0f} ms before each answer and lets {RATE / 1e6:.0f} MB a second through,
all connections together; a Parquet file of {size / 1e6:.0f} MB with pictures inside and 1 percent of text, and a tar of as much. Medians
of {ROUNDS} rounds, in turn. All readers found the same rows.

| figure | goal | measured | holds |
|---|---|---|---|
"""
    text += "".join(f"| {name} | {goal} | {value:.2f} | {'yes' if holds else 'no'} |\n" for name, goal, value, holds in figures)
    text += """
The start of the program, and of Python for the two others, is part of the time.

| reader of the text column | seconds | from–to | CPU seconds | MB fetched | requests |
|---|---|---|---|---|---|
"""
    page.write_remote(text + "".join(readers))


def write_tar(path, size):
    picture = os.urandom(200_000)
    with tarfile.open(path, "w") as archive:
        for number in range(size // 201_000):
            for name, content in ((f"{number:08}.jpg", picture), (f"{number:08}.txt", b"a photo of a dog and a cat")):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))


def report(case, reader, **figures):
    print(json.dumps({"case": case, "reader": reader, **figures}), flush=True)


if __name__ == "__main__":
    main()
