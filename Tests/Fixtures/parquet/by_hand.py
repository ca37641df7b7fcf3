"""Writes Parquet files that no writer at hand makes: old layouts, odd but legal ones, and damaged ones.

usage: by_hand.py OUT_DIR      writes OUT_DIR/*.parquet and OUT_DIR/cases.json:
[{"file", "fields", "records", "captions": [[record, role, text], ...]}, or {"file", "fields", "error": part of the sentence}]
Files that pyarrow reads are read by it, and must give the same; `pyarrow=False` marks those that it refuses.
"""
import gzip, json, struct, sys, zlib
import brotli, lz4.block, lz4.frame, pyarrow as pa, pyarrow.parquet as pq, zstandard

sys.dont_write_bytecode = True
from pages import *

out = sys.argv[1]

def write(name, *parts, **more): open(f"{out}/{name}.parquet", "wb").write(file(*parts, **more))


cases = []


def good(name, captions, fields=(), records=None, pyarrow=True, column=None):
    captions = [(i, "caption", c) if isinstance(c, str) else c for i, c in enumerate(captions)]
    records = len(captions) if records is None else records
    cases.append({"file": name + ".parquet", "fields": list(fields), "records": records, "captions": captions})
    if pyarrow:
        table = pq.ParquetFile(f"{out}/{name}.parquet").read()
        flat = []
        def walk(v):
            if isinstance(v, (list, tuple)): [walk(x) for x in v]
            elif isinstance(v, dict): [walk(x) for x in v.values()]
            elif v is not None: flat.append(v.decode() if isinstance(v, bytes) else v)
        walk(table.column(column or 0).to_pylist())
        assert len(table) == records and flat == [c[2] for c in captions], (name, flat, captions)


def bad(name, error, fields=()):
    cases.append({"file": name + ".parquet", "fields": list(fields), "error": error})


ONE = [node("schema", children=1), node("text", REQUIRED, BYTE_ARRAY, converted=UTF8)]
MAYBE = [node("schema", children=1), node("text", OPTIONAL, BYTE_ARRAY, converted=UTF8)]
TEXTS = ["a tench", "a red tench", "crème", "虎"]


def flat(name, pages, codec=0, count=4, rows=4, schema=ONE, changes={}, outer={}, **more):
    write(name, schema, [(["text"], BYTE_ARRAY, codec, count, pages, changes, outer)], rows, **more)


