"""usage: unicode_cases.py ORACLE FOLDER: writes texts of one line each case, and what the oracle says of them.

scalars: every scalar on its own line. sequences: 200,000 random sequences that stress order and composition of marks. context:
every scalar that is not its own NFKC, or is a mark, between letters and marks. For each: NAME.text, NAME.nfkc, NAME.fold, and
NAME.form, the matcher's form made from the oracle's words and gaps.
"""
import random, sys

source = open(sys.argv[1], encoding="utf-8").read()
exec(source[: source.rindex("\nmain()")])
folder = sys.argv[2]
GAPS = set("\u201c\u201d\u2022\u0301\u00b7\u0001\u007f\ufffd\U0001F600\u0903")
SCALARS = [v for v in range(0x110000) if not 0xD800 <= v <= 0xDFFF]


def gap_form(c):
    if joins(c):
        return b" "
    if "!" <= c <= "~" and c != "`":
        return c.encode()
    if c in GAPS:
        return bytes(0x10 | ord(c) >> s & 15 for s in (20, 16, 12, 8, 4, 0))
    return b"\x0e"


def form(text):
    folded, out, used = fold(text), [], 0
    for i, (word, gap) in enumerate(words(folded)):
        out.append(b"".join(map(gap_form, gap)) if gap or i == 0 else b" ")
        out.append(word.encode())
        used += len(word) + len(gap)
    return b"".join(out + [gap_form(c) for c in folded[used:]])


def write(name, lines, whole=False):
    # White space keeps its neighbours apart in every step, so the lines are folded together.
    text = "\n".join(lines)
    for end, content in (
        ("text", text.encode()),
        ("nfkc", "\n".join(unicodedata.normalize("NFKC", line) for line in lines).encode()),
        ("fold", fold(text).encode()),
        ("form", form(text)),
    ):
        open(f"{folder}/{name}.{end}", "wb").write(content)


write("scalars", [chr(v) for v in SCALARS])

rng = random.Random(17)
marks = [v for v in SCALARS if unicodedata.combining(chr(v))]
starters = [v for v in SCALARS if unicodedata.category(chr(v))[0] == "M" and v not in set(marks)]
compat = [v for v in SCALARS if unicodedata.decomposition(chr(v))]
firsts = [ord(unicodedata.normalize("NFD", chr(v))[0]) for v in compat if "<" not in unicodedata.decomposition(chr(v))]
jamo = list(range(0x1100, 0x1200)) + [0xAC00, 0xAC01, 0xAC1C, 0xD7A3, 0xD788, 0x3131, 0xFFA1, 0xFFC2]
kana = [0x304B, 0x30CF, 0x3099, 0x309A, 0x309B, 0xFF76, 0xFF8A, 0xFF9E, 0xFF9F, 0x30FC, 0x4E2D, 0x6587]
spaceless = [v for v in sorted(SPACELESS)]
ignored = [0xAD, 0x200D, 0xFE0F, 0x34F, 0x61C, 0xE0001]
signs = sorted(v for v in FIRST if v not in IGNORED) + [0x2D, 0x5F, 0x27, 0x20, 0xA0, 0x2014, 0x2E, 0x130, 0x3A3, 0x2126, 0x212A]
ascii_bytes = list(range(0x20, 0x7F)) + [0, 1, 9, 13, 0x1C, 0x7F]
greek_kind = [0x1F80, 0x1FBE, 0x345, 0x313, 0x314, 0x342, 0x301, 0x300, 0x3B1, 0x3C9, 0x391]
pools = [marks, marks, starters, compat, firsts, firsts, jamo, kana, spaceless, ignored, signs, ascii_bytes, ascii_bytes, greek_kind, SCALARS]
common = [[0x300, 0x301, 0x308, 0x323, 0x327, 0x316, 0x345, 0x338, 0x5B0, 0x5BF, 0x64B, 0x653, 0x93C, 0x94D, 0xE38, 0xE48], list(b"aeiouAEOs<=>")]
sequences = []
for _ in range(200_000):
    few = [rng.choice(pools + 3 * common) for _ in range(rng.randint(1, 3))]
    line = "".join(chr(rng.choice(rng.choice(few))) for _ in range(rng.randint(1, 9)))
    sequences.append(line.replace("\n", " "))
sequences.append("e" + "".join(chr(rng.choice(marks)) for _ in range(5000)))
sequences += ["a" * n + "é" + "b" * m + "e\u0301" + "C" * k for n in range(40) for m in (0, 1, 7, 16) for k in (0, 3, 15, 33)]
write("sequences", sequences)

context = []
for v in SCALARS:
    c = chr(v)
    if unicodedata.category(c)[0] == "M" or unicodedata.normalize("NFKD", c) != c or v in FIRST:
        if not 0xAC00 <= v <= 0xD7A3:
            context += ["e" + c + "\u0301x", "\u4e2d" + c + "\u0316\u0301" + c, "A\u0301" + c]
write("context", context)
