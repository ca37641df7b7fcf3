"""Peak memory of the tool on a shard and on one ten times larger, for each layout.

usage: memory.py PROGRAM NAMES BYTES FOLDER [--layouts "A; B"] [--bench]
PROGRAM is corpus-tool, or corpus-bench with --bench; NAMES a class list; BYTES of caption text in the smaller shard. Prints one JSON
object: {layout: [bytes of the smaller shard, its peak, bytes of the larger one, its peak]}. Shards are made in FOLDER, one at a
time, and removed.
"""
import argparse
import bz2
import gzip
import io
import json
import lzma
import os
import random
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

words = "a the red dog cat crane tench shark runs sits on grass water near two men with its blue of and in".split()


rng = random.Random(1)
base = [" ".join(rng.choices(words, k=rng.randrange(4, 16))) for _ in range(50_000)]


def texts(total):
    """Captions of about `total` bytes together, in lists of a thousand."""
    have = start = 0
    while have < total:
        part = base[start:start + 1000]
        start = (start + 1000) % len(base)
        have += sum(map(len, part))
        yield part


def rows(total):
    for i, part in enumerate(texts(total)):
        yield "".join(json.dumps({"id": f"{i}-{k}", "caption": t, "url": f"http://x.org/{k}.jpg"}) + "\n" for k, t in enumerate(part)).encode()


def pieces(path, open_, parts):
    with open_(path) as out:
        for part in parts:
            out.write(part)


def json_list(path, total, before, each, after, between=",\n"):
    with open(path, "w") as out:
        out.write(before)
        first = True
        for part in texts(total):
            for t in part:
                out.write(("" if first else between) + each(t))
                first = False
        out.write(after)


def parquet(path, total, column="TEXT", value=lambda t: t, type=None, group=1 << 30, **options):
    import pyarrow as pa
    import pyarrow.parquet as pq

    if group > 1000:
        # So that the smaller shard fills the blocks in flight, too.
        total *= 4

    def table(part):
        return pa.table({"URL": [f"http://x.org/{i}.jpg" for i in range(len(part))], column: pa.array([value(t) for t in part], type)})

    if group < 1000:
        with pq.ParquetWriter(path, table(["a"]).schema, **options) as writer:
            for part in texts(total):
                writer.write_table(table(part), row_group_size=group)
    else:
        pq.write_table(table([t for part in texts(total) for t in part]), path, row_group_size=1 << 30, **options)


def turns(t): return [{"from": "human", "value": "<image>\nWhat is it?"}, {"from": "gpt", "value": t}]


def turn_type():
    import pyarrow as pa

    return pa.list_(pa.struct([("from", pa.string()), ("value", pa.string())]))


# layout -> the samples of its two archives, as they are written
sample_counts = {}


def tar(path, total, mode="w"):
    # Each text takes a head and a block beside a picture, twelve times its own bytes.
    total //= 12
    samples = 0
    with tarfile.open(path, mode) as out:
        for i, part in enumerate(texts(total)):
            samples += len(part)
            for k, t in enumerate(part):
                for name, content in ((f"{i:05d}{k:03d}.jpg", b"\xff\xd8" * 400), (f"{i:05d}{k:03d}.txt", t.encode())):
                    member = tarfile.TarInfo(name)
                    member.size = len(content)
                    out.addfile(member, io.BytesIO(content))
    return samples


def zipped(path, total):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out, out.open("docs/rows.jsonl", "w", force_zip64=True) as member:
        for part in rows(total):
            member.write(part)


def zip_samples(path, total):
    total //= 4
    samples = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for i, part in enumerate(texts(total)):
            samples += len(part)
            for k, t in enumerate(part):
                out.writestr(f"{i:05d}{k:03d}.txt", t)
                out.writestr(f"{i:05d}{k:03d}.jpg", b"\xff\xd8")
    return samples


def by_program(*command):
    def write(path, total):
        with open(path, "wb") as out:
            run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out)
            for part in rows(total):
                run.stdin.write(part)
            run.stdin.close()
            if run.wait():
                sys.exit(f"{command[0]} failed")
    return write


