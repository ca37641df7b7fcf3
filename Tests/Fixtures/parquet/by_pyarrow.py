"""Writes Parquet files of every kind that pyarrow can write, over random texts, and what is in them.

usage: by_pyarrow.py OUT_DIR SEED      writes OUT_DIR/*.parquet and OUT_DIR/cases.json:
[{"file", "fields": [as --text-field takes them], "records": n, "captions": [[record, role, text], ...]}, ...]
Empty texts are no captions. pyarrow reads each file back before it is believed.
"""
import itertools, json, random, sys
import pyarrow as pa, pyarrow.parquet as pq

out, rng = sys.argv[1], random.Random(int(sys.argv[2]))
WORDS = "a red tench beside the great white shark on crème brûlée 虎 🐟 of Zürich and it's co-op ii".split(" ")
common = ["".join(rng.choice("abcdef") for _ in range(n)) for n in (1, 5, 9)] + ["the same caption again"]


def text():
    kind = rng.random()
    if kind < 0.05:
        return ""
    if kind < 0.35:
        return rng.choice(common)
    if kind < 0.38:
        return "long " * rng.randrange(100, 400)
    return " ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 8)))


def nulls(values, pattern):
    n = len(values)
    keep = {
        "none": lambda i: True, "some": lambda i: rng.random() > 0.2, "all": lambda i: False,
        "runs": lambda i: i % 40 < 17, "last": lambda i: i < n // 2, "turn": lambda i: i % 2 == 0,
    }[pattern]
    return [v if keep(i) else None for i, v in enumerate(values)]


def lists(make, n, pattern):
    return nulls([[make() for _ in range(rng.choice([0, 1, 1, 2, 5]))] for _ in range(n)], pattern)


def maybe(value):
    return None if rng.random() < 0.15 else value


turn = lambda: maybe({"from": rng.choice(["human", "gpt", "system", "nobody"]), "value": maybe(text())})
pair = lambda: maybe({"user": maybe(text()), "assistant": maybe(text()), "source": "a source"})
part = lambda: maybe({"type": "text", "text": maybe(text())})
message = lambda: maybe({"role": rng.choice(["user", "assistant"]), "content": maybe([part() for _ in range(rng.randrange(3))])})
fixed = lambda: "".join(rng.choice("abcdefgh") for _ in range(7))
s = pa.string()
T_TURN = pa.list_(pa.struct([("from", s), ("value", s)]))
T_PAIR = pa.list_(pa.struct([("user", s), ("assistant", s), ("source", s)]))
T_MESSAGE = pa.list_(pa.struct([("role", s), ("content", pa.list_(pa.struct([("type", s), ("text", s)])))]))

ROLE = {"human": "human", "gpt": "assistant", "system": "system", "nobody": "other", "user": "human", "assistant": "assistant"}


def plain(v): return [("caption", v)]
def each(v): return [("caption", x) for x in v or []]
def deep(v): return [("caption", x) for y in v or [] for x in y or []]
def second(v): return [("caption", y[1]) for y in v or [] if y and len(y) > 1]
def inner(v): return [("caption", v["b"]["c"])] if v and v["b"] else []
def turns(v): return [(ROLE[x["from"]] if x["from"] else "caption", x["value"]) for x in v or [] if x]
def pairs(v): return [(r, x[k]) for x in v or [] if x for r, k in (("human", "user"), ("assistant", "assistant"))]
def entries(v): return [("caption", b) for _, b in v or []]
def joined(v):
    for m in v or []:
        if m:
            texts = [p["text"] for p in m["content"] or [] if p and p["text"] is not None]
            yield (ROLE[m["role"]], " ".join(x for x in texts if x))


