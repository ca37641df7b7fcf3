"""Writes shards of several blocks in which records are left out, bad, or both, one layout each.

usage: gaps.py OUT_DIR BAD...

Each shard has 15,000 records whose caption is filler, so that it spans more than three blocks. Records that are left out by
their status stand in the first block and far behind, bad ones where BAD says, counted from 1; `a tench` stands in the records TENCH.
Bad records are what each layout can have of its own: text that is not UTF-8, a row with a cell too many, a file that ends too soon.
"""
import io
import json
import pathlib
import sys
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

TOTAL = 15_000
TENCH = [7, 14_321]
EXCLUDED = {3, 4, 13_998}
BAD = set(map(int, sys.argv[2:]))
FILLER = "a plain caption with enough words in it to fill a block soon, number "

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def caption(number):
    return "a tench" if number in TENCH else FILLER + str(number)


def status(number):
    return "failed_to_download" if number in EXCLUDED else "success"


def row(number):
    return json.dumps({"caption": caption(number), "status": status(number)}).encode()


def json_record(number):
    return b'{"caption": "bad \xff", "status": "success"}' if number in BAD else row(number)


numbers = range(1, TOTAL + 1)
(folder / "lines.jsonl").write_bytes(b"".join(json_record(n) + b"\n" for n in numbers))
(folder / "array.json").write_bytes(b"[" + b",\n".join(json_record(n) for n in numbers) + b"]")
(folder / "object.json").write_bytes(b'{"annotations": [' + b", ".join(json_record(n) for n in numbers) + b"]}")


def table(delimiter):
    yield delimiter.join(["caption", "status"])
    for n in numbers:
        cells = [caption(n).replace(",", ";"), status(n)]
        yield delimiter.join(cells + ["one too many"] if n in BAD else cells)


(folder / "table.csv").write_text("\n".join(table(",")) + "\n")
(folder / "table.tsv").write_text("\n".join(table("\t")) + "\n")

with tarfile.open(folder / "samples.tar", "w") as tar:
    for n in numbers:
        files = [("jpg", b"picture"), ("json", json_record(n))]
        for ending, content in files:
            member = tarfile.TarInfo(f"{n:06}.{ending}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))

# Each record is a file of its own, without any other of its name; a bad one ends too soon.
alone = [(f"{n:06}.json", b'{"caption": "cut' if n in BAD else row(n)) for n in numbers]
with tarfile.open(folder / "alone.tar", "w") as tar:
    for name, content in alone:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
with zipfile.ZipFile(folder / "alone.zip", "w") as archive:
    for name, content in alone:
        archive.writestr(name, content)


def strings(values):
    """An array of strings, some of them not UTF-8."""
    data = b"".join(values)
    offsets = pa.array([0, *accumulate(map(len, values))], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), len(values), [None, offsets, pa.py_buffer(data)])


def accumulate(lengths):
    total = 0
    for length in lengths:
        total += length
        yield total


captions = strings([b"bad \xff" if n in BAD else caption(n).encode() for n in numbers])
statuses = pa.array([status(n) for n in numbers])
both = pa.table({"caption": captions, "status": statuses})
pq.write_table(both, folder / "groups.parquet", row_group_size=1000, use_dictionary=False, compression="none")
pq.write_table(both, folder / "one_group.parquet", use_dictionary=False, compression="none", data_page_size=4096)
captions_only = pa.table({"caption": captions})
pq.write_table(captions_only, folder / "flat.parquet", use_dictionary=False, compression="none", data_page_size=8192)
pq.write_table(captions_only, folder / "flat_groups.parquet", row_group_size=500)

# Plain lines know no status; one that is not UTF-8 is bad.
(folder / "plain.txt").write_bytes(
    b"".join((b"bad \xff" if n in BAD else caption(n).encode()) + b"\n" for n in numbers))
