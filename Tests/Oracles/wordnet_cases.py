"""usage: wordnet_cases.py ORACLE DATA WORDNET STEP FOLDER: class lists with many aliases, texts, and the oracle's counts.

Writes for each list L: L.json, the terms of each class in order; L.csv, the oracle's rows. Lists, each for one overlap:
imagenet-all and imagenet-longest, ImageNet's names with the lemmas of their first noun synset, as LOC_synset_mapping.txt
gives them; wordnet-all, every STEPth synset of WordNet with all its lemmas, and wordnet-longest, a fifth of those. texts:
every third real caption, many to a line, since the oracle goes through all terms for each line; what stands between two
of them joins no words.
"""
import contextlib, io, json, os, sys
import pyarrow.parquet as pq

source, data, wordnet, step, folder = open(sys.argv[1], encoding="utf-8").read(), *sys.argv[2:4], int(sys.argv[4]), sys.argv[5]
rows = [l.rstrip("\n").split("\t", 1)[1] for l in open(f"{data}/captions/flickr8k_a.token.txt", encoding="utf-8", newline="\n")]
rows += [t for t in pq.read_table(f"{data}/captions/laion400m_1000.parquet")["TEXT"].to_pylist() if t]
rows += [json.loads(l)["wiki"] for l in open(f"{data}/captions/imagewikiqa.jsonl", encoding="utf-8")]
rows = [" ".join(r.split("\n")) for r in rows]
rows = rows[::3]
texts = [" | ".join(rows[i : i + 800]) for i in range(0, len(rows), 800)]
with open(f"{folder}/texts", "w", encoding="utf-8", newline="\n") as f:
    f.writelines(t + "\n" for t in texts)


def lemmas(line):
    fields = line.split(" ")
    return [fields[4 + 2 * w].split("(")[0].replace("_", " ") for w in range(int(fields[3], 16))]


lines = {}
for part in ["noun", "verb", "adj", "adv"]:
    with open(f"{wordnet}/data.{part}", encoding="utf-8") as f:
        lines[part] = [l for l in f if not l.startswith("  ")]
nouns = {l.split(" ", 1)[0]: l for l in lines["noun"]}
first = {}
for l in open(f"{wordnet}/index.noun", encoding="utf-8"):
    if not l.startswith("  "):
        fields = l.split()
        first[fields[0]] = fields[-int(fields[2])]
names = json.load(open(f"{data}/classes/imagenet_classes.json"))
imagenet = []
for name in names:
    synset = first.get(name.lower().replace(" ", "_"))
    imagenet.append([name] + (lemmas(nouns[synset]) if synset else []))
everything = [lemmas(l) for part in lines.values() for l in part]
lists = {
    "imagenet-all": imagenet, "imagenet-longest": imagenet,
    "wordnet-all": everything[::step], "wordnet-longest": everything[:: step * 5],
}

for name, classes in lists.items():
    json.dump(classes, open(f"{folder}/{name}.json", "w"))
    # The oracle's file is an object, so that a class needs a name of its own; these match nothing.
    named = {f"zzqx{i}": terms for i, terms in enumerate(classes)}
    json.dump(named, open(f"{folder}/named.json", "w"))
    overlap = name.split("-")[1]
    sys.argv = ["oracle", "--matching", "word", "--overlap", overlap, "--classes", f"{folder}/named.json", f"{folder}/texts"]
    with open(f"{folder}/{name}.csv", "w") as out, contextlib.redirect_stdout(out):
        exec(compile(source, "oracle", "exec"), {"__name__": "oracle"})