def columns(n, patterns):
    """name -> (array, [(fields, reader)])"""
    p, q = patterns
    yield "required", pa.array([text() for _ in range(n)], s), [(["required"], plain)]
    yield "optional", pa.array(nulls([text() for _ in range(n)], p), s), [(["optional"], plain)]
    yield "large", pa.array(nulls([text() for _ in range(n)], q), pa.large_string()), [(["large"], plain)]
    yield "raw", pa.array(nulls([text().encode() for _ in range(n)], p), pa.binary()), [(["raw"], plain)]
    yield "fixed", pa.array(nulls([fixed().encode() for _ in range(n)], q), pa.binary(7)), [(["fixed"], plain)]
    yield "names", pa.array(lists(text, n, p), pa.list_(s)), [(["names"], each), (["names.list.element"], each)]
    yield "grid", pa.array(lists(lambda: maybe([maybe(text()) for _ in range(rng.randrange(4))]), n, q), pa.list_(pa.large_list(s))), [(["grid[][]"], deep), (["grid[][1]"], second)]
    yield "nest", pa.array(nulls([{"b": maybe({"c": maybe(text())})} for _ in range(n)], p), pa.struct([("b", pa.struct([("c", s)]))])), [(["nest.b.c"], inner)]
    yield "talk", pa.array(lists(turn, n, p), T_TURN), [(["talk[].value"], turns), (["talk.list.element.value"], turns)]
    yield "asked", pa.array(lists(pair, n, q), T_PAIR), [(["human:asked[].user", "assistant:asked[].assistant"], pairs)]
    yield "messages", pa.array(lists(message, n, p), T_MESSAGE), [(["messages[].content[].text"], joined)]
    yield "map", pa.array([[(str(i), maybe(text())) for i in range(rng.randrange(4))] for _ in range(n)], pa.map_(s, s)), [(["map[].value"], entries), (["map.key_value.value"], entries)]


FIXED_ENCODINGS = {"PLAIN": "BYTE_STREAM_SPLIT", "DELTA_LENGTH_BYTE_ARRAY": "PLAIN"}
cases = []
count = unread = 0
axes = itertools.product(
    ["dictionary", "PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    ["none", "snappy", "gzip", "zstd", "brotli", "lz4"], ["1.0", "2.0"], [64, 2000, 1 << 20], [7, 1000])
for encoding, codec, version, page, group in axes:
    patterns = rng.sample(["none", "some", "all", "runs", "last", "turn"], 2)
    n = rng.choice([1, 20, 45, 70])
    made = [c for c in columns(n, patterns) if n > 1 or rng.random() < 0.3]
    if not made:
        continue
    # Nothing but "required" is required: pyarrow has no other way to say so than the field's nullability.
    schema = pa.schema([pa.field(name, array.type, nullable=name != "required") for name, array, _ in made])
    table = pa.Table.from_arrays([array for _, array, _ in made], schema=schema)
    name = f"{count:04d}_{encoding.lower()}_{codec}_v{version[0]}_{page}_{group}.parquet"
    options = {}
    if encoding == "dictionary":
        options["dictionary_pagesize_limit"] = rng.choice([100, 1 << 20])
    else:
        options["use_dictionary"] = False
    path = f"{out}/{name}"
    def write(**more):
        pq.write_table(
            table, path, compression=codec, data_page_version=version, data_page_size=page, row_group_size=group,
            write_batch_size=rng.choice([1, 5, 1024]), write_page_checksum=count % 2 == 0,
            use_compliant_nested_type=count % 3 > 0, **options, **more)
    if encoding == "dictionary":
        write()
    else:
        pq.write_table(table.slice(0, 0), path, use_compliant_nested_type=count % 3 > 0)
        leaf = pq.ParquetFile(path).schema
        paths = [(leaf.column(i).path, leaf.column(i).physical_type) for i in range(len(leaf))]
        write(column_encoding={p: FIXED_ENCODINGS.get(encoding, encoding) if t == "FIXED_LEN_BYTE_ARRAY" else encoding for p, t in paths})
    try:
        agrees = pq.read_table(path).to_pylist() == table.to_pylist()
    except pa.ArrowInvalid:
        agrees = False
    # pyarrow 26 does not read back some files that it wrote a value at a time; there the table is believed.
    if not agrees:
        unread += 1
    for column, _, reads in made:
        values = table.column(column).to_pylist()
        for fields, reader in reads:
            if column in ("names", "talk"):  # "element", or "item" where the nesting is the old one
                element = table.schema.field(column).type.value_field.name if count % 3 == 0 else "element"
                fields = [f.replace(".element", "." + element) for f in fields]
            captions = []
            for record, value in enumerate(values):
                for role, got in reader(value):
                    got = got.decode() if isinstance(got, bytes) else got
                    if got:
                        captions.append([record, role, got])
            cases.append({"file": name, "fields": fields, "records": n, "captions": captions})
    count += 1
assert unread < count / 10, unread
json.dump(cases, open(f"{out}/cases.json", "w"))
print(count, "files,", len(cases), "columns,", unread, "not read back")
