"""Writes Parquet files with the columns of real data sets, and the captions that the tool must find in them unasked.

usage: by_shape.py OUT_DIR      writes OUT_DIR/*.parquet and OUT_DIR/cases.json, as by_hand.py does; "excluded" rows are left out
"""
import json, sys
import pyarrow as pa, pyarrow.parquet as pq

out = sys.argv[1]
cases = []
s, i64, f64 = pa.string(), pa.int64(), pa.float64()
image = pa.struct([("bytes", pa.binary()), ("path", s)])
jpeg = {"bytes": b"\xff\xd8 a tench", "path": "a tench.jpg"}


def case(name, fields, rows, captions, excluded=0, records=None, error=None, **options):
    table = pa.Table.from_pylist(rows, schema=pa.schema(fields))
    pq.write_table(table, f"{out}/{name}.parquet", **options)
    item = {"file": name + ".parquet", "fields": [], "excluded": excluded}
    if error: item["error"] = error
    else: item |= {"records": len(rows) - excluded if records is None else records, "captions": captions}
    cases.append(item)


C = lambda r, t: [r, "caption", t]
H = lambda r, t: [r, "human", t]
A = lambda r, t: [r, "assistant", t]
case("laion400m", [("SAMPLE_ID", f64), ("URL", s), ("TEXT", s), ("HEIGHT", f64), ("NSFW", s)],
     [{"URL": "http://x/tench.jpg", "TEXT": "a tench", "NSFW": "UNLIKELY"}, {"URL": "u", "TEXT": None}, {"URL": "u", "TEXT": "a &amp; b"}],
     [C(0, "a tench"), C(2, "a &amp; b")])
case("laion_coco", [("URL", s), ("TEXT", s), ("top_caption", s), ("all_captions", pa.list_(s))],
     [{"URL": "u", "TEXT": "text", "top_caption": "top", "all_captions": ["one", "two"]}], [C(0, "text")])
case("all_captions_only", [("url", s), ("all_captions", pa.list_(s))], [{"url": "u", "all_captions": ["one", None, "two"]}, {"url": "u"}],
     [C(0, "one"), C(0, "two")])
case("coyo", [("id", i64), ("url", s), ("text", s), ("width", i64)], [{"id": 1, "url": "u", "text": "a tench", "width": 3}], [C(0, "a tench")])
case("datacomp", [("uid", s), ("url", s), ("text", s), ("face_bboxes", pa.list_(pa.list_(f64))), ("sha256", s)],
     [{"uid": "0" * 32, "url": "u", "text": "a tench", "face_bboxes": [[0.0, 1.0]], "sha256": "x"}], [C(0, "a tench")])
turn = pa.list_(pa.struct([("from", s), ("value", s)]))
case("llava_next", [("id", s), ("conversations", turn), ("data_source", s), ("image", image)],
     [{"id": "1", "image": jpeg, "data_source": "d", "conversations": [{"from": "human", "value": "<image>\nWhat is it?"}, {"from": "gpt", "value": "A tench."}, {"from": "system", "value": "Hm."}]},
      {"id": "2", "conversations": []}, {"id": "3", "conversations": [{"from": "gpt", "value": None}, {"from": "human", "value": "Why?"}]}],
     [H(0, "What is it?"), A(0, "A tench."), [0, "system", "Hm."], H(2, "Why?")])
chat = [{"from": "human", "value": "<image>\nDescribe it."}, {"from": "gpt", "value": "A red tench."}]
case("llava_recap", [("id", s), ("image", image), ("conversations", turn), ("data_source", s)],
     [{"id": "1", "image": jpeg, "conversations": chat, "data_source": "blip558k"}], [H(0, "Describe it."), A(0, "A red tench.")])
case("llava_onevision", [("id", s), ("image", image), ("conversations", turn), ("data_source", s)],
     [{"id": "1", "image": jpeg, "conversations": chat, "data_source": "aokvqa"}, {"id": "2", "image": None, "conversations": [{"from": "human", "value": "这是什么?"}, {"from": "gpt", "value": "一条鱼"}], "data_source": "zh"}],
     [H(0, "Describe it."), A(0, "A red tench."), H(1, "这是什么?"), A(1, "一条鱼")])
case("part-00000-5b54c5d5-c000.snappy", [("SAMPLE_ID", i64), ("URL", s), ("TEXT", s), ("HEIGHT", pa.int32()), ("WIDTH", pa.int32()), ("LICENSE", s), ("LANGUAGE", s), ("NSFW", s), ("similarity", f64), ("punsafe", f64), ("pwatermark", f64), ("hash", i64)],
     [{"SAMPLE_ID": 1, "URL": "http://x/tench.jpg", "TEXT": "a shark", "LICENSE": "?", "LANGUAGE": "en", "NSFW": "UNLIKELY"}, {"URL": "u", "TEXT": ""}], [C(0, "a shark")])
