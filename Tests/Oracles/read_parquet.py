"""Compares a Parquet file with the table that it was to hold, as pyarrow and DuckDB read it.

usage: read_parquet.py pyarrow|duckdb FILE EXPECTED.json

EXPECTED.json is a list of columns: {"name", "kind", "list", "values"}; whole numbers and the bits of reals are texts. Each
difference is a line, and the status is then 1.
"""
import json
import math
import struct
import sys


def value(kind, text):
    if text is None:
        return None
    if isinstance(text, list):
        return [value(kind, one) for one in text]
    if kind in ("int32", "int64", "uint64"):
        return int(text)
    if kind == "real":
        return struct.unpack("<d", struct.pack("<Q", int(text)))[0]
    return text


def same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return struct.pack("<d", one) == struct.pack("<d", other) or math.isnan(one) and math.isnan(other)
    return type(one) is type(other) and one == other


def by_pyarrow(path):
    import pyarrow.parquet as pq
    file = pq.ParquetFile(path, page_checksum_verification=True)
    table = file.read()
    for group in range(file.num_row_groups):
        description = file.metadata.row_group(group)
        own = file.read_row_group(group)
        for index, name in enumerate(own.schema.names):
            statistics = description.column(index).statistics
            if statistics is None or not statistics.has_min_max:
                continue
            values = own.column(name).to_pylist()
            flat = [x for v in values if v is not None for x in (v if isinstance(v, list) else [v])]
            if (statistics.min, statistics.max) != (min(flat), max(flat)):
                print(f"{name}, row group {group}: statistics {statistics.min!r} to {statistics.max!r}")
    return table.schema.names, {name: table.column(name).to_pylist() for name in table.schema.names}, [
        str(field.type) for field in table.schema]


def by_duckdb(path):
    import duckdb
    connection = duckdb.connect()
    result = connection.execute("SELECT * FROM read_parquet(?)", [path])
    names = [column[0] for column in result.description]
    rows = result.fetchall()
    # A condition makes DuckDB pass over row groups by their statistics.
    for index, name in enumerate(names):
        wanted = next((row[index] for row in reversed(rows) if isinstance(row[index], (str, int))), None)
        if wanted is not None and not isinstance(wanted, bool):
            quoted = name.replace('"', '""')
            found = connection.execute(
                f'SELECT count(*) FROM read_parquet(?) WHERE "{quoted}" = ?', [path, wanted]).fetchone()[0]
            if found != sum(row[index] == wanted for row in rows):
                print(f"{name}: {found} rows equal {wanted!r}")
    return names, {name: [row[index] for row in rows] for index, name in enumerate(names)}, None


TYPES = {"text": "string", "int32": "int32", "int64": "int64", "uint64": "uint64", "real": "double", "truth": "bool"}


def main():
    reader, path, expected = sys.argv[1:]
    with open(expected, encoding="utf-8") as file:
        columns = json.load(file)
    names, found, types = {"pyarrow": by_pyarrow, "duckdb": by_duckdb}[reader](path)
    bad = 0
    if names != [column["name"] for column in columns]:
        print("columns:", names)
        return 1
    for index, column in enumerate(columns):
        wanted = [value(column["kind"], text) for text in column["values"]]
        own = found[column["name"]]
        if types and not column["list"] and types[index] != TYPES[column["kind"]]:
            print(column["name"], types[index])
            bad = 1
        if not same(own, wanted):
            place = next((i for i, (a, b) in enumerate(zip(own, wanted)) if not same(a, b)), None)
            print(column["name"], len(own), len(wanted), place, place is not None and (own[place], wanted[place]))
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
