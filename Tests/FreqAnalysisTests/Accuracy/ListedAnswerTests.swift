import Corpus
import Testing

@testable import FreqAnalysis

/// Lists that a cell or a string holds as text, as pandas writes them: their first element is the answer.
@Suite struct ListedAnswerTests {
  private let set = ClassSet(names: ["tench", "crane", "car", "jack-o'-lantern"])

  private static let lists: [(String, [String])] = [
    ("['car', 'crane']", ["car", "crane"]), (#"["car", "crane"]"#, ["car", "crane"]),
    ("['car' 'crane'\n 'tench']", ["car", "crane", "tench"]), ("('car', 'crane')", ["car", "crane"]),
    (" ['car'] ", ["car"]), ("[('car', 0.9), ('crane', 0.1)]", ["car", "crane"]),
    ("[['car', 0.9], ['crane', 0.1]]", ["car", "crane"]),
    (#"["jack-o'-lantern", 'car']"#, ["jack-o'-lantern", "car"]),
    (#"['jack-o\'-lantern', 'car']"#, ["jack-o'-lantern", "car"]),
    (#"["caf\u00e9", "a\nb"]"#, ["café", "a\nb"]),
    ("['car', None, True]", ["car", "None", "True"]), ("[3, 1, 2]", ["3", "1", "2"]),
    ("[3 1 2]", ["3", "1", "2"]),
    ("[-0.5, 1e3]", ["-0.5", "1e3"]), ("('car',)", ["car"]),
    (#"['\U0001F697', "\ud83d\ude97"]"#, ["🚗", "🚗"]),
  ]

  @Test(arguments: lists) func reads(_ text: String, _ elements: [String]) {
    #expect(ListText.elements(of: text) == elements)
  }

  @Test(arguments: [
    "", "[", "[]", "()", "car", "[car]", "(A)", "[A] crane", "['car', 'crane'] are seen", "['car'",
    "['car', crane]",
    "['car' 'crane')", "[{'label': 'car'}]", "(1)", "[INST] a [/INST]", "['car'], ['crane']", "'car'", "[,]",
    "['car',,'x']",
    String(repeating: "[", count: 100_000),
  ])
  func leavesOtherTexts(_ text: String) {
    #expect(ListText.elements(of: text) == nil)
  }

  @Test(arguments: [
    ("p.csv", "label,pred\ncrane,\"['car', 'crane']\"\ncar,\"['car', 'crane']\"\n", "crane 0/1, car 1/1"),
    ("p.csv", "label,pred\ncrane,\"[\"\"car\"\", \"\"crane\"\"]\"\n", "crane 0/1"),
    ("p.jsonl", #"{"label": "crane", "pred": "['car', 'crane']"}"#, "crane 0/1"),
    ("p.jsonl", #"{"label": "crane", "pred": "[\"car\", \"crane\"]"}"#, "crane 0/1"),
    ("p.jsonl", #"{"label": "crane", "pred": ["['car', 'crane']"]}"#, "crane 0/1"),
    // A label that is a list of one, as where it is JSON.
    ("p.csv", "label,pred\n['crane'],['crane']\n", "crane 1/1"),
  ])
  func judgesTheFirst(_ name: String, _ text: String, _ expected: String) throws {
    let file = try JudgedFile(text, named: name, set)
    #expect(file.shown == expected)
    let lists = file.notes.compactMap { if case .firstOfSeveral(let count) = $0.kind { count } else { nil } }
    #expect(
      lists
        == (text.contains("['crane'],")
          ? [] : [text.split(separator: "\n").count { $0.contains("car") && $0.contains("[") }]))
  }

  @Test func optionsMayBeAListToo() throws {
    let text = "label,pred,options\nB,B,\"['car', 'crane']\"\n"
    #expect(try JudgedFile(text, named: "p.csv", set, .init(rule: .letter)).shown == "crane 1/1")
  }
}