case("relaion", [("url", s), ("caption", s), ("similarity", f64), ("hash", i64), ("width", i64), ("height", i64), ("punsafe", f64), ("pwatermark", f64), ("key", s), ("status", s), ("error_message", s)],
     [{"url": "u", "caption": "a tench", "status": "success"}, {"url": "u", "caption": "a shark", "status": "failed_to_download"}], [C(0, "a tench")], excluded=1)
case("img2dataset_sample", [("URL", s), ("TEXT", s), ("__index_level_0__", i64)],
     [{"URL": f"http://x/{i}.jpg", "TEXT": ["a tench", "see http://x.org", "Tom &amp; Jerry", "a tench"][i], "__index_level_0__": i} for i in range(4)],
     [C(0, "a tench"), C(1, "see http://x.org"), C(2, "Tom &amp; Jerry"), C(3, "a tench")])
case("coco", [("URL", s), ("TEXT", s)], [{"URL": "http://x/1.jpg", "TEXT": "a man rides a horse"}], [C(0, "a man rides a horse")])
case("cauldron", [("images", pa.list_(image)), ("texts", pa.list_(pa.struct([("user", s), ("assistant", s), ("source", s)])))],
     [{"images": [jpeg], "texts": [{"user": "q1", "assistant": "a1", "source": "a source"}, {"user": "q2", "assistant": "a2", "source": "x"}]}],
     [H(0, "q1"), A(0, "a1"), H(0, "q2"), A(0, "a2")])
case("messages", [("messages", pa.list_(pa.struct([("role", s), ("content", s)])))],
     [{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}, {"role": "tool", "content": "t"}]}],
     [H(0, "q"), A(0, "a"), [0, "other", "t"]])
part = pa.list_(pa.struct([("type", s), ("text", s)]))
case("messages_parts", [("messages", pa.list_(pa.struct([("role", s), ("content", part)])))],
     [{"messages": [{"role": "user", "content": [{"type": "image", "text": None}, {"type": "text", "text": "what"}, {"type": "text", "text": "is it"}]}, {"role": "assistant", "content": [{"type": "text", "text": "a tench"}]}]}],
     [H(0, "what is it"), A(0, "a tench")])
case("obelics", [("images", pa.list_(s)), ("metadata", s), ("texts", pa.list_(s))],
     [{"images": ["u", None], "metadata": "{}", "texts": [None, "a text"]}, {"images": [], "metadata": "{}", "texts": ["b", None, "c"]}],
     [C(0, "a text"), C(1, "b"), C(1, "c")])
status = [("url", s), ("caption", s), ("key", s), ("status", s), ("error_message", s), ("txt", s), ("jpg", pa.binary())]
rows = [{"url": "u", "caption": f"caption {i}", "key": str(i), "txt": f"caption {i}", "jpg": b"\xff",
         "status": ["success", "failed_to_download", "failed_to_resize"][i % 3]} for i in range(250)]
case("img2dataset", status, rows, [C(i, f"caption {i}") for i in range(0, 250, 3)], excluded=166, row_group_size=100)
case("img2dataset_plain_status", [("caption", s), ("status", s)], [{"caption": "a", "status": "published"}, {"caption": "b", "status": "draft"}], [C(0, "a"), C(1, "b")])
case("img2dataset_no_rows", status, [], [])
case("raw_caption", [("raw_caption", s), ("caption", s)], [{"raw_caption": "Raw!", "caption": "raw"}], [C(0, "raw")])
case("caption_lists", [("image", s), ("caption", pa.list_(s))], [{"image": "x", "caption": ["a", "b"]}], [C(0, "a"), C(0, "b")])
case("caption_all_null", [("caption", s), ("text", s)], [{"caption": None, "text": f"t{i}"} for i in range(5)], [C(i, f"t{i}") for i in range(5)])
case("dictionary_type", [("text", pa.dictionary(pa.int32(), s))], [{"text": t} for t in ["b", "a", "b", "b"]], [C(0, "b"), C(1, "a"), C(2, "b"), C(3, "b")])
case("nothing", [("id", i64), ("url", s)], [{"id": 1, "url": "u"}], [], error="no caption field was found; fields seen: url")
case("binary_text", [("text", pa.binary())], [{"text": b"a"}, {"text": None}, {"text": "é".encode()}], [C(0, "a"), C(2, "é")])
case("binary_bytes", [("text", pa.binary())], [{"text": b"\xff\xd8"}], [], error="no caption field was found; fields seen: text")
case("binary_beside", [("caption", pa.binary()), ("text", s)], [{"caption": b"\xff\xd8", "text": "t"}], [C(0, "t")])
case("large_binary", [("caption", pa.large_binary())], [{"caption": b"a tench"}], [C(0, "a tench")])
case("TEXT_and_text", [("TEXT", s), ("text", s)], [{"TEXT": None, "text": "a"}, {"TEXT": "", "text": "b"}, {"TEXT": "c", "text": "no"}], [C(0, "a"), C(1, "b"), C(2, "c")])
case("choice_for_each_row", [("conversations", turn), ("caption", s), ("text", s), ("all_captions", pa.list_(s))],
     [{"conversations": chat, "caption": "no"}, {"conversations": [], "caption": "c", "text": "no"}, {"text": "t"}, {"all_captions": ["x", None, "y"]}, {"caption": "d"}, {}],
     [H(0, "Describe it."), A(0, "A red tench."), C(1, "c"), C(2, "t"), C(3, "x"), C(3, "y"), C(4, "d")])
