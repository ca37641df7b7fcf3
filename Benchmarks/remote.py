#!/usr/bin/env python3
"""What a remote file costs: the bytes that are fetched, and the time beside others that read the same column.

usage: Benchmarks/remote.py TOOL PYTHON [MEGABYTES]     (PYTHON: one with pyarrow, fsspec, aiohttp, duckdb, duckdb-ext-httpfs)

A server on loopback waits 20 ms before each answer and lets 100 MB a second through, of all connections together. On it lie a Parquet
file of pictures with one per cent of text, and a tar of the same size. Each reader reads the Parquet file's text three times, in turn;
the fastest of its times counts. A line of JSON is printed for each figure.
"""
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

DELAY, RATE, ROUNDS = 0.020, 100e6, 3

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


def measure(tool, python, base, folder, wanted):
    url = base + "ok/wide.parquet"
    readers = {"corpus-tool": [tool, "count", "dog", url, "--quiet"], "pyarrow and fsspec": [python, "-c", FSSPEC, url],
               "DuckDB httpfs": [python, "-c", DUCKDB, url]}
    best, sent, requests = {}, {}, {}
    for _ in range(ROUNDS):
        for name, command in readers.items():
            urllib.request.urlopen(base + "clear").read()
            start = time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            best[name] = min(best.get(name, 1e9), time.monotonic() - start)
            asked = json.load(urllib.request.urlopen(base + "log"))
            sent[name], requests[name] = sum(entry["sent"] for entry in asked), len(asked)
    whole = (folder / "wide.parquet").stat().st_size
    for name in readers:
        report("parquet", name, seconds=round(best[name], 3), sent=sent[name], requests=requests[name], file=whole, wanted=wanted,
               sent_of_wanted=round(sent[name] / wanted, 3))
    rest = min(time for name, time in best.items() if name != "corpus-tool")
    report("parquet", "corpus-tool beside the faster", ratio=round(best["corpus-tool"] / rest, 3))
    seconds = 1e9
    for _ in range(ROUNDS):
        start = time.monotonic()
        subprocess.run([tool, "count", "dog", base + "ok/samples.tar", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        seconds = min(seconds, time.monotonic() - start)
    tar = (folder / "samples.tar").stat().st_size
    start = time.monotonic()
    with urllib.request.urlopen(base + "ok/samples.tar") as answer:
        while answer.read(1 << 20):
            pass
    plain = time.monotonic() - start
    report("tar", "corpus-tool", seconds=round(seconds, 3), bytes=tar, of_link=round(tar / seconds / RATE, 3),
           plain_download=round(tar / plain / RATE, 3))


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