# What old and odd writers do.
flat("plain", [data(4, plain(*TEXTS))]); good("plain", TEXTS)
flat("no_annotation_named", [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, BYTE_ARRAY)])
good("no_annotation_named", TEXTS, ["text"]); good("no_annotation_named", TEXTS)
flat("only_logical_type", [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, BYTE_ARRAY, logical=1)]); good("only_logical_type", TEXTS)
flat("unknown_logical_type", [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, BYTE_ARRAY, logical=90)]); good("unknown_logical_type", TEXTS, ["text"], pyarrow=False)
flat("levels_bit_packed", [data(6, bytes([0b10110100]) + plain(*TEXTS[:4]), definition=4)], count=6, rows=6, schema=MAYBE)
good("levels_bit_packed", [(0, "caption", TEXTS[0]), (2, "caption", TEXTS[1]), (3, "caption", TEXTS[2]), (5, "caption", TEXTS[3])], records=6, pyarrow=False)  # pyarrow packs the other way
indices = bytes([2]) + packed([0, 1, 2, 3], 2)
flat("dictionary", [dictionary(4, plain(*TEXTS)), data(4, indices, 8)]); good("dictionary", TEXTS)
flat("dictionary_plain_dictionary", [dictionary(4, plain(*TEXTS), 2), data(4, indices, 2)]); good("dictionary_plain_dictionary", TEXTS)
flat("dictionary_offset_zero", [dictionary(4, plain(*TEXTS)), data(4, indices, 8)], changes={9: (I64, 4), 11: (I64, 0)}); good("dictionary_offset_zero", TEXTS)
flat("dictionary_offset_missing", [dictionary(4, plain(*TEXTS)), data(4, indices, 8)], changes={9: (I64, 4), 11: (I64, 4)}); good("dictionary_offset_missing", TEXTS)
two = [dictionary(4, plain(*TEXTS), 2), data(4, indices, 2)]
flat("dictionary_head_not_in_length", two, changes={7: (I64, len(b"".join(two)) - 14)}, created="parquet-mr version 1.2.5")
good("dictionary_head_not_in_length", TEXTS)
flat("dictionary_of_one", [dictionary(1, plain("same")), data(4, bytes([0]) + varint(4 << 1), 8)]); good("dictionary_of_one", ["same"] * 4)
flat("dictionary_of_one_no_runs", [dictionary(1, plain("same")), data(4, bytes([0]), 8)]); good("dictionary_of_one_no_runs", ["same"] * 4, pyarrow=False)
flat("dictionary_run", [dictionary(2, plain("one", "two")), data(1000, bytes([1]) + run(1, 990, 1) + run(0, 10, 1), 8)], count=1000, rows=1000)
good("dictionary_run", ["two"] * 990 + ["one"] * 10)
flat("dictionary_wide", [dictionary(300, plain(*[str(i) for i in range(300)])), data(300, bytes([9]) + packed(list(range(300)), 9), 8)], count=300, rows=300)
good("dictionary_wide", [str(i) for i in range(300)])
flat("dictionary_then_plain", [dictionary(2, plain(*TEXTS[:2])), data(2, bytes([1]) + packed([0, 1], 1), 8), data(2, plain(*TEXTS[2:]))]); good("dictionary_then_plain", TEXTS)
flat("dictionary_last_group_cut", [dictionary(4, plain(*TEXTS)), data(4, bytes([2, 3, 0b11100100]), 8)]); good("dictionary_last_group_cut", TEXTS, pyarrow=False)
flat("index_page_between", [data(2, plain(*TEXTS[:2])), page(1, b"an index", h6={}), data(2, plain(*TEXTS[2:]))]); good("index_page_between", TEXTS, pyarrow=False)
flat("empty_pages", [data(0, b""), data(2, plain(*TEXTS[:2])), data(0, b""), data(2, plain(*TEXTS[2:]))]); good("empty_pages", TEXTS, pyarrow=False)
flat("many_pages", [data(1, plain(str(i))) for i in range(40000)], count=40000, rows=40000); good("many_pages", [str(i) for i in range(40000)])
flat("checksum", [data(4, plain(*TEXTS), crc=zlib.crc32(plain(*TEXTS)))]); good("checksum", TEXTS)
flat("no_rows", [], count=0, rows=0); good("no_rows", [])
write("no_row_groups", ONE, [], 0, groups=0); good("no_row_groups", [])
flat("v2_plain", [data2(4, (b"", b""), plain(*TEXTS))]); good("v2_plain", TEXTS)
flat("v2_not_compressed", [data2(4, (b"", b""), plain(*TEXTS), compressed=False)], codec=6); good("v2_not_compressed", TEXTS)
flat("v2_all_null_no_bytes", [data2(4, (b"", run(0, 4, 1)), b"", nulls=4)], codec=1, schema=MAYBE); good("v2_all_null_no_bytes", [], records=4, pyarrow=False)
flat("v2_dictionary_all_null", [dictionary(0, b""), data2(4, (b"", run(0, 4, 1)), b"", 8, nulls=4)], schema=MAYBE); good("v2_dictionary_all_null", [], records=4)
body = plain(*TEXTS)
flat("statistics_in_head", [structure({1: (I32, 0), 2: (I32, len(body)), 3: (I32, len(body)), 5: (STRUCT, {1: (I32, 4), 2: (I32, 0), 3: (I32, 3), 4: (I32, 3), 5: (STRUCT, {1: (BIN, b"z" * 70000), 3: (I64, 0)})})}) + body]); good("statistics_in_head", TEXTS)
fixed = [node("s", children=1), node("text", REQUIRED, FIXED, length=3)]
write("fixed_plain", fixed, [(["text"], FIXED, 0, 2, [data(2, b"onetwo")], {}, {})], 2); good("fixed_plain", ["one", "two"], ["text"])
write("fixed_split", fixed, [(["text"], FIXED, 0, 2, [data(2, b"otnweo", 9)], {}, {})], 2); good("fixed_split", ["one", "two"], ["text"])