record = lambda t: json.dumps({"id": 1, "caption": t, "url": "http://x.org/1.jpg"})
layouts = {
    "JSON Lines": lambda p, n: pieces(p, lambda p: open(p, "wb"), rows(n)),
    "JSON Lines, gzip": lambda p, n: pieces(p, lambda p: gzip.open(p, "wb", 1), rows(n)),
    "JSON Lines, zstd": by_program("zstd", "-qc"),
    "JSON Lines, xz": lambda p, n: pieces(p, lambda p: lzma.open(p, "wb", preset=0), rows(n)),
    "JSON Lines, bzip2": lambda p, n: pieces(p, lambda p: bz2.open(p, "wb", 1), rows(n)),
    "JSON array": lambda p, n: json_list(p, n, "[", record, "]"),
    "JSON array, one line": lambda p, n: json_list(p, n, "[", record, "]", ","),
    "conversations": lambda p, n: json_list(p, n, "[", lambda t: json.dumps({"id": "1", "conversations": turns(t)}, indent=2), "]"),
    "COCO, images first": lambda p, n: json_list(
        p, n, '{"info": {}, "images": [' + ",".join('{"id": %d, "file_name": "dog.jpg"}' % i for i in range(n // 40)) + '], "annotations": [',
        record, "]}"),
    "SBU, lists of an object": lambda p, n: json_list(
        p, n, '{"image_urls": [' + ",".join('"http://x.org/dog%d.jpg"' % i for i in range(n // 40)) + '], "captions": [', json.dumps, "]}"),
    "pictures to captions": lambda p, n: json_list(p, n, "{", lambda t: json.dumps(f"{len(t)}.jpg") + ": " + json.dumps(t), "}"),
    "TSV": lambda p, n: json_list(p, n, "caption\turl\n", lambda t: f"{t}\thttp://x.org/1.jpg", "\n", "\n"),
    "CSV": lambda p, n: json_list(p, n, "caption,url\n", lambda t: f'"{t}",http://x.org/1.jpg', "\n", "\n"),
    "lines": lambda p, n: json_list(p, n, "", lambda t: t, "\n", "\n"),
    "Parquet, zstd, no dictionary": lambda p, n: parquet(p, n, compression="zstd", use_dictionary=False),
    "Parquet, snappy, dictionary": lambda p, n: parquet(p, n, compression="snappy"),
    "Parquet, row groups of 100": lambda p, n: parquet(p, n, compression="snappy", group=100),
    "Parquet, conversations": lambda p, n: parquet(p, n, "conversations", turns, turn_type(), compression="snappy"),
    "tar": tar,
    "tar, gzip": lambda p, n: tar(p, n, "w:gz"),
    "zip of JSON Lines": zipped,
    "zip of samples": zip_samples,
}


def peak(command):
    """Peak resident bytes of a command, by wait4 of it alone."""
    # A child starts as a copy of this process, whose own peak would be its least: a small one starts it.
    starter = ("import os, subprocess, sys; run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL); "
               "_, status, usage = os.wait4(run.pid, 0); print(status, usage.ru_maxrss)")
    done = subprocess.run([sys.executable, "-S", "-c", starter, *command], stdout=subprocess.PIPE, check=True, text=True)
    status, kilobytes = map(int, done.stdout.split())
    if status:
        sys.exit(f"{command} failed")
    return kilobytes * (1 if sys.platform == "darwin" else 1024)


def measure(program, names, total, folder, chosen=None, bench=False):
    """layout -> [bytes, peak, bytes of the larger one, its peak]"""
    found = {}
    for layout in chosen or layouts:
        found[layout] = []
        for size in (total, total * 10):
            path = Path(folder) / "memory-shard"
            samples = layouts[layout](path, size)
            if samples is not None:
                sample_counts.setdefault(layout, []).append(samples)
            if bench:
                command = [program, "scan", str(names), "2", str(path)]
            else:
                command = [program, "index", "--db", str(Path(folder) / "memory.sqlite"), "--classes", str(names), "--corpus", "c",
                           "--threads", "2", "--check-content", str(path)]
            found[layout] += [path.stat().st_size, peak(command)]
            path.unlink()
    return found


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("names")
    arguments.add_argument("bytes", type=int)
    arguments.add_argument("folder")
    arguments.add_argument("--layouts")
    arguments.add_argument("--bench", action="store_true")
    a = arguments.parse_args()
    print(json.dumps(measure(a.program, a.names, a.bytes, a.folder, a.layouts and a.layouts.split("; "), a.bench)))
