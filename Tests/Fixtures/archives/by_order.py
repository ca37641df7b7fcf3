"""Writes one set of samples as archives whose members lie in many orders, and what each gives, whatever the order.

usage: by_order.py OUT_DIR      prints JSON: [{"file", "order", "records", "excluded", "captions": sorted texts, "numbers": {text: n}}]

The `n` of a text is that of its sample's JSON; texts whose sample has none are not among the numbers.
"""
import gzip, io, json, random, sys, tarfile, zipfile

out, rng = sys.argv[1], random.Random(19)
made = 0
def J(text, **more):
    global made
    made += 1
    return json.dumps({"url": "http://x/tench.jpg", "n": f"n{made}", "caption": text, "status": "success", **more})

# Each sample: its members, and the texts that it gives; then how many records it is where that is not 1.
samples = []
for i in range(30):
    key = f"a/{i:04d}"
    samples += [
        ({f"{key}0.jpg": "x", f"{key}0.json": J(f"no {i}"), f"{key}0.txt": f"text {i}"}, [f"text {i}"], 1),
        ({f"{key}1.jpg": "x", f"{key}1.json": J(f"json {i}")}, [f"json {i}"], 1),
        ({f"{key}2.png": "x"}, [], 1),
        ({f"{key}3.txt": f"lone {i}"}, [f"lone {i}"], 1),
        ({f"{key}4.json": J(f"no {i}"), f"{key}4.txt": f"pair {i}\n"}, [f"pair {i}"], 1),
        ({f"{key}5.caption": f"caption {i}", f"{key}5.json": J(f"no {i}"), f"{key}5.webp": "x"}, [f"caption {i}"], 1),
        ({f"{key}6.url.txt": "http://x", f"{key}6.json": J(f"beside {i}"), f"{key}6.jpg": "x"}, [f"beside {i}"], 1),
        ({f"{key}7.jpg": "x", f"{key}7.txt": f"one {i}\ntwo {i}"}, [f"one {i}\ntwo {i}"], 1),
        ({f"{key}8.jpg": "x", f"{key}8.json": J(f"no {i}", status="failed_to_download")}, [], 0),
        ({f"{key}9.md": "a tench"}, [], 0),
    ]
lists = [({"lists/one.json": json.dumps([{"caption": "list 1"}, {"caption": "list 2"}])}, ["list 1", "list 2"], 2),
         ({"lists/two.txt": "line 1\nline 2\nline 3\n"}, ["line 1", "line 2", "line 3"], 3)]
dots = [({f"photo.2020.{i:04d}.jpg": "x", f"photo.2020.{i:04d}.txt": f"dots {i}", f"photo.2020.{i:04d}.json": J("no")}, [f"dots {i}"], 1) for i in range(12)]
dots += [({f"www.{n}.org.jpg": "x", f"www.{n}.org.txt": f"site {n}"}, [f"site {n}"], 1) for n in ("one", "two", "three")]
dots += [({"q.jpg": "x"}, [], 1), ({"q.en.txt": "a dog"}, ["a dog"], 1), ({"q.de.txt": "ein Hund"}, ["ein Hund"], 1)]
dots += [({f"n{k}.jpg": "x", f"n{k}.txt": f"number {k}"}, [f"number {k}"], 1) for k in ("1", "1.5", "2.5", "2.75")]
dots += [({f"v{i}.seg.png": "x", f"v{i}.jpg": "x", f"v{i}.txt": f"plain {i}"}, [f"plain {i}"], 1) for i in range(5)]

def tar(files):
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w") as t:
        for name, content in files:
            m = tarfile.TarInfo(name)
            m.size = len(content)
            t.addfile(m, io.BytesIO(content))
    return b.getvalue()

def zipped(files, method):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", method) as z:
        for name, content in files: z.writestr(name, content)
    return b.getvalue()

writers = {"tar": tar, "tar.gz": lambda f: gzip.compress(tar(f), 1), "stored.zip": lambda f: zipped(f, zipfile.ZIP_STORED),
           "zip": lambda f: zipped(f, zipfile.ZIP_DEFLATED), "inside.tar": lambda f: tar([("README", b"x"), ("in.tar", tar(f)), ("z.jsonl", b"")][:2])}
kind = lambda name: name.rsplit(".", 1)[1]
orders = {"sample": lambda f: f, "names": lambda f: sorted(f), "kind": lambda f: sorted(f, key=lambda x: (kind(x[0]), x[0])),
          "text last": lambda f: sorted(f, key=lambda x: (kind(x[0]) in ("txt", "caption"), kind(x[0]) == "json")),
          "text first": lambda f: sorted(f, key=lambda x: (kind(x[0]) not in ("txt", "caption"), kind(x[0]) != "json")),
          "backwards": lambda f: f[::-1], **{f"shuffled {i}": lambda f: rng.sample(f, len(f)) for i in range(4)}}
cases = []
for word, some in (("plain", samples), ("lists", samples[:40] + lists), ("dots", dots), ("all", samples + lists + dots)):
    files = [(n, c.encode()) for members, _, _ in some for n, c in members.items()]
    texts = sorted(t for _, texts, _ in some for t in texts)
    numbers = {text: json.loads(content)["n"] for members, texts, r in some if r == 1
               for name, content in members.items() if name.endswith(".json") for text in texts}
    records = sum(r for _, _, r in some)
    excluded = sum(1 for m, _, r in some if r == 0 and any("failed" in c for c in m.values()))
    for order, sort in orders.items():
        for ending, write in writers.items():
            name = f"{word} {order}.{ending}"
            open(f"{out}/{name}", "wb").write(write(sort(files)))
            cases.append({"file": name, "order": order, "records": records, "excluded": excluded, "captions": texts, "numbers": numbers})
print(json.dumps(cases))