# Codecs.
body = plain(*TEXTS)
def lz4_block(b): return lz4.block.compress(b, store_size=False)
def hadoop(*parts): return b"".join(struct.pack(">I", sum(map(len, p))) + b"".join(struct.pack(">I", len(lz4_block(x))) + lz4_block(x) for x in p) for p in parts)
flat("gzip_members", [data(4, gzip.compress(body[:20]) + gzip.compress(body[20:]), size=len(body))], codec=2); good("gzip_members", TEXTS)
flat("gzip_zlib", [data(4, zlib.compress(body), size=len(body))], codec=2); good("gzip_zlib", TEXTS)
flat("zstd_frames", [data(4, zstandard.compress(body[:20]) + zstandard.compress(body[20:]), size=len(body))], codec=6); good("zstd_frames", TEXTS)
flat("brotli", [data(4, brotli.compress(body), size=len(body))], codec=4); good("brotli", TEXTS)
flat("lz4_hadoop", [data(4, hadoop([body]), size=len(body))], codec=5); good("lz4_hadoop", TEXTS)
flat("lz4_hadoop_blocks", [data(4, hadoop([body[:11]], [body[11:30]], [body[30:]]), size=len(body))], codec=5); good("lz4_hadoop_blocks", TEXTS)
flat("lz4_hadoop_pieces", [data(4, hadoop([body[:11], body[11:]]), size=len(body))], codec=5); good("lz4_hadoop_pieces", TEXTS, pyarrow=False)
flat("lz4_not_hadoop", [data(4, lz4_block(body), size=len(body))], codec=5); good("lz4_not_hadoop", TEXTS)
flat("lz4_frame", [data(4, lz4.frame.compress(body), size=len(body))], codec=5); good("lz4_frame", TEXTS, pyarrow=False)
flat("lz4_raw", [data(4, lz4_block(body), size=len(body))], codec=7); good("lz4_raw", TEXTS)
large = plain(*["a caption that comes again, number %d" % (i % 50) for i in range(20000)])
flat("lz4_hadoop_large", [data(20000, hadoop(*[[large[i:i + 65536]] for i in range(0, len(large), 65536)]), size=len(large))], codec=5, count=20000, rows=20000)
good("lz4_hadoop_large", ["a caption that comes again, number %d" % (i % 50) for i in range(20000)])

# Lists before the format said how.
def listed(name, schema, path, reps, defs, texts, width, captions, records, fields, maximum_repetition=1, **more):
    write(name, schema, [(path, BYTE_ARRAY, 0, len(defs), [data(len(defs), levels(packed(reps, maximum_repetition)) + levels(packed(defs, width)) + plain(*texts))], {}, {})], records)
    good(name, captions, fields, records, **more)
C = lambda r, t: (r, "caption", t)
listed("repeated_no_annotation", [node("s", children=1), node("text", REPEATED, BYTE_ARRAY, converted=UTF8)], ["text"],
       [0, 1, 0, 0], [1, 1, 0, 1], ["a", "b", "c"], 1, [C(0, "a"), C(0, "b"), C(2, "c")], 3, [])
listed("repeated_group", [node("s", children=1), node("phones", OPTIONAL, children=1), node("phone", REPEATED, children=1), node("kind", OPTIONAL, BYTE_ARRAY, converted=UTF8)],
       ["phones", "phone", "kind"], [0, 1, 0, 0, 0], [3, 2, 0, 1, 3], ["a", "b"], 2, [C(0, "a"), C(3, "b")], 4, ["phones.phone[].kind"])
two_level = [node("s", children=1), node("names", OPTIONAL, children=1, converted=LISTED), node("array", REPEATED, BYTE_ARRAY, converted=UTF8)]
listed("list_two_levels", two_level, ["names", "array"], [0, 1, 0, 0], [2, 2, 1, 2], ["a", "b", "c"], 2, [C(0, "a"), C(0, "b"), C(2, "c")], 3, ["names"])
listed("list_two_levels_short", two_level, ["names", "array"], [0, 1, 0, 0], [2, 2, 0, 2], ["a", "b", "c"], 2, [C(0, "a"), C(0, "b"), C(2, "c")], 3, ["names[]"])
listed("list_bag", [node("s", children=1), node("names", OPTIONAL, children=1, converted=LISTED), node("bag", REPEATED, children=1), node("array_element", OPTIONAL, BYTE_ARRAY, converted=UTF8)],
       ["names", "bag", "array_element"], [0, 1, 0, 0], [3, 2, 0, 3], ["a", "c"], 2, [C(0, "a"), C(2, "c")], 3, ["names[]"])
