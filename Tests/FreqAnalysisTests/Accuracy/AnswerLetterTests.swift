import Testing

@testable import FreqAnalysis

@Suite struct AnswerLetterTests {
  private static let plain: [(String, Int?)] = [
    ("B", 1), ("b", 1), (" (B) ", 1), ("B.", 1), ("[c]", 2), ("**D**", 3), ("Ｂ", 1), ("（Ｂ）", 1),
    ("B. upright. Because of a crane.", 1), ("(C) a crane", 2), ("b) upright", 1),
    ("Answer: B", 1), ("The answer is (d).", 3), ("the correct answer is option C, not A.", 2),
    ("A is wrong, (B) is wrong. Answer: C", 2), ("Answer: a crane", nil),
    ("It is (B), I think.", 1), ("So:\nC. because", 2), ("I would say B", 1), ("A or B? I say B", 1),
    ("A crane", nil), ("a crane", nil), ("A crane stands in plan B", 1), ("A", 0), ("A is right", 0),
    ("I do not know", nil), ("I", 8), ("a T-shirt", nil), ("D's", nil), ("", nil), ("yes", nil),
    ("vitamin B12", nil), ("Option A", 0), ("Z", nil),
    // A letter alone on its line is a lone letter.
    ("A\n\nExplanation: B is a vehicle.", 0), ("**C**\r\nThe answer B is wrong, (D) as well.", 2),
    ("\n b \nsince D and C are birds", 1), ("D and C are birds.\nB\nA is none", 1),
    ("A and B and D.\n\nC", 2), ("Let me see: A or (B)?\nC", 2), ("A\nB\nC\nI say B of these", 1),
    ("Answer: B\nA", 1), ("A\nB\nAnswer: C", 2), ("A. crane\nB", 0),
  ]

  @Test(arguments: plain) func readsALetter(_ answer: String, _ letter: Int?) {
    #expect(AnswerLetter(options: []).chosen(in: answer) == letter)
  }

  @Test(
    arguments: [
      ("a crane", 1), ("Crane.", 1), ("tench", 0), ("C", 2), ("D", nil), ("the D", nil), ("carriage", nil),
      ("A crane", 1), ("E. tench", nil),
    ] as [(String, Int?)])
  func knowsTheOptions(_ answer: String, _ letter: Int?) {
    let options = ["tench", "crane", "car"].map { AnswerText($0) }
    #expect(AnswerLetter(options: options).chosen(in: answer) == letter)
  }

  @Test(
    arguments: [
      ("C", 2), ("(b)", 1), ("Crane", 1), ("goose", nil), ("", nil),
    ] as [(String, Int?)])
  func understandsALabel(_ label: String, _ letter: Int?) {
    let options = ["tench", "crane", "car"].map { AnswerText($0) }
    #expect(AnswerLetter(options: options).position(ofLabel: label) == letter)
  }
}