case("late_text", [("caption", s), ("text", s)], [{"caption": "c", "text": "no"}] * 300 + [{"caption": None, "text": "t"}], [C(i, "c") for i in range(300)] + [C(300, "t")], row_group_size=100)
lists = pa.struct([("from", pa.list_(s)), ("value", pa.list_(s))])
case("struct_of_lists", [("conversations", lists)],
     [{"conversations": {"from": ["human", "gpt"], "value": ["q", "a"]}}, {"conversations": None}, {"conversations": {"from": [], "value": []}}, {"conversations": {"from": ["gpt"], "value": ["b"]}}],
     [H(0, "q"), A(0, "a"), A(3, "b")])
case("conversation_string", [("id", s), ("conversations", s), ("text", s)],
     [{"conversations": json.dumps(chat), "text": "no"}, {"conversations": "", "text": "t"}, {"conversations": json.dumps({"from": ["gpt"], "value": ["b"]})}],
     [H(0, "Describe it."), A(0, "A red tench."), C(1, "t"), A(2, "b")])
case("conversation_string_bad", [("conversations", s)], [{"conversations": json.dumps(chat)}, {"conversations": "[{'from': 'gpt'}]"}], [],
     error="record 2: invalid JSON: the conversation is a Python list, not JSON; write it with json.dumps")
T = json.dumps([{"user": "q", "assistant": "a"}])
case("texts_string", [("texts", s), ("caption", s)], [{"texts": T, "caption": "no"}, {"texts": "plain", "caption": None}, {"texts": "none", "caption": "a dog"}, {"texts": None}],
     [H(0, "q"), A(0, "a"), C(1, "plain"), C(2, "a dog")])
case("texts_plain", [("texts", s)], [{"texts": "[a dog]"}, {"texts": '["a", "b"]'}], [C(0, "[a dog]"), C(1, '["a", "b"]')])
case("scienceqa", [("image", image), ("question", s), ("choices", pa.list_(s)), ("answer", pa.int8()), ("hint", s), ("solution", s)],
     [{"question": "q", "choices": ["dog", "cat"], "answer": 1, "hint": "no", "solution": "no"}, {"question": "r", "choices": ["dog"], "answer": 5}, {"question": "s", "choices": None, "answer": 0}, {"question": "t", "choices": ["x", None, "y"], "answer": 2}],
     [H(0, "q"), A(0, "cat"), H(1, "r"), H(2, "s"), H(3, "t"), A(3, "y")])
case("svit", [("conversations", pa.list_(pa.struct([("id", i64), ("content", turn)])))],
     [{"conversations": [{"id": 0, "content": [{"from": "user", "value": "q"}, {"from": "gpt", "value": "a"}]}, {"id": 1, "content": [{"from": "user", "value": "r"}]}]}],
     [H(0, "q"), A(0, "a"), H(0, "r")])
case("history", [("query", s), ("response", s), ("history", pa.list_(pa.list_(s))), ("system", s)],
     [{"query": "q", "response": "a", "history": [["h", "b"], ["i", "c"]], "system": "s"}],
     [H(0, "q"), A(0, "a"), [0, "system", "s"], H(0, "h"), A(0, "b"), H(0, "i"), A(0, "c")])


# Encrypted as pyarrow does it: the footer, a column, or one beside the captions, which then are read.
import pyarrow.parquet.encryption as encryption


class Keys(encryption.KmsClient):
    def __init__(self, config): super().__init__()
    def wrap_key(self, key, master): return key
    def unwrap_key(self, key, master): return key


factory = encryption.CryptoFactory(Keys)
for name, plain, column, error in (
        ("encrypt_columns_and_footer", False, "text", "a Parquet file with an encrypted footer is not supported"),
        ("encrypt_columns_plaintext_footer", True, "text", "the encryption of the Parquet column text is not supported"),
        ("encrypt_other_column_plaintext_footer", True, "url", None)):
    config = encryption.EncryptionConfiguration(footer_key="footer", column_keys={"column": [column]}, plaintext_footer=plain)
    case(name, [("url", s), ("text", s)], [{"url": "u", "text": "a tench"}], [C(0, "a tench")], error=error,
         encryption_properties=factory.file_encryption_properties(encryption.KmsConnectionConfig(), config))
json.dump(cases, open(f"{out}/cases.json", "w"))