listed("list_tuple", [node("s", children=1), node("names", OPTIONAL, children=1, converted=LISTED), node("names_tuple", REPEATED, children=1), node("str", REQUIRED, BYTE_ARRAY, converted=UTF8)],
       ["names", "names_tuple", "str"], [0, 1], [2, 2], ["a", "b"], 2, [C(0, "a"), C(0, "b")], 1, ["names[].str"])
listed("list_of_lists_two_levels", [node("s", children=1), node("a", OPTIONAL, children=1, converted=LISTED), node("array", REPEATED, children=1, converted=LISTED), node("array", REPEATED, BYTE_ARRAY, converted=UTF8)],
       ["a", "array", "array"], [0, 2, 1, 0], [3, 3, 3, 1], ["a", "b", "c"], 2, [C(0, "a"), C(0, "b"), C(0, "c")], 2, ["a[][]"], maximum_repetition=2)
listed("map_old", [node("s", children=1), node("m", OPTIONAL, children=1, converted=MAP_KEY_VALUE), node("map", REPEATED, children=1), node("value", OPTIONAL, BYTE_ARRAY, converted=UTF8)],
       ["m", "map", "value"], [0, 1, 0], [3, 2, 3], ["a", "b"], 2, [C(0, "a"), C(1, "b")], 2, ["m[].value"], pyarrow=False)

# A record that goes on in the next page, which version 1 allows.
listed_pages = [data(3, levels(packed([0, 1, 1], 1)) + levels(packed([1, 1, 1], 1)) + plain("a", "b", "c")), data(3, levels(packed([1, 0, 1], 1)) + levels(packed([1, 1, 1], 1)) + plain("d", "e", "f"))]
write("record_over_pages", [node("s", children=1), node("text", REPEATED, BYTE_ARRAY, converted=UTF8)], [(["text"], BYTE_ARRAY, 0, 6, listed_pages, {}, {})], 2)
good("record_over_pages", [C(0, x) for x in "abcd"] + [C(1, x) for x in "ef"], records=2)

