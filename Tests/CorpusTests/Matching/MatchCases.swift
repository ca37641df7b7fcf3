import Testing

@testable import Corpus

/// A hard case: what is looked for in which text, and how often each class is mentioned.
struct MatchCase: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var classes: [[String]]
  var overlap = Overlap.all
  var found: [Int]

  var testDescription: String { name }

  init(_ name: String, _ text: String, _ classes: [[String]], overlap: Overlap = .all, _ found: [Int]) {
    (self.name, self.text, self.classes, self.overlap, self.found) = (name, text, classes, overlap, found)
  }
}

let matchCases: [MatchCase] = [
  // Edges of a text.
  MatchCase("empty text", "", [["dog"]], [0]),
  MatchCase("whole text", "dog", [["dog"]], [1]),
  MatchCase("first word", "dog runs", [["dog"]], [1]),
  MatchCase("last word", "a red tench", [["tench"]], [1]),
  MatchCase("only white space", " \t\n ", [["dog"]], [0]),
  MatchCase("inside a word", "tenches, stench", [["tench"]], [0]),
  MatchCase("a digit belongs to the word", "dog2 2dog", [["dog"]], [0]),
  MatchCase("a phrase cut by the end", "golden", [["golden retriever"]], [0]),
  MatchCase("a phrase as the whole text", "golden retriever", [["golden retriever"]], [1]),

  // Words of certain lengths: eight bytes at a time are compared.
  MatchCase("seven bytes", "giraffe", [["giraffe"]], [1]),
  MatchCase("eight bytes", "elephant", [["elephant"]], [1]),
  MatchCase("nine bytes", "crocodile", [["crocodile"]], [1]),
  MatchCase("eight equal bytes, then others", "crocodily crocodile", [["crocodile"]], [1]),
  MatchCase("a prefix of eight", "elephants elephant", [["elephant"], ["elephants"]], [1, 1]),
  MatchCase("sixteen and seventeen", "abcdefghijklmnop abcdefghijklmnopq", [["abcdefghijklmnop"]], [1]),

  // Case.
  MatchCase("capitals in the text", "A DOG and a Dog", [["dog"]], [2]),
  MatchCase("capitals in the term", "golden RETRIEVER", [["Golden Retriever"]], [1]),
  MatchCase("@ is no ` and [ no {", "@ [ dog", [["dog"], ["` {"]], [1, 0]),

  // The letter a by itself, a word where some term has it and none where no term has.
  MatchCase("a between two words", "black a dog, Black A dog, black-a-dog", [["black dog"]], [0]),
  MatchCase("a before and behind", "a black dog a A black dog A", [["black dog"]], [2]),
  MatchCase("nothing but a", "a A a", [["dog"], ["a dog"]], [0, 0]),
  MatchCase("a as a term", "a A, á a1 a", [["a"], ["dog"]], [3, 0]),
  MatchCase("a as a term's last word", "vitamin a, Vitamin A and vitamin", [["Vitamin A"]], [2]),
  MatchCase("a in a term's gap", "St. Bernard St a Bernard St. a Bernard", [["St. Bernard"]], [1]),
  MatchCase("an a with an accent", "black à dog, black a\u{300} dog, black dog", [["black dog"]], [1]),

  // Gaps.
  MatchCase(
    "hyphen, underscore, apostrophe, run of blanks", "t-shirt t_shirt t'shirt t   shirt t`shirt",
    [["t shirt"]], [5]),
  MatchCase("nothing between is one word", "tshirt", [["t shirt"]], [0]),
  MatchCase("a hyphen in the term", "T shirt, T-shirt", [["T-shirt"]], [2]),
  MatchCase("a line break between", "golden\nretriever", [["golden retriever"]], [1]),
  MatchCase("a comma between", "golden, retriever", [["golden retriever"]], [0]),
  MatchCase("a control character between", "golden\u{1}retriever", [["golden retriever"]], [0]),
  MatchCase("a null between", "golden\u{0}retriever", [["golden retriever"]], [0]),
  MatchCase(
    "St. Bernard, whatever stands there", "St. Bernard St Bernard St.-Bernard St, Bernard", [["St. Bernard"]],
    [3]),
  MatchCase("St Bernard allows no full stop", "St. Bernard", [["St Bernard"]], [0]),
  MatchCase("the same words with other gaps", "St. Bernard", [["St Bernard", "St. Bernard"]], [1]),
  MatchCase("Rock & Roll", "rock & roll, rock and roll, rock roll", [["Rock & Roll"]], [2]),
  MatchCase("a slash that one class allows", "a/b", [["a b"], ["a/b"]], [0, 1]),
  MatchCase("extras, then a longer term", "a. b c", [["a b"], ["a. b"], ["a. b c"], ["b c"]], [0, 1, 1, 1]),
  MatchCase("punctuation around", "(dog) \"dog\" dog's dog. [dog]", [["dog"]], [5]),
  MatchCase(
    "possessive is two words", "potter's wheel, potters wheel, potter wheel", [["potter's wheel"]], [1]),

  // Nesting and overlap.
  MatchCase(
    "a class inside another, each counts", "hammerhead shark", [["shark"], ["hammerhead shark"]], [1, 1]),
  MatchCase("longest", "hammerhead shark", [["shark"], ["hammerhead shark"]], overlap: .longest, [0, 1]),
  MatchCase("longest, leftmost first", "a b c", [["a b"], ["b c"]], overlap: .longest, [1, 0]),
  MatchCase("longest, the same words twice", "a crane", [["crane"], ["crane"]], overlap: .longest, [1, 1]),
  MatchCase("longest, one class by two terms", "a crane", [["crane", "Crane"]], overlap: .longest, [1]),
  MatchCase(
    "aliases of one class nest", "great white shark", [["great white shark", "shark", "white shark"]], [1]),
  MatchCase("aliases of one class overlap", "a b c", [["a b", "b c"]], [1]),
  MatchCase("a term over itself", "bye bye bye bye", [["bye bye"]], [2]),
  MatchCase("an odd one is left", "bye bye bye", [["bye bye"]], [1]),
  MatchCase("twins", "missile missile", [["missile"], ["missile"]], [2, 2]),
  MatchCase(
    "a long term that fails late", "a b c d x a b c d e", [["a b c d e"], ["c d"], ["d x"]], [1, 2, 1]),

  // Beyond ASCII.
  MatchCase("an accent counts", "café cafe CAFÉ", [["café"], ["cafe"]], [2, 1]),
  MatchCase("composed and not", "cafe\u{301} café", [["café"]], [2]),
  MatchCase("ligature and fullwidth", "ﬁsh ＦＩＳＨ", [["fish"]], [2]),
  MatchCase("a curly apostrophe", "potter’s wheel", [["potter's wheel"]], [1]),
  MatchCase(
    "a fullwidth grave accent is no apostrophe", "a\u{FF40}b a`b a\u{1FEF}b a\u{FF07}b",
    [["a b"], ["a\u{FF40}b"]], [2, 4]),
  MatchCase("curly quotes", "“dog”", [["dog"]], [1]),
  MatchCase("soft hyphen and joiners are not there", "go\u{AD}ld\u{200D}fish", [["goldfish"]], [1]),
  MatchCase("zero width space parts", "gold\u{200B}fish", [["goldfish"], ["gold fish"]], [0, 1]),
  MatchCase("an en dash between", "golden–retriever", [["golden retriever"]], [1]),
  MatchCase(
    "a middle dot between", "golden·retriever", [["golden retriever"], ["golden·retriever"]], [0, 1]),
  MatchCase("Han", "黑狗和白狗", [["狗"], ["白狗"], ["黑 狗"]], [2, 1, 1]),
  MatchCase("Thai", "หมาดำ", [["หมา"]], [1]),
  MatchCase("sigma", "ΣΟΦΟΣ σοφος σοφοσ", [["σοφοσ"]], [2]),
  MatchCase("a mark of its own is no word", "\u{301} dog", [["dog"]], [1]),
  MatchCase("emoji are gaps", "dog🐕dog", [["dog"], ["dog dog"]], [2, 0]),
  MatchCase("İ", "İstanbul", [["i̇stanbul"]], [1]),

  // Long texts.
  MatchCase(
    "ten thousand words", String(repeating: "a red dog ", count: 10_000),
    [["dog"], ["red dog a"], ["a red dog a red dog"]],
    [10_000, 9_999, 5_000]),
  MatchCase("a word of 200,000 letters", String(repeating: "x", count: 200_000) + " dog", [["dog"]], [1]),
  MatchCase(
    "a term over a segment's edge", String(repeating: "a ", count: 32_767) + "golden retriever dog",
    [["golden retriever dog"], ["a golden"]], [1, 1]),
]
