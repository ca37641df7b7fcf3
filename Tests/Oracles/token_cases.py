"""usage: token_cases.py ORACLE DATA FOLDER: writes texts and their tokens by the oracle.

texts: for each its length in bytes (four bytes, little endian) and its bytes. treebank: a line each, tokens joined by U+001F.
metaclip: a line each, tokens joined by spaces. data: the real captions; without DATA ('-') random texts alone.
"""
import json, random, re, struct, sys

source = open(sys.argv[1], encoding="utf-8").read()
exec(source[: source.rindex("\nmain()")])
data, folder = sys.argv[2], sys.argv[3]
texts = []
if data != "-":
    import pyarrow.parquet as pq

    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, dict)):
            for v in value.values() if isinstance(value, dict) else value:
                yield from strings(v)

    flickr = [l.rstrip("\n").split("\t")[1] for l in open(f"{data}/captions/flickr8k_a.token.txt", encoding="utf-8")]
    texts += flickr
    laion = [t for t in pq.read_table(f"{data}/captions/laion400m_1000.parquet")["TEXT"].to_pylist() if t]
    texts += laion
    texts += [s for l in open(f"{data}/captions/imagewikiqa.jsonl", encoding="utf-8") for s in strings(json.loads(l))]
    texts += [c for c in strings(json.load(open(f"{data}/cases/matching_cases.json")))]
    rng = random.Random(5)
    for _ in range(5000):  # several sentences
        parts = [rng.choice(flickr if rng.random() < 0.7 else laion).strip() for _ in range(rng.randint(2, 5))]
        ends = [".", ". ", '." ', ".) ", "?", "! ", "...", ".\n", " . ", ".' ", ".\u201d ", "; "]
        texts.append("".join(p.rstrip(" .") + rng.choice(ends) for p in parts))

rng = random.Random(381)
PIECES = """cannot can not gonna gotta gimme lemme wanna d'ye more'n 'tis 'twas 'Tis CANNOT Gonna g\u0131mme 't\u0131s 'twa\u017f 'ti\u017f whaddya
' '' ''' " "" ` `` ``` '" "' « » “ ” ‘ ’ „ ( ) [ ] { } < > ([ ]) . .. ... .... , ,, : :: ; ? ! ?! @ # ## $ % & * ** - -- --- ---- _ / \\ | ~ ^
's 'S 'm 'M 'd 'D 'll 'LL 're 've n't N'T don't Can't it's dogs' potter's 'x 'a 'é 'm' 's' '7 's. 'ſ '\u0661 'n 'n' o'clock rock'n'roll
1,000 3.14 1,a a,1 10:30 10:pm $5 £5 €3,5 5% #1 a.b e.g. U.S. Mr. St. x.) x." x.' x.» x.” x.’ .x .5 . .) ." .' .'' .] .} .> .»
a b dog Dog DOG tench é É naïve Σ ΑΣ ΟΔΟΣ ΣΣ Σ' aΣ. αΣ-β ΑΣ\u0301 ΑΣ\u0301Α Α'Σ Α\u00adΣ Σα İ I\u0307 ſ K Å ß ẞ Ǆ ﬁ ０ １，０ ٣ ,٣ ,² ,½ :٣ 中文 ไทย हिन्दी
😀 👨\u200d👩 \u00e9\u0301 \u0345 α\u0345Σ \u2026 – — · • ™ \ufeff \u200b \u200d \u00ad \u0085 \u00a0 \u1680 \u2028 \u202f \u3000 \u001c \u001f \u0000 \u0001""".split(" ")
PIECES = [p for w in PIECES for p in w.split("\n")]
SPACES = [" "] * 12 + ["  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2028", "\u001c", "\u0085", "\u200b"]
for _ in range(40_000):
    glue = rng.choice([0.1, 0.5, 0.9])
    line = ""
    for _ in range(rng.randint(0, 12)):
        line += rng.choice(PIECES) + (rng.choice(SPACES) if rng.random() > glue else "")
    texts.append(line)
TIGHT = list(" '\".,:()`-\n\tansdmtΣé»“”’") + ["''", "``", "--", "..", "n't", "'ll", "'s", "x", "1", "cannot", "'tis", "\u00a0"]
for _ in range(40_000):
    texts.append("".join(rng.choice(TIGHT) for _ in range(rng.randint(0, 14))))
# Any two scalars beside what looks at them: sigma, white space, digits, word characters.
scalars = [v for v in range(0x110000) if not 0xD800 <= v <= 0xDFFF]
for v in scalars:
    c = chr(v)
    if c.lower() != c or c.isspace() or c.isdecimal() or (v < 0x3000 and v > 31):
        texts += [f"Α{c}Σ,{c} 'x{c} '{c} a.{c}b{c}cannot{c}. x.{c}", f"{c}Σ{c}a Σ{c}"]

with open(f"{folder}/texts", "wb") as f:
    for t in texts:
        b = t.encode()
        f.write(struct.pack("<I", len(b)) + b)
with open(f"{folder}/treebank", "wb") as f:
    for t in texts:
        f.write("\x1f".join(paper_tokens(t)).encode() + b"\n")
with open(f"{folder}/metaclip", "wb") as f:
    for t in texts:
        f.write(" ".join(spaced(t).split(" ")[1:-1]).encode() + b"\n")