# What must be refused, in words.
flat("bad_checksum", [data(4, plain(*TEXTS), crc=12345)]); bad("bad_checksum", "column text, row group 1: the checksum of a page is wrong")
flat("encrypted_footer", [data(4, plain(*TEXTS))], magic=b"PARE"); bad("encrypted_footer", "a Parquet file with an encrypted footer is not supported")
flat("encrypted_column", [data(4, plain(*TEXTS))], outer={8: (STRUCT, {2: (STRUCT, {})})}); bad("encrypted_column", "the encryption of the Parquet column text is not supported")
flat("codec_lzo", [data(4, plain(*TEXTS))], codec=3); bad("codec_lzo", "the compression codec LZO of the Parquet column text is not supported")
flat("codec_unknown", [data(4, plain(*TEXTS))], codec=77); bad("codec_unknown", "the compression codec number 77")
flat("encoding_unknown", [data(4, plain(*TEXTS), 42)]); bad("encoding_unknown", "the encoding number 42 of the Parquet column text is not supported")
flat("encoding_wrong", [data(4, plain(*TEXTS), 5)]); bad("encoding_wrong", "the encoding DELTA_BINARY_PACKED of the Parquet column text is not supported")
flat("other_file", [data(4, plain(*TEXTS))], outer={1: (BIN, b"elsewhere.parquet")}); bad("other_file", "stored in another file (elsewhere.parquet) is not supported")
flat("not_text", [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, 1)]); bad("not_text", "text from the Parquet column text of type INT32 is not supported", ["text"])
flat("numbers_called_text", [data(4, struct.pack("<4q", 1, 2, 3, 4))], schema=[node("s", children=1), node("text", REQUIRED, 2, converted=UTF8)])
bad("numbers_called_text", "no caption field was found; fields seen: text"); bad("numbers_called_text", "text from the Parquet column text of type INT64 is not supported", ["text"])
flat("missing_field", [data(4, plain(*TEXTS))]); bad("missing_field", "no record has the text field caption; fields seen: text", ["caption"])
flat("not_utf8", [data(4, plain("a", "b", b"\xff", "d"))]); bad("not_utf8", "record 3: the text is not valid UTF-8")
flat("no_dictionary", [data(4, indices, 8)]); bad("no_dictionary", "a page needs a dictionary, but there is none")
flat("two_dictionaries", [dictionary(4, plain(*TEXTS)), dictionary(4, plain(*TEXTS)), data(4, indices, 8)]); bad("two_dictionaries", "two dictionaries")
flat("index_outside", [dictionary(3, plain(*TEXTS[:3])), data(4, indices, 8)]); bad("index_outside", "the dictionary has 3 entries, but index 3 is used")
flat("dictionary_claims_more", [dictionary(1 << 30, plain(*TEXTS)), data(4, indices, 8)]); bad("dictionary_claims_more", "the data ends inside a value")
flat("dictionary_encoding", [dictionary(4, plain(*TEXTS), 6), data(4, indices, 8)]); bad("dictionary_encoding", "the encoding DELTA_LENGTH_BYTE_ARRAY of a Parquet dictionary is not supported")
flat("length_beyond_page", [data(4, plain(*TEXTS[:3]) + struct.pack("<I", 1 << 31) + b"x")]); bad("length_beyond_page", "the data ends inside a value")
flat("too_few_values", [data(4, plain(*TEXTS[:3]))]); bad("too_few_values", "the data ends inside a value")
flat("too_few_pages", [data(2, plain(*TEXTS[:2]))]); bad("too_few_pages", "column text, row group 1: it ends")
flat("too_many_in_pages", [data(4, plain(*TEXTS))], count=3, rows=3); bad("too_many_in_pages", "its pages hold more values than its metadata says")
flat("rows_disagree", [data(4, plain(*TEXTS))], rows=5); bad("rows_disagree", "4 values where the row group has 5 rows")
flat("rows_in_all", [data(4, plain(*TEXTS))], top={3: (I64, 5)}); bad("rows_in_all", "its row groups have 4 rows, where its footer says 5")
flat("rows_unsaid", [], count=0, group={3: (I64, 0)}); bad("rows_unsaid", "its row groups have 0 rows, where its footer says 4")
flat("no_row_groups_but_rows", [data(4, plain(*TEXTS))], top={4: (LIST, (STRUCT, []))}); bad("no_row_groups_but_rows", "its row groups have 0 rows, where its footer says 4")
strange = page(77, plain(*TEXTS), h5={1: 4, 2: 0, 3: 3, 4: 3})
write("page_of_the_next_column", [node("s", children=2), ONE[1], node("url", REQUIRED, BYTE_ARRAY, converted=UTF8)], [(["text"], BYTE_ARRAY, 0, 4, [strange], {}, {}), (["url"], BYTE_ARRAY, 0, 4, [data(4, plain("a://b", "c", "d", "e"))], {}, {})], 4)
bad("page_of_the_next_column", "column text, row group 1: it ends 4 values early", ["text"]); bad("page_of_the_next_column", "column text, row group 1: it ends", ["text", "url"])
cut = bytes([2, 2 << 1 | 1, 0b11100100])
flat("dictionary_groups_cut", [dictionary(4, plain(*TEXTS)), data(4, cut, 8)]); bad("dictionary_groups_cut", "a page has fewer levels or indices than it claims")
flat("levels_groups_cut", [data2(4, (b"", bytes([9 << 1 | 1, 15])), plain(*TEXTS))], schema=MAYBE); bad("levels_groups_cut", "a page has fewer levels or indices than it claims")
flagged = bytearray(gzip.compress(plain(*TEXTS))); flagged[3] |= 0x40
flat("gzip_flags", [data(4, bytes(flagged), size=len(plain(*TEXTS)))], codec=2); bad("gzip_flags", "the gzip data of a page is corrupt")
for kind, head in ((0, "h7"), (3, "h7"), (3, "h5"), (0, "h8"), (0, None)):
    name = f"head_of_another_{kind}_{head}"
    flat(name, [page(kind, plain(*TEXTS), **({head: {1: 4, 2: 0, 3: 3, 4: 3}} if head else {}))]); bad(name, "a page header is of another kind than the page")
