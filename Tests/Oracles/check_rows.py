"""Compares files of rows, as pyarrow reads them, with what made_rows.py says; each difference is a line.

usage: check_rows.py FOLDER-OF-ROWS MADE.json KEPT...
"""
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

COLUMNS = ["record", "turn", "role", "key", "class_index", "term", "mentions", "start"]


def main():
    folder, made, kept = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8")), sys.argv[3:]
    found, hashes = {}, {}
    for path in sorted(Path(folder).iterdir()):
        table = pq.read_table(path)
        names = ["shard", "shard_digest", *COLUMNS, "caption_hash", *kept]
        if table.schema.names != names:
            print(path.name, table.schema.names)
        rows = list(zip(*(table.column(name).to_pylist() for name in COLUMNS + kept))) if table.num_rows else []
        shards = set(table.column("shard").to_pylist())
        if len(shards) > 1 or set(table.column("shard_digest").to_pylist()) - {path.name.split("-")[0]}:
            print(path.name, shards)
        for shard in shards:
            name = Path(shard).name
            found[name] = [list(row) for row in rows]
            for value, text in zip(table.column("caption_hash").to_pylist(), made["texts"][name]):
                hashes.setdefault(value, set()).add(text.lower())
    for name, rows in made["shards"].items():
        wanted = [row[:8] + [row[8 + ["url", "similarity"].index(field)] for field in kept] for row in rows]
        if found.get(name) != wanted:
            pairs = list(zip(found.get(name, []), wanted))
            place = next((pair for pair in pairs if pair[0] != pair[1]), None)
            print(name, len(found.get(name, [])), len(wanted), place)
    if any(len(texts) > 1 for texts in hashes.values()):
        print("different captions have one hash")
    if len(hashes) != len({text for texts in hashes.values() for text in texts}):
        print("one caption has several hashes")


if __name__ == "__main__":
    main()
