import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

/// Files of questions in place of answers: the text is all that could be the prediction.
@Suite struct QuestionFileTests {
  private let set = ClassSet(names: ["tench", "crane", "car"])

  private static func asking(_ count: Int, _ all: Int) -> String {
    "p.jsonl: \(count) of \(all) texts ask a question or list options, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
  }

  private func lines(_ texts: [String], _ beside: String = "") -> String {
    let names = ["crane", "car", "tench"]
    return texts.enumerated().map { index, text in
      #"{"label": "\#(names[index % 3])", "text": "\#(text)"\#(beside)}"#
    }.joined(separator: "\n")
  }

  private static let questions: [([String], String)] = [
    // A multiple choice, a question with an instruction after it, and options alone.
    (
      [
        "Which ...?\\nA. x\\nB. crane\\nChoose A, B, C, or D.", "Which one?\\nA. car\\nB. y\\nChoose A or B.",
      ], ""
    ),
    (["What is it?\\nAnswer the question using a single word or phrase.", "Is it a car?\\nYes or no."], ""),
    (["The animal is\\nA. crane\\nB. car", "The thing is\\n(A) crane\\n(B) car"], ""),
    // Where an image stands beside, a question need not end its line.
    (
      ["What is in the photo? Choose one from crane, car.", "What is in the photo? Choose one."],
      #", "image": "a.jpg""#
    ),
  ]

  @Test(arguments: questions) func refuses(_ texts: [String], _ beside: String) throws {
    #expect(try JudgedFile(lines(texts, beside), set).shown == Self.asking(2, 2))
    #expect(try JudgedFile(lines(texts + ["a tench"], beside), set).shown == Self.asking(2, 3))
    // Half of the texts are not enough, and a person knows better.
    #expect(try JudgedFile(lines(texts + ["a tench", "crane"], beside), set).shown.contains("/"))
    #expect(
      try JudgedFile(lines(texts, beside), set, .init(predictionField: RecordPath("text"))).shown.contains(
        "/"))
    // The prompt stands beside the answer in LLaVA's files of answers, whatever the answer repeats.
    #expect(try JudgedFile(lines(texts, beside + #", "prompt": "What?""#), set).shown.contains("/"))
    // A class in another field and the rule of letters change nothing.
    let letters = lines(texts, beside + #", "classname": "crane""#).replacing(
      #""label": "crane""#, with: #""label": "A""#)
    let options = PredictionFile.Options(rule: .letter, classField: RecordPath("classname"))
    #expect(
      try JudgedFile(letters.replacing(#""label": "car""#, with: #""label": "B""#), set, options).shown
        == Self.asking(2, 2))
  }

  @Test func aPromptIsNoAnswer() throws {
    let prompt = Array(repeating: "Name the object in the photo.", count: 6)
    #expect(
      try JudgedFile(lines(prompt, #", "image": "a.jpg""#), set).shown
        == "p.jsonl: all 6 texts are the same, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    )
    // Without an image beside, it may be a model that knows one answer; so may a few.
    #expect(try JudgedFile(lines(prompt), set).shown.contains("/"))
    #expect(try JudgedFile(lines(Array(prompt.prefix(3)), #", "image": "a.jpg""#), set).shown.contains("/"))
  }

  @Test(arguments: [
    ["a crane", "a car", "a tench"], ["A. crane", "B. car", "A. tench"],
    ["Is it? A crane.", "What? A car.", "A tench?!"],
    ["1. crane\\n2. car", "a car\\nA. car", "tench"],
  ])
  func readsAnswers(_ texts: [String]) throws {
    #expect(try JudgedFile(lines(texts), set).shown == "tench 1/1, crane 1/1, car 1/1")
  }

  @Test func anEchoedPromptIsCutFirst() throws {
    let echoed = ["What is it?\\nOne word. ASSISTANT: crane", "What is it?\\nOne word. ASSISTANT: a car"]
    #expect(try JudgedFile(lines(echoed), set).shown == "crane 1/1, car 1/1")
  }

  @Test(.enabled(if: ProjectPaths.shared != nil)) func thePapersQuestionsAreRefused() throws {
    let data = try #require(ProjectPaths.shared).appending(path: "data")
    let names = try ClassFile(path: data.appending(path: "classes/imagenet_classes.json").path).classSet
    let options = PredictionFile.Options(rule: .letter, classField: RecordPath("classname"))
    #expect {
      try PredictionFile(
        path: data.appending(path: "captions/imagewikiqa.jsonl").path, classSet: names, options: options)
    } throws: { error in
      (error as? InputError)?.reason == .askingTexts(2_000, of: 2_000)
    }
  }
}