flat("page_size_huge", [data(4, zstandard.compress(body), size=(1 << 31) - 1)], codec=6); bad("page_size_huge", "a page of 2147483647 bytes is larger than")
flat("page_size_negative", [data(4, body, size=-5)]); bad("page_size_negative", "a page claims an impossible size")
flat("page_size_wrong", [data(4, zstandard.compress(body), size=len(body) + 1)], codec=6); bad("page_size_wrong", "the zstd data of a page is corrupt")
for number, codec in ((1, "snappy"), (2, "gzip"), (4, "brotli"), (5, "lz4"), (6, "zstd"), (7, "lz4")):
    flat(f"garbage_{number}", [data(4, b"garbage that is no frame", size=100)], codec=number); bad(f"garbage_{number}", f"the {codec} data of a page is corrupt")
flat("values_absurd", [data(4, body)], count=1 << 60, rows=1 << 60); bad("values_absurd", "more than its bytes can hold")
flat("chunk_outside", [data(4, body)], changes={9: (I64, 1 << 40)}); bad("chunk_outside", "are not within the file")
flat("chunk_negative", [data(4, body)], changes={7: (I64, -1)}); bad("chunk_negative", "are not within the file")
flat("chunks_overlap", [data(4, body)], groups=1000); bad("chunks_overlap", "its chunks overlap")
flat("level_too_high", [data(4, levels(packed([1, 1, 1, 1], 1)[:1] + b"\xff") + body)], schema=[node("s", children=1), node("g", OPTIONAL, children=1), node("text", OPTIONAL, BYTE_ARRAY, converted=UTF8)]); bad("level_too_high", "a level of 3 where the schema allows 2", ["g.text"])
flat("levels_encoding", [data(4, body, definition=0)], schema=MAYBE); bad("levels_encoding", "the encoding PLAIN of Parquet levels is not supported")
flat("no_metadata", [data(4, body)], outer={3: None}); bad("no_metadata", "column text has no metadata")
flat("schema_loose", [data(4, body)], schema=ONE + ONE[1:]); bad("schema_loose", "the schema has columns outside its tree")
flat("schema_short", [data(4, body)], schema=[node("s", children=9), ONE[1]]); bad("schema_short", "the schema ends early")
flat("schema_empty", [data(4, body)], schema=[]); bad("schema_empty", "the schema has no root")
flat("schema_deep", [data(4, body)], schema=[node("s", children=1)] + [node("g", OPTIONAL, children=1)] * 600 + [ONE[1]]); bad("schema_deep", "nested deeper than 512 levels")
flat("schema_type", [data(4, body)], schema=[node("s", children=1), node("text", REQUIRED, 99)]); bad("schema_type", "the physical type 99 of column text is not supported")
flat("columns_disagree", [data(4, body)], schema=[node("s", children=2), ONE[1], node("other", REQUIRED, BYTE_ARRAY)]); bad("columns_disagree", "a row group has 1 columns, the schema 2")
flat("footer_garbage", [data(4, body)], footer=b"\xff" * 40); bad("footer_garbage", "the Parquet file cannot be read")
flat("footer_nested", [data(4, body)], footer=b"\x1c" * 5000); bad("footer_nested", "nested too deep")
flat("footer_list_absurd", [data(4, body)], footer=b"\x29\xfc\xff\xff\xff\xff\x07"); bad("footer_list_absurd", "the data ends inside a value")
delta = lambda block, minis, total, first=0: varint(block) + varint(minis) + varint(total) + zigzag(first)
flat("delta_block_absurd", [data(4, delta(1 << 40, 4, 4) + b"x" * 40, 6)]); bad("delta_block_absurd", "impossible block size")
flat("delta_block_zero", [data(4, delta(0, 0, 4) + b"x" * 40, 6)]); bad("delta_block_zero", "impossible block size")
flat("delta_block_odd", [data(4, delta(192, 4, 4) + b"x" * 40, 6)]); bad("delta_block_odd", "impossible block size")
flat("delta_miniblock_odd", [data(4, delta(128, 8, 4) + b"x" * 40, 6)]); bad("delta_miniblock_odd", "impossible block size")
flat("delta_count_short", [data(4, delta(128, 4, 1, 1) + b"xyz", 6)]); bad("delta_count_short", "fewer lengths than values")
flat("delta_negative_length", [data(4, delta(128, 4, 4, -1) + zigzag(0) + bytes(4) + b"xyz", 6)]); bad("delta_negative_length", "the data ends inside a value")
flat("delta_width_absurd", [data(4, delta(128, 4, 4, 1) + zigzag(0) + bytes([99] * 4) + b"x" * 2000, 6)]); bad("delta_width_absurd", "have 99 bits")
flat("delta_prefix_too_long", [data(2, delta(128, 4, 2, 5) + zigzag(0) + bytes(4) + delta(128, 4, 2, 1) + zigzag(0) + bytes(4) + b"xy", 7)], count=2, rows=2); bad("delta_prefix_too_long", "shares more bytes")
open(f"{out}/empty.parquet", "wb").write(b""); bad("empty", "0 bytes are too few")
open(f"{out}/short.parquet", "wb").write(b"PAR1PAR1"); bad("short", "8 bytes are too few")
open(f"{out}/no_magic.parquet", "wb").write(b"PAR1" + b"x" * 100); bad("no_magic", "does not end with the letters PAR1; is the file truncated?")
open(f"{out}/footer_too_long.parquet", "wb").write(b"PAR1" + struct.pack("<I", 5000) + b"PAR1"); bad("footer_too_long", "its footer claims 5000 bytes, the file has 12")

