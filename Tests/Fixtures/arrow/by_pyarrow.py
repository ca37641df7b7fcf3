"""Writes what the scripts for Parquet write by data set's shape as Arrow data too, and tables of its own.

usage: by_pyarrow.py OUT_DIR      writes OUT_DIR/*.arrow and OUT_DIR/cases.json, as the scripts for Parquet do
"""
import json, os, random, runpy, sys, tempfile
import pyarrow as pa, pyarrow.parquet as pq

out = sys.argv[1]
made = []


def write(table, name, kind, codec, chunk=None):
    options = pa.ipc.IpcWriteOptions(compression=codec, emit_dictionary_deltas=kind == "stream")
    new = pa.ipc.new_stream if kind == "stream" else pa.ipc.new_file
    with new(f"{out}/{name}", table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=chunk)


def encoded(table):
    """The same table with its strings as dictionaries, of another index width for each column."""
    widths, columns = [pa.int8(), pa.int32(), pa.uint16(), pa.int64()], []
    for index, column in enumerate(table.columns):
        if column.type == pa.string():
            column = pa.chunked_array([c.dictionary_encode().cast(pa.dictionary(widths[index % 4], pa.string())) for c in column.chunks])
        columns.append(column)
    return pa.table(columns, names=table.column_names)


def large(kind):
    if kind == pa.string(): return pa.large_string()
    if pa.types.is_list(kind): return pa.large_list(large(kind.value_type))
    if pa.types.is_struct(kind): return pa.struct([(f.name, large(f.type)) for f in kind])
    return kind


with tempfile.TemporaryDirectory() as folder:
    script = os.path.join(os.path.dirname(__file__), "..", "parquet", "by_shape.py")
    sys.argv = [script, folder]
    runpy.run_path(script, run_name="__main__")
    for number, case in enumerate(json.load(open(folder + "/cases.json"))):
        if "encrypt" in case["file"]: continue
        table = pq.read_table(f"{folder}/{case['file']}")
        kinds = [("stream", None, table), ("file", "lz4", table), ("stream", "zstd", encoded(table)),
                 ("file", None, table.cast(pa.schema([(f.name, large(f.type)) for f in table.schema])))]
        for kind, codec, these in kinds:
            name = f"{number}-{case['file'].split('.')[0]}-{kind}-{codec}-{these is table}.arrow"
            write(these, name, kind, codec)
            made.append({**case, "file": name})

# Many small batches, nulls, empty lists, fixed lists, views, unions and maps beside the text, dictionaries that grow.
rng = random.Random(5)
words = ["a dog", "", None, "café 😀", "a caption of more than twelve bytes", "x" * 300]
rows = []
for i in range(2000):
    turns = rng.choice([None, [], [{"from": rng.choice(["human", "gpt", None]), "value": rng.choice(words)} for _ in range(rng.randint(1, 4))]])
    rows.append({"n": i, "conversations": turns, "m": [("k", "no")], "text": rng.choice(words), "pair": [rng.choice(words), rng.choice(words)]})
turn = pa.list_(pa.struct([("from", pa.string()), ("value", pa.string())]))
schema = pa.schema([("n", pa.int32()), ("conversations", turn), ("m", pa.map_(pa.string(), pa.string())), ("text", pa.string()), ("pair", pa.list_(pa.string(), 2))])
table = pa.Table.from_pylist(rows, schema=schema)
roles = {"human": "human", "gpt": "assistant", None: "caption"}
expected = []
for i, row in enumerate(rows):
    turns = [[i, roles[t["from"]], t["value"]] for t in row["conversations"] or [] if t["value"]]
    expected += turns if turns else [[i, "caption", row["text"]]] if row["text"] else []
view = pa.table({"url": pa.array(["u"] * 2000), "text": pa.chunked_array([table["text"].combine_chunks().cast(pa.string_view())])})
union = pa.UnionArray.from_sparse(pa.array([0, 1] * 1000, pa.int8()), [pa.array(range(2000)), pa.array(["no"] * 2000)])
beside = pa.table({"u": union, "text": table["text"]})
texts = [[i, "caption", row["text"]] for i, row in enumerate(rows) if row["text"]]
pairs = [[i, "caption", t] for i, row in enumerate(rows) for t in row["pair"] if t]
seconds = [[i, "caption", row["pair"][1]] for i, row in enumerate(rows) if row["pair"][1]]
growing = pa.table({"text": pa.chunked_array([pa.array([f"text {j}" for j in range(i + 1)]).dictionary_encode() for i in range(9)])})
grown = [f"text {j}" for i in range(9) for j in range(i + 1)]
for kind in ["stream", "file"]:
    for codec in [None, "lz4", "zstd"]:
        for chunk in [1, 7, 64, 5000]:
            some = table if chunk > 1 else table.slice(0, 50)
            these = [c for c in expected if c[0] < some.num_rows]
            write(some, f"rows-{kind}-{codec}-{chunk}.arrow", kind, codec, chunk)
            made.append({"file": f"rows-{kind}-{codec}-{chunk}.arrow", "fields": [], "records": some.num_rows, "captions": these})
        for name, these, fields, captions in [("view", view, [], texts), ("union", beside, [], texts),
                                              ("pairs", table, ["pair"], pairs), ("second", table, ["pair[1]"], seconds)]:
            write(these, f"{name}-{kind}-{codec}.arrow", kind, codec)
            made.append({"file": f"{name}-{kind}-{codec}.arrow", "fields": fields, "records": 2000, "captions": captions})
        if kind == "stream":
            write(growing, f"growing-{codec}.arrow", kind, codec)
            made.append({"file": f"growing-{codec}.arrow", "fields": [], "records": 45, "captions": [[i, "caption", t] for i, t in enumerate(grown)]})
# A slice of a larger table has offsets that do not begin with 0.
write(table.slice(500, 700), "slice.arrow", "stream", None)
made.append({"file": "slice.arrow", "fields": [], "records": 700, "captions": [[i - 500, r, t] for i, r, t in expected if 500 <= i < 1200]})
json.dump(made, open(out + "/cases.json", "w"))
