"""Writes the same records in every layout that has fields, and says what is to be extracted of each.

usage: made_extract.py FOLDER

Prints a JSON object from shard to its records that mention a tench: record, key, url, similarity, caption.
"""
import bz2
import csv
import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from pathlib import Path

import lz4.frame
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

folder, rng = Path(sys.argv[1]), random.Random(11)
WORDS = ["tench", "a", "Tench,", "lake", "cranes", "crane", "né", "ﬃ", "\U0001f600", "shark", "of"]
rows = []
for number in range(1, 901):
    caption = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 6)))
    if number % 10 and "tench" in caption.lower():
        caption = "nothing"
    rows.append({"uid": f"r{number}", "caption": caption, "url": f"http://x/{number}?a=\"1\"",
                 "similarity": number / 4 if number % 3 else None})
(folder / "names.json").write_text('["tench", "crane", "shark"]')

jsonl = "".join(json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=n % 2 == 0) + "\n"
                for n, row in enumerate(rows)).encode()
put = lambda name, data: (folder / name).write_bytes(data)
put("a1.jsonl", jsonl)
put("a2.jsonl.gz", gzip.compress(jsonl[:9000]) + gzip.compress(jsonl[9000:]))
put("a3.jsonl.zst", zstandard.ZstdCompressor().compress(jsonl + b"\n"))
put("a4.jsonl.bz2", bz2.compress(jsonl.replace(b"\n", b"\r\n") + b" "))
put("a5.jsonl.lz4", lz4.frame.compress(jsonl + b"\n\n"))
put("b.json", json.dumps(rows, indent=1).encode())
columns = {name: [row[name] for row in rows] for name in rows[0]}
put("b3.json", json.dumps(columns).encode())
put("b4.json.gz", gzip.compress(json.dumps({name: dict(enumerate(cells)) for name, cells in columns.items()}).encode()))
# Of more bytes than are held before it is known what the file is.
put("b5.json", json.dumps({"pad": [WORDS[n % 5] * 300 for n in range(900)]} | columns).encode())
put("b2.json", json.dumps({"info": {"a": 1}, "annotations": rows}).encode())
for name, mark in [("c.csv", ","), ("d.tsv", "\t")]:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=mark, lineterminator="\n",
                            quoting=csv.QUOTE_ALL if mark == "," else csv.QUOTE_NONE, escapechar=None, quotechar=None
                            if mark == "\t" else '"')
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
    put(name, text.getvalue().encode())
table = pa.Table.from_pylist(rows)
for name, options in [
        ("e1.parquet", {"row_group_size": 37}), ("e2.parquet", {"row_group_size": 300, "compression": "zstd"}),
        ("e3.parquet", {"use_dictionary": False, "data_page_version": "2.0", "data_page_size": 300,
                        "column_encoding": {"url": "DELTA_BYTE_ARRAY", "uid": "DELTA_LENGTH_BYTE_ARRAY",
                                            "similarity": "BYTE_STREAM_SPLIT", "caption": "PLAIN"}})]:
    pq.write_table(table, folder / name, **options)
memory = io.BytesIO()
pq.write_table(table, memory, row_group_size=53)
put("e4.parquet.gz", gzip.compress(memory.getvalue()))


def tar(name, members, mode="w"):
    with tarfile.open(folder / name, mode) as out:
        for path, content in members:
            member = tarfile.TarInfo(path)
            member.size = len(content)
            out.addfile(member, io.BytesIO(content))


tar("f1.tar", [("x/part.parquet", (folder / "e2.parquet").read_bytes())])
tar("f2.tar.gz", [("part.parquet", (folder / "e1.parquet").read_bytes())], "w:gz")
tar("g.tar", [(f"{n:04}.{end}", data) for n, row in enumerate(rows) for end, data in [
    ("jpg", b"x" * 50), ("txt", row["caption"].encode()),
    ("json", json.dumps({k: v for k, v in row.items() if k != "caption" and v is not None}).encode())]])
with zipfile.ZipFile(folder / "h.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("rows.jsonl", jsonl + b"\n\n\n")
encoded = table.set_column(2, "url", table["url"].dictionary_encode())
with pa.ipc.new_stream(str(folder / "i1.arrow"), encoded.schema) as out:
    out.write_table(encoded, max_chunksize=100)
for name, codec in [("i2.arrow", "zstd"), ("i3.arrow", "lz4")]:
    with pa.ipc.new_file(str(folder / name), table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as out:
        out.write_table(table, max_chunksize=150)

wanted = [[n, row["uid"], row["url"], None if row["similarity"] is None else str(row["similarity"]), row["caption"]]
          for n, row in enumerate(rows, 1) if "tench" in row["caption"].lower()]
made = {path.name: wanted for path in folder.iterdir() if path.name != "names.json"}
made["g.tar"] = [[n, f"{n - 1:04}", *rest] for n, _, *rest in wanted]
json.dump(made, sys.stdout)