# The kinds of file in Apache's parquet-testing that the ones above do not have, by the names there.
flat("DICTHEADER", [dictionary(-4, plain(*TEXTS)), data(4, indices, 8)]); bad("DICTHEADER", "a page claims an impossible size or number of values")
names = [node("s", children=1), node("names", OPTIONAL, children=1, converted=LISTED), node("list", REPEATED, children=1), node("element", OPTIONAL, BYTE_ARRAY, converted=UTF8)]
def lists(name, reps, defs, values, count, rows):
    write(name, names, [(["names", "list", "element"], BYTE_ARRAY, 0, count, [data(count, levels(reps) + levels(defs) + plain(*values))], {}, {})], rows)
lists("LEVELS", packed([0, 1, 0], 1)[:1], packed([3, 3, 3], 2), "abc", 3, 2); bad("LEVELS", "a page has fewer levels or indices than it claims", ["names[]"])
lists("GH_41321", run(0, 2, 1), run(3, 2, 2), "abc", 3, 3); bad("GH_41321", "a page has fewer levels or indices than it claims", ["names[]"])
lists("GH_45185", packed([1, 1, 0], 1), run(3, 3, 2), "abc", 3, 2); bad("GH_45185", "it has 0 records where the row group has 2 rows", ["names[]"])
two = [node("s", children=2), node("a", REQUIRED, BYTE_ARRAY, converted=UTF8), node("b", REQUIRED, BYTE_ARRAY, converted=UTF8)]
write("GH_41317", two, [([c], BYTE_ARRAY, 0, n, [data(n, plain(*TEXTS[:n]))], {}, {}) for c, n in (("a", 4), ("b", 3))], 4); bad("GH_41317", "column b, row group 1: it has 3 records where the row group has 4 rows", ["a", "b"])
flat("GH_43605", [dictionary(1, plain("a tench")), data(4, bytes([0]) + run(0, 4, 0), 8)]); good("GH_43605", ["a tench"] * 4)
flat("GH_47662", [data(4, plain(*TEXTS[:2]))]); bad("GH_47662", "the data ends inside a value")
write("FLBA_DICT", fixed, [(["text"], FIXED, 0, 2, [dictionary(2, plain("one", "two")), data(2, bytes([1]) + packed([0, 1], 1), 8)], {}, {})], 2); bad("FLBA_DICT", "its dictionary of 2 values of 3 bytes has 14 bytes", ["text"])
flat("PARQUET_1481", [data(4, body)], schema=[node("s", children=1), node("text", REQUIRED, -7)]); bad("PARQUET_1481", "the physical type -7 of column text is not supported")
flat("unknown_logical_type_2555", [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, BYTE_ARRAY, logical=2555)]); good("unknown_logical_type_2555", TEXTS, ["text"], pyarrow=False)
for number, word in ((12, "json"), (13, "bson")):
    flat(word, [data(4, plain(*TEXTS))], schema=[node("s", children=1), node("text", REQUIRED, BYTE_ARRAY, logical=number)])
    good(word, TEXTS, ["text"]); bad(word, "no caption field was found; fields seen: text")
