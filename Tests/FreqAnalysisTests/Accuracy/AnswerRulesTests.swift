import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct AnswerRulesTests {
  /// An answer, a label, and what each rule says: contains, words, exact, first-line.
  struct Case: Sendable, CustomStringConvertible {
    var name: String
    var answer: String
    var label: String
    var right: String

    init(_ name: String, _ answer: String, _ label: String, _ right: String) {
      self.name = name
      self.answer = answer
      self.label = label
      self.right = right
    }

    var description: String { name }
  }

  private static let cases = [
    Case("a full stop", "A Tench.", "tench", "1111"),
    Case("case", "tench", "Tench", "1111"),
    Case("outer white space", " Tench\n", "tench", "1111"),
    Case("in a later line", "It is\na tench", "tench", "1100"),
    Case("after blank lines", "\n\na tench\nno", "tench", "1101"),
    Case("another", "goldfish", "tench", "0000"),
    Case("nothing", "", "tench", "0000"),
    Case("inside a word", "tenches", "tench", "1001"),
    Case("capital accents", "ÉCLAIR", "éclair", "1111"),
    Case("composed or not", "e\u{301}clair", "éclair", "1111"),
    Case("no pattern", "yes", "[a-z]", "0000"),
    Case("underscores in the label", "an apple pie on a plate", "apple_pie", "1101"),
    Case("underscores in the answer", "apple_pie", "apple pie", "1111"),
    Case("a line break between", "apple\npie", "apple pie", "1110"),
    Case("many blanks", "apple \t pie", "apple pie", "1111"),
    Case("a blank after the label", "crane.", "crane ", "1111"),
    Case("a typographic apostrophe", "A jack-o’-lantern.", "jack-o'-lantern", "1111"),
    Case("a hyphen that does not break", "T\u{2011}shirt", "T-shirt", "1111"),
    Case("a dash", "T\u{2013}shirt", "t-shirt", "1111"),
    Case("fullwidth", "Ｔ－ｓｈｉｒｔ", "T-shirt", "1111"),
    Case("a soft hyphen", "ten\u{AD}ch", "tench", "1111"),
    Case("an article", "the crane", "A crane", "0010"),
    Case("an article is not a name", "an", "a", "1001"),
    // Captions are counted without such signs.
    Case("signs that tell apart", "C", "C++", "0100"),
    Case("and with them", "C++.", "C++", "1111"),
    Case("quotes and stars", "**“Tench”**", "tench", "1111"),
    Case("a sign between words", "apple, pie", "apple pie", "0000"),
    Case("a sign of the label's own", "kite (bird) flies", "kite (bird)", "1101"),
    Case("a space for a hyphen", "T shirt", "T-shirt", "0100"),
    Case("Han", "这是鹤。", "鹤", "1101"),
  ]

  private static func judge(_ rule: PredictionFile.Rule) -> AnswerJudge {
    AnswerJudge(rule: rule, classSet: ClassSet(name: "s", classes: []), withAliases: false)
  }

  @Test(arguments: cases) func judges(_ one: Case) {
    let rules: [PredictionFile.Rule] = [.contains, .words, .exact, .firstLine]
    let found = rules.map { rule in
      var answer = JudgedAnswer(one.answer)
      let wanted = WantedAnswer(forms: [one.label], classes: [])
      return Self.judge(rule).judge(&answer, against: wanted).isRight ? "1" : "0"
    }
    #expect(found.joined() == one.right)
  }

  /// Python's NFKC and lower case, with what folding adds to them written out.
  @Test(.enabled(if: ProjectPaths.python != nil)) func foldsAsPythonDoes() throws {
    let texts = [
      "A Tench.", "TENCH", "İstanbul", "ΟΔΟΣ", "straße", "STRASSE", "Ǆ", "a\u{301}", "á", "ﬁsh", "fish", "x",
      "apple_pie", " apple  pie\n", "T‑shirt", "T—shirt", "jack-o’-lantern", "a\u{3000}b", "_", "ten\u{AD}ch",
      "apple\u{2028}pie", "`x´", "a - b", "Ａ＿Ｂ",
    ]
    let script = """
      import json, re, sys, unicodedata
      def fold(text):
          text = text.replace("\\u00ad", "")
          text = re.sub("[`\\u00b4\\u02bb\\u02bc\\u2018\\u2019\\u201b\\u2032]", "'", text)
          text = "".join(c.lower() for c in unicodedata.normalize("NFKC", text))
          text = "".join("-" if unicodedata.category(c) == "Pd" else c for c in text)
          return re.sub(r"[\\s_]+", " ", text).strip(" ")
      print(json.dumps([fold(t) for t in json.load(sys.stdin)]))
      """
    let run = try Run.python(["-c", script], input: try JSONEncoder().encode(texts))
    let expected = try JSONDecoder().decode([String].self, from: run.output)
    for (text, folded) in zip(texts, expected) {
      #expect(AnswerText(text).bytes == Array(folded.utf8), "\(text)")
    }
  }

  /// Whatever captions are counted by: the words of a label stand in an answer where the matcher finds it.
  @Test func findsWordsWhereTheMatcherDoes() {
    let pieces = [
      "tench", "Crane", "pie", "apple", "T", "shirt", "o", " ", "-", "'", "_", ",", ".", "\n", "é", "鹤",
    ]
    let labels = ["apple pie", "T-shirt", "crane", "o", "鹤", "pie, apple", "tench's pie", "é o"]
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    var found = 0
    for label in labels {
      let set = ClassSet(name: "s", classes: [.init(name: label)])
      let plan = MatchPlan(classSets: [set])
      for _ in 0..<300 {
        let text = (0..<1 + random(12)).map { _ in pieces[random(pieces.count)] }.joined()
        var answer = JudgedAnswer(text)
        let isThere = Self.judge(.words).judge(&answer, against: .init(forms: [label], classes: [])).hasWords
        #expect(isThere == !plan.mentions(in: text).isEmpty, "\(label) in \(text)")
        found += isThere ? 1 : 0
      }
    }
    #expect(found > 100)
  }

  // MARK: first

  private static let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "shark"), .init(name: "hammerhead shark"), .init(name: "car"), .init(name: "crane"),
      .init(name: "crane"),
      .init(name: "tench", terms: [.init("tench"), .init("Tinca tinca", kind: .alias)]),
    ])

  @Test(arguments: [
    ("a car beside a crane", 2, true), ("a car beside a crane", 3, false),
    ("It is not a crane, it is a car", 3, true), ("It is not a crane, it is a car", 2, false),
    ("a hammerhead shark", 1, true), ("a hammerhead shark", 0, false),
    ("a shark, a hammerhead shark", 0, true),
    ("a crane", 4, true), ("a scarf", 2, false), ("nothing", 0, false), ("Tinca tinca or a car", 5, false),
  ])
  func takesTheFirstClass(_ text: String, _ index: Int, _ isRight: Bool) {
    let judge = AnswerJudge(rule: .first, classSet: Self.set, withAliases: false)
    let classes = index == 3 || index == 4 ? [3, 4] : [index]
    var answer = JudgedAnswer(text)
    let wanted = WantedAnswer(forms: [Self.set.classes[index].name], classes: classes)
    #expect(judge.judge(&answer, against: wanted).isRight == isRight)
  }

  @Test func anAliasIsAClassToo() {
    let judge = AnswerJudge(rule: .first, classSet: Self.set, withAliases: true)
    var answer = JudgedAnswer("Tinca tinca or a car")
    let tench = WantedAnswer(forms: ["tench", "Tinca tinca"], classes: [5])
    #expect(judge.judge(&answer, against: tench).isRight)
    #expect(!judge.judge(&answer, against: WantedAnswer(forms: ["car"], classes: [2])).isRight)
    // The label is an alias of its own accord.
    let plain = AnswerJudge(rule: .first, classSet: Self.set, withAliases: false)
    var other = JudgedAnswer("Tinca tinca or a car")
    #expect(plain.judge(&other, against: WantedAnswer(forms: ["Tinca tinca"], classes: [5])).isRight)
  }

  @Test func countsTheOtherClassesOfAnAnswer() {
    let judge = AnswerJudge(rule: .contains, classSet: Self.set, withAliases: false)
    func namesMany(_ text: String) -> Bool {
      var answer = JudgedAnswer(text)
      return judge.judge(&answer, against: WantedAnswer(forms: ["tench"], classes: [5])).namesMany
    }
    #expect(namesMany("shark, hammerhead shark, car or tench"))
    // The shark of the hammerhead shark is none of its own.
    #expect(!namesMany("hammerhead shark, car or tench"))
    #expect(!namesMany("tench"))
  }
}
