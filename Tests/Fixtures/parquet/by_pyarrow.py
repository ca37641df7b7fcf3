"""Writes Parquet files of every kind that pyarrow can write, over random texts, and what is in them.

usage: by_pyarrow.py OUT_DIR SEED SHARE SHARES    writes OUT_DIR/*.parquet and OUT_DIR/cases.json:
[{"file", "fields": [as --text-field takes them], "records": n, "joined": "record role text", each ended by U+001E}, ...]
Every encoding, codec, page version, page size and pair of null patterns is a file; every nesting in both patterns its columns.
Empty texts are no captions. pyarrow reads each file back before it is believed. SHARE, from 0, of SHARES says which of the files are made.
"""
import itertools, json, random, sys
import pyarrow as pa, pyarrow.parquet as pq

out, seed, share, shares = sys.argv[1], *map(int, sys.argv[2:5])
rng = random.Random(seed * 1000 + share)
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
    """(name, array, [(fields, reader)]): each nesting with each of the null patterns"""
    yield "required", pa.array([text() for _ in range(n)], s), [(["required"], plain)]
    for k, p in enumerate(patterns):
        def column(name, values, type, *reads):
            path = lambda f: f.replace("@", f"{name}{k}")
            return f"{name}{k}", pa.array(values, type), [([path(f) for f in fields], reader) for fields, reader in reads]
        yield column("optional", nulls([text() for _ in range(n)], p), s, (["@"], plain))
        yield column("large", nulls([text() for _ in range(n)], p), pa.large_string(), (["@"], plain))
        yield column("raw", nulls([text().encode() for _ in range(n)], p), pa.binary(), (["@"], plain))
        yield column("fixed", nulls([fixed().encode() for _ in range(n)], p), pa.binary(7), (["@"], plain))
        yield column("names", lists(text, n, p), pa.list_(s), (["@"], each), (["@.list.element"], each))
        yield column("grid", lists(lambda: maybe([maybe(text()) for _ in range(rng.randrange(4))]), n, p), pa.list_(pa.large_list(s)), (["@[][]"], deep), (["@[][1]"], second))
        yield column("nest", nulls([{"b": maybe({"c": maybe(text())})} for _ in range(n)], p), pa.struct([("b", pa.struct([("c", s)]))]), (["@.b.c"], inner))
        yield column("talk", lists(turn, n, p), T_TURN, (["@[].value"], turns), (["@.list.element.value"], turns))
        yield column("asked", lists(pair, n, p), T_PAIR, (["human:@[].user", "assistant:@[].assistant"], pairs))
        if k == 0:
            yield "messages", pa.array(lists(message, n, p), T_MESSAGE), [(["messages[].content[].text"], joined)]
        yield column("map", nulls([[(str(i), maybe(text())) for i in range(rng.randrange(4))] for _ in range(n)], p), pa.map_(s, s), (["@[].value"], entries), (["@.key_value.value"], entries))


FIXED_ENCODINGS = {"PLAIN": "BYTE_STREAM_SPLIT", "DELTA_LENGTH_BYTE_ARRAY": "PLAIN"}
cases = []
unread = 0
axes = itertools.product(
    ["dictionary", "PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    ["none", "snappy", "gzip", "zstd", "brotli", "lz4"], ["1.0", "2.0"], [64, 2000, 1 << 20],
    [("none", "some"), ("runs", "all"), ("turn", "last")])
for count, (encoding, codec, version, page, patterns) in enumerate(axes):
    if count % shares != share:
        continue
    n = rng.choice([1, 12, 25, 40])
    group = rng.choice([7, 1000])
    made = list(columns(n, patterns))
    # Nothing but "required" is required: pyarrow has no other way to say so than the field's nullability.
    schema = pa.schema([pa.field(name, array.type, nullable=name != "required") for name, array, _ in made])
    table = pa.Table.from_arrays([array for _, array, _ in made], schema=schema)
    name = f"{count:04d}_{encoding.lower()}_{codec}_v{version[0]}_{page}_{group}_{'_'.join(patterns)}.parquet"
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
            if column[:-1] in ("names", "talk"):  # "element", or "item" where the nesting is the old one
                element = table.schema.field(column).type.value_field.name if count % 3 == 0 else "element"
                fields = [f.replace(".element", "." + element) for f in fields]
            captions = ""
            for record, value in enumerate(values):
                for role, got in reader(value):
                    got = got.decode() if isinstance(got, bytes) else got
                    if got:
                        captions += f"{record} {role} {got}\x1e"
            cases.append({"file": name, "fields": fields, "records": n, "joined": captions})
assert unread < count / shares / 10, unread
json.dump(cases, open(f"{out}/cases.json", "w"))
print(len({c["file"] for c in cases}), "files,", len(cases), "columns,", unread, "not read back")