flat("fsst", [data(4, plain(*TEXTS), 10)]); bad("fsst", "the encoding number 10 of the Parquet column text is not supported")
keys = [node("s", children=1), node("m", OPTIONAL, children=1, converted=MAP), node("key_value", REPEATED, children=1), node("key", REQUIRED, BYTE_ARRAY, converted=UTF8)]
listed("map_no_value", keys, ["m", "key_value", "key"], [0, 1, 0], [2, 2, 0], ["a", "b"], 2, [C(0, "a"), C(0, "b")], 2, ["m[].key"], pyarrow=False)
loose = [node("s", children=1), node("m", OPTIONAL, children=1, converted=MAP), node("key_value", REPEATED, children=2), node("key", OPTIONAL, BYTE_ARRAY, converted=UTF8), node("value", OPTIONAL, BYTE_ARRAY, converted=UTF8)]
pair = lambda *texts: [data(3, levels(packed([0, 1, 0], 1)) + levels(packed([3, 3, 0], 2)) + plain(*texts))]
write("incorrect_map_schema", loose, [(["m", "key_value", c], BYTE_ARRAY, 0, 3, pair(*t), {}, {}) for c, t in (("key", "ab"), ("value", "cd"))], 2)
good("incorrect_map_schema", [C(0, "c"), C(0, "d")], ["m[].value"], records=2, pyarrow=False)
flat("overflow_i16_page_cnt", [data(1, plain(str(i))) for i in range(33000)], count=33000, rows=33000); good("overflow_i16_page_cnt", [str(i) for i in range(33000)])
flat("page_v2_empty_compressed", [data2(4, (b"", run(0, 4, 1)), zstandard.compress(b""), nulls=4, size=len(run(0, 4, 1)))], codec=6, schema=MAYBE); good("page_v2_empty_compressed", [], records=4)
for kind, crc in (("", zlib.crc32(body)), ("_corrupt", zlib.crc32(body) ^ 1)):
    flat(f"plain_dict{kind}_checksum", [page(2, body, crc=crc, h7={1: 4, 2: 2}), data(4, indices, 2, crc=zlib.crc32(indices))])
good("plain_dict_checksum", TEXTS); bad("plain_dict_corrupt_checksum", "the checksum of a page is wrong")
v2 = run(1, 4, 1)
for kind, crc in (("", zlib.crc32(v2 + body)), ("_corrupt", zlib.crc32(body))):
    flat(f"v2{kind}_checksum", [page(3, v2 + body, crc=crc, h8={1: 4, 2: 0, 3: 4, 4: 0, 5: len(v2), 6: 0})], schema=MAYBE)
good("v2_checksum", TEXTS); bad("v2_corrupt_checksum", "the checksum of a page is wrong")
flat("rle_boolean", [data(4, b"\x02\0\0\0\x08\x01", 3)], schema=[node("s", children=1), node("flag", OPTIONAL, 0)]); bad("rle_boolean", "no caption field was found; fields seen: flag")
flat("bloom_filter", [data(4, plain(*TEXTS))], changes={14: (I64, 9999), 15: (I32, 47), 13: (LIST, (STRUCT, [{1: (I32, 0), 2: (I32, 0), 3: (I32, 1)}])), 12: (STRUCT, {5: (BIN, b"\xff"), 6: (BIN, b"\0")}), 8: (LIST, (STRUCT, [{1: (BIN, b"foo")}]))}, outer={4: (I64, 9999), 5: (I32, 20), 6: (I64, 8888), 7: (I32, 30)}); good("bloom_filter", TEXTS, pyarrow=False)
wide = [node("s", children=40)] + [node(f"column_{i}", OPTIONAL, BYTE_ARRAY) for i in range(40)]
write("many_columns", wide, [([f"column_{i}"], BYTE_ARRAY, 0, 1, [data(1, levels(run(0, 1, 1)))], {}, {}) for i in range(40)], 1); bad("many_columns", "fields seen: column_0, column_1,")

json.dump(cases, open(f"{out}/cases.json", "w"))
print(len(cases), "cases")
