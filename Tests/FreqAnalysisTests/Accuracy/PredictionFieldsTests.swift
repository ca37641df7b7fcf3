import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Predictions as evaluation programs write them.
@Suite struct PredictionFieldsTests {
  private let folder: TemporaryFolder
  private let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "tench", id: "n01440764"), .init(name: "crane"), .init(name: "T-shirt"),
      .init(name: "great white shark"),
      .init(name: "goldfish", terms: [.init("goldfish"), .init("Carassius auratus", kind: .alias)]),
      .init(name: "car"),
    ])

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ name: String, _ text: String, _ options: PredictionFile.Options = .init()
  ) throws -> AccuracyFile {
    try AccuracyFile(
      path: folder.write(name, text), classSet: set, options: .init(models: ["m"], predictions: options))
  }

  private func shown(_ file: AccuracyFile) -> String {
    file.models[0].values.map { "\(set.classes[$0.index].name) \($0.correct ?? -1)/\($0.total ?? -1)" }
      .joined(separator: ", ")
  }

  private func sentence(_ name: String, _ text: String, _ options: PredictionFile.Options = .init())
    -> String?
  {
    do {
      return "read: " + shown(try read(name, text, options))
    } catch {
      return "\(error)".replacing(folder.url.path + "/", with: "")
    }
  }

  private static let files: [(String, String, String)] = [
    ("a.jsonl", #"{"target": "crane", "prediction": "a crane"}"#, "crane 1/1"),
    ("a.jsonl", #"{"gt": ["crane"], "response": "a car"}"#, "crane 0/1"),
    ("a.jsonl", #"{"label": "crane", "generated_text": "a crane"}"#, "crane 1/1"),
    (
      "a.jsonl", #"{"label": "crane", "response": {"body": {"choices": [{"text": "a crane"}]}}}"#, "crane 1/1"
    ),
    ("a.jsonl", #"{"label": "crane", "response": [{"type": "text", "text": "a crane"}]}"#, "crane 1/1"),
    ("a.jsonl", #"{"label": "crane", "model_answer": "a crane"}"#, "crane 1/1"),
    ("a.jsonl", #"{"label": "crane", "answer": "a crane"}"#, "crane 1/1"),
    ("a.jsonl", #"{"question": "?", "answer": "crane", "output": "a car"}"#, "crane 0/1"),
    ("a.jsonl", #"{"label": "crane", "text": "Q?", "output": "crane", "pred": "a car"}"#, "crane 0/1"),
    (
      "a.jsonl", #"{"target": "crane", "filtered_resps": [["a crane", "no"]], "resps": [["x"]]}"#, "crane 1/1"
    ),
    (
      "a.jsonl", #"{"question_id": "5-great-white-shark", "text": "a great white shark"}"#,
      "great white shark 1/1"
    ),
    ("a.jsonl", #"{"question_id": "1-T-shirt", "answer": "T-shirt"}"#, "T-shirt 1/1"),
    (
      "a.jsonl",
      #"{"custom_id": "a-b-tench-7", "response": {"body": {"choices": [{"message": {"content": "tench"}}]}}}"#,
      "tench 1/1"
    ),
    (
      "list.json", "[\n{\"label\": \"crane\", \"pred\": \"crane\"},\n{\"label\": \"car\", \"pred\": \"x\"}]",
      "crane 1/1, car 0/1"
    ),
    ("a.csv", "Label,Pred\ncrane,\"A crane,\nred\"\ncar,no\n", "crane 1/1, car 0/1"),
    // pandas' `to_json()`, and lists beside one another.
    (
      "a.json", #"{"label": {"0": "crane", "1": "car"}, "pred": {"0": "a crane", "1": "x"}}"#,
      "crane 1/1, car 0/1"
    ),
    (
      "a.json", #"{"0": {"label": "crane", "pred": "a crane"}, "1": {"label": "car", "pred": "x"}}"#,
      "crane 1/1, car 0/1"
    ),
    ("a.json", #"{"columns": ["label", "pred"], "index": [0], "data": [["crane", "a crane"]]}"#, "crane 1/1"),
    (
      "a.json",
      "{\n\"schema\": {\"fields\": []},\n\"data\": [{\"index\": 0, \"label\": \"crane\", \"pred\": \"x\"}]}",
      "crane 0/1"
    ),
    ("a.json", #"{"label": ["crane", "car"], "pred": ["a crane", "x"]}"#, "crane 1/1, car 0/1"),
    // Under one key: what lmms-eval logs, and what programs call results.
    (
      "a.json",
      #"{"args": {"model": "m"}, "logs": [{"doc_id": 0, "target": "crane", "filtered_resps": ["a crane"]}], "time": "1"}"#,
      "crane 1/1"
    ),
    (
      "a.json", "{\n  \"results\": [\n {\"label\": \"crane\", \"pred\": \"x\"}\n],\n  \"other\": [1]\n}",
      "crane 0/1"
    ),
    ("a.jsonl", #"{"label": "crane", "pred": "a crane", "score": NaN, "b": -Infinity}"#, "crane 1/1"),
    ("a.tsv", "target\tresponse\ncrane\ta crane\n", "crane 1/1"),
    ("a.csv", "label;prediction\ncrane;a crane\n", "crane 1/1"),
    ("a.csv", "question_id,text\n0-crane,crane\n", "crane 1/1"),
    ("a.csv", "label,pred,correct\ncrane,x,0\n", "crane 0/1"),
    ("a.jsonl", #"{"label": "crane", "pred": "x", "accuracy": 0}"#, "crane 0/1"),
    ("a.jsonl", "\u{FEFF}{\"label\": \"crane\", \"pred\": \"crane\"}\r\n", "crane 1/1"),
    // Identifiers, spellings and aliases as labels.
    ("a.jsonl", #"{"label": "n01440764", "pred": "a tench"}"#, "tench 1/1"),
    ("a.jsonl", #"{"label": "T shirt", "pred": "a t-shirt"}"#, "T-shirt 1/1"),
    ("a.jsonl", #"{"label": "great-white-shark", "pred": "a great white shark"}"#, "great white shark 1/1"),
    ("a.jsonl", #"{"label": "Carassius auratus", "pred": "a goldfish"}"#, "goldfish 0/1"),
  ]

  @Test(arguments: files) func reads(_ name: String, _ text: String, _ expected: String) throws {
    #expect(shown(try read(name, text)) == expected)
  }

  @Test func takesNamedFields() throws {
    let text = #"{"doc": {"answer": "crane"}, "out": [{"text": "a crane"}], "label": "car", "pred": "x"}"#
    let options = PredictionFile.Options(
      labelField: RecordPath("doc.answer"), predictionField: RecordPath("out[0].text"))
    #expect(shown(try read("a.jsonl", text, options)) == "crane 1/1")
    let question = #"{"text": "What?", "response": "crane", "label": "crane"}"#
    #expect(
      shown(try read("a.jsonl", question, .init(predictionField: RecordPath("response")))) == "crane 1/1")
    let table = "a.b,true label\ncrane,car\n"
    let columns = PredictionFile.Options(
      labelField: RecordPath("true label"), predictionField: RecordPath("a.b"))
    #expect(shown(try read("a.csv", table, columns)) == "car 0/1")
  }

  @Test(arguments: ["Label", "label"]) func aColumnIsNamedInItsOwnCase(_ field: String) throws {
    let table = "Label,Answer,Pred\ncrane,car,a crane\n"
    #expect(shown(try read("a.csv", table, .init(labelField: RecordPath(field)))) == "crane 1/1")
  }

  /// Requests that failed have no answer, and a message without content is a wrong one.
  @Test func tellsOfAnswersThatAPIsDidNotGive() throws {
    func line(_ id: String, _ response: String, error: String = "null") -> String {
      "{\"custom_id\": \"\(id)\", \"response\": \(response), \"error\": \(error)}\n"
    }
    func message(_ content: String) -> String {
      "{\"status_code\": 200, \"body\": {\"choices\": [{\"message\": {\"content\": \(content)}}]}}"
    }
    let text =
      line("a-b-crane-1", message("\"a crane\""))
      + line("a-b-crane-2", "null", error: "{\"code\": \"batch_expired\"}")
      + line("a-b-car-3", "{\"status_code\": 429, \"body\": {\"error\": {\"message\": \"rate limit\"}}}")
      + line("a-b-car-4", message("null"))
    let failed = Note(.failedRequests(2), ["a-b-crane-2", "a-b-car-3"])
    let empty = Note(.withoutContent(1))
    for options in [
      PredictionFile.Options(),
      .init(predictionField: RecordPath("response.body.choices[0].message.content")),
    ] {
      let file = try read("a.jsonl", text, options)
      #expect(shown(file) == "crane 1/1, car 0/1")
      #expect(file.notes.contains(failed) && file.notes.contains(empty), "\(file.notes)")
    }
    #expect(failed.sentence == "2 requests failed and have no answer; left out of all counts")
    #expect(Note(.failedRequests(1)).sentence == "1 request failed and has no answer; left out of all counts")
    #expect(empty.sentence == "1 response has no content, and is wrong")
    #expect(Note(.withoutContent(2)).sentence == "2 responses have no content, and are wrong")
    // A file whose predictions are all null has none.
    #expect(throws: InputError.self) { try read("a.jsonl", #"{"label": "crane", "pred": null}"#) }
    #expect(throws: InputError.self) { try read("a.jsonl", #"{"label": "crane", "pred": NaN}"#) }
  }

  /// No answer holds a whole line of synonyms: the name that was split from it counts, its aliases where they are asked for.
  @Test func aLineOfSynonymsIsItsName() throws {
    let lines = ["a goldfish", "goldfish, Carassius auratus", "Carassius auratus", "a car"].map {
      "{\"label\": \"goldfish, Carassius auratus\", \"pred\": \"\($0)\"}"
    }
    let text = lines.joined(separator: "\n")
    for rule in [PredictionFile.Rule.contains, .words, .first] {
      #expect(shown(try read("a.jsonl", text, .init(rule: rule))) == "goldfish 2/4", "\(rule)")
      #expect(
        shown(try read("a.jsonl", text, .init(rule: rule, withAliases: true))) == "goldfish 3/4", "\(rule)")
    }
    // An alias alone is held against itself.
    let alias = #"{"label": "Carassius auratus", "pred": "a goldfish"}"#
    #expect(shown(try read("a.jsonl", alias)) == "goldfish 0/1")
  }

  /// A prediction that is null beside others is an answer without text; where another field has the answers, that is read.
  @Test func nullIsAWrongAnswer() throws {
    let text = """
      {"label": "crane", "pred": null}
      {"label": "crane", "pred": "a crane"}
      {"label": "car", "pred": null}
      """
    for options in [PredictionFile.Options(), .init(predictionField: RecordPath("pred"))] {
      let file = try read("a.jsonl", text, options)
      #expect(shown(file) == "crane 1/2, car 0/1")
      #expect(file.notes.contains(Note(.nullAnswers(2))))
    }
    #expect(
      Note(.nullAnswers(2)).sentence
        == "2 predictions are null, and count as wrong; leave out the records of questions that the model was not asked"
    )
    #expect(
      Note(.nullAnswers(1)).sentence
        == "1 prediction is null, and counts as wrong; leave out the records of questions that the model was not asked"
    )
    let other = #"{"label": "crane", "pred": null, "output": "a crane"}"#
    #expect(shown(try read("a.jsonl", other)) == "crane 1/1")
    #expect(throws: InputError.self) {
      try read(
        "a.jsonl", #"{"label": "crane", "pred": null, "output": "a crane"}"#,
        .init(predictionField: RecordPath("pred")))
    }
  }

  /// An empty cell is an answer without text, and told as a null is.
  @Test(arguments: [
    ("a.csv", "label,pred\ncrane,\ncrane,a crane\ncar,\" \"\n"),
    ("a.tsv", "label\tpred\ncrane\t\ncrane\ta crane\ncar\t\n"),
    (
      "a.jsonl",
      "{\"label\": \"crane\", \"pred\": \"\"}\n{\"label\": \"crane\", \"pred\": \"crane\"}\n{\"label\": \"car\", \"pred\": [\"\"]}"
    ),
  ])
  func tellsOfEmptyPredictions(_ name: String, _ text: String) throws {
    let file = try read(name, text)
    #expect(shown(file) == "crane 1/2, car 0/1")
    #expect(file.notes.contains(Note(.emptyAnswers(2))))
    #expect(
      Note(.emptyAnswers(2)).sentence
        == "2 predictions are empty, and count as wrong; leave out the records of questions that the model was not asked"
    )
    #expect(
      Note(.emptyAnswers(1)).sentence
        == "1 prediction is empty, and counts as wrong; leave out the records of questions that the model was not asked"
    )
  }

  @Test func groupsByAnotherField() throws {
    let text = """
      {"label": "yes", "pred": "Yes.", "classname": "crane"}
      {"label": "no", "pred": "Yes.", "classname": "crane"}
      """
    let options = PredictionFile.Options(classField: RecordPath("classname"))
    #expect(shown(try read("a.jsonl", text, options)) == "crane 1/2")
  }

  @Test func tellsWhatItChose() throws {
    let file = try read(
      "a.jsonl", #"{"label": "crane", "target": "car", "text": "Q?", "output": "crane", "pred": "a car"}"#)
    #expect(file.notes.contains(Note(.chosen(what: "prediction", taken: "pred"), ["output", "text"])))
    #expect(file.notes.contains(Note(.chosen(what: "label", taken: "label"), ["target"])))
    #expect(
      Note(.chosen(what: "prediction", taken: "pred"), ["output", "text"]).sentence
        == "`pred` was taken as the prediction; 2 others that would be understood")
    let lists = try read("a.jsonl", #"{"label": "crane", "pred": ["crane", "car"]}"#)
    #expect(lists.notes.contains(Note(.firstOfSeveral(1))))
  }

  private static let refused: [(String, String)] = [
    (
      #"{"label": "crane", "text": "Which of car, crane?", "response": "car"}"#,
      "a.jsonl: `text` and `response` may each be the prediction; name the right one"
    ),
    (
      #"{"question_id": 1, "text": "Is it a crane?", "answer": "crane"}"#,
      "a.jsonl: `text` and `answer` may each be the prediction; name the right one"
    ),
    (
      #"{"label": "crane", "text": "crane", "question": "What is it?"}"#,
      "a.jsonl: `text` stands beside `question`, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      #"{"label": "crane", "text": "Is it a crane? "}"#,
      "a.jsonl: 1 of 1 text ends with a question mark, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      "{\"label\": \"crane\", \"pred\": \"a\"}\n{\"label\": \"crane\", \"output\": \"a\"}",
      "a.jsonl, line 2: the record has no `pred`; fields seen: `label`, `output`"
    ),
    (
      "{\"question_id\": 7, \"label\": \"crane\", \"pred\": \"a\"}\n\n{\"question_id\": \"7\", \"label\": \"crane\", \"pred\": \"b\"}",
      "a.jsonl, line 3: the question `7` has another answer or label here than in line 1; keep one of the two"
    ),
    (
      #"{"label": "crane", "pred": "\#(String(repeating: "x", count: 1 << 20))x"}"#,
      "a.jsonl, line 1: the answer is longer than 1,048,576 bytes"
    ),
    (
      #"{"label": 3, "pred": "crane"}"#,
      "a.jsonl: the labels are whole numbers, such as `3`, but no class has such a name and none is 0; give the number of the first class"
    ),
  ]

  @Test(arguments: refused) func refuses(_ text: String, _ expected: String) {
    #expect(sentence("a.jsonl", text) == expected)
  }

  @Test func refusesAWorkbook() throws {
    let zip = "PK\u{3}\u{4}\u{14}\u{0}..[Content_Types].xml.."
    let expected = "p.xlsx: this is a workbook of a spreadsheet program; save it as CSV, or write JSON Lines"
    #expect(sentence("p.xlsx", zip) == expected)
    #expect(sentence("p.xlsx", zip, .init(labelField: RecordPath("label"))) == expected)
    let labels = try folder.write("p.xlsx", zip)
    #expect(sentence("a.jsonl", #"{"question_id": 1, "pred": "x"}"#, .init(labels: labels)) == expected)
  }

  // MARK: Prompts and questions

  @Test(arguments: ["[INST] car or crane? [/INST]", "USER: car or crane? ASSISTANT:", "car, crane? answer:"])
  func cutsAnEchoedPrompt(_ prompt: String) throws {
    let text = """
      {"label": "crane", "pred": "\(prompt) a car"}
      {"label": "crane", "pred": "\(prompt) a crane"}
      {"label": "crane", "pred": "a crane"}
      """
    let file = try read("a.jsonl", text)
    #expect(shown(file) == "crane 2/3")
    let mark = EchoedPrompt.marks.filter { prompt.lowercased().contains($0.lowercased()) }
    #expect(file.notes.contains(Note(.echoCut(2), mark)))
    // Half of the answers are not enough.
    let few = text.split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(shown(try read("a.jsonl", few)) == "crane 2/2")
    #expect(try !read("a.jsonl", few).notes.contains { if case .echoCut = $0.kind { true } else { false } })
  }

  @Test func countsAQuestionOnce() throws {
    let line = #"{"custom_id": "q", "label": "crane", "pred": "a crane"}"#
    let file = try read(
      "a.jsonl", [line, line, line, line.replacing("\"q\"", with: "\"r\"")].joined(separator: "\n"))
    #expect(shown(file) == "crane 2/2")
    #expect(file.notes.contains(Note(.repeatedQuestions(2))))
    #expect(
      Note(.repeatedQuestions(2)).sentence
        == "2 records repeat the same question with the same answer; each question counts once")
  }

  @Test func remembersSoManyQuestions() throws {
    var repeated = RepeatedQuestions(limit: 2)
    func isRepeated(_ question: String, _ answer: String, _ line: Int) throws -> Bool {
      try repeated.isRepeated(question, label: "crane", answer: answer, file: "f", line: line)
    }
    #expect(try !isRepeated("a", "x", 1))
    #expect(try !isRepeated("b", "x", 2))
    #expect(repeated.notes.isEmpty)
    #expect(try !isRepeated("c", "x", 3))
    #expect(try !isRepeated("c", "x", 4))
    #expect(try isRepeated("a", "x", 5))
    #expect(throws: InputError(file: "f", at: .line(6), .answeredTwice(question: "b", firstLine: 2))) {
      try isRepeated("b", "y", 6)
    }
    #expect(repeated.notes == [Note(.repeatedQuestions(1)), Note(.questionsNotCompared(limit: 2))])
    #expect(
      Note(.questionsNotCompared(limit: 2)).sentence
        == "only the first 2 questions were looked for among those after them; later ones may count twice")
  }

  @Test func tellsWhereTheRulesDiffer() throws {
    let lines = ["a car", "a scarf", "a car", "a car"].map { "{\"label\": \"car\", \"pred\": \"\($0)\"}" }
    let differ = Note(.rulesDiffer(rule: "contains", contains: 4, words: 3, of: 4))
    #expect(try read("a.jsonl", lines.joined(separator: "\n")).notes.contains(differ))
    #expect(
      differ.sentence
        == "by the rule words 3 of 4 (75 %) would be correct, not 4 of 4 (100 %): contains accepts a label inside a longer word, words does not"
    )
    #expect(
      Note(.rulesDiffer(rule: "contains", contains: 2, words: 3, of: 3)).sentence
        == "by the rule words 3 of 3 (100 %) would be correct, not 2 of 3 (66.7 %): words accepts a space for a hyphen between a label's words, contains does not"
    )
    let many = (0..<400).map { "{\"label\": \"car\", \"pred\": \"\($0 < 2 ? "a scarf" : "a car")\"}" }
    let same = try read("a.jsonl", many.joined(separator: "\n")).notes
    // Two of 400 are half a point, which is not more.
    #expect(!same.contains { if case .rulesDiffer = $0.kind { true } else { false } })
    let three = many.joined(separator: "\n") + "\n{\"label\": \"car\", \"pred\": \"a scarf\"}"
    #expect(
      try read("a.jsonl", three).notes.contains { if case .rulesDiffer = $0.kind { true } else { false } })
  }

  @Test func tellsThatAnswersNameManyClasses() throws {
    let all = "car, crane, tench or goldfish"
    let lines = (0..<10).map { "{\"label\": \"car\", \"pred\": \"\($0 == 0 ? all : "a car")\"}" }
    let many = Note(.manyClasses(1, of: 10))
    #expect(try read("a.jsonl", lines.joined(separator: "\n")).notes.contains(many))
    #expect(
      many.sentence
        == "1 of 10 (10 %) predictions name three or more other classes; they may repeat the question")
    let rarer = lines + [lines[1]]
    #expect(try !read("a.jsonl", rarer.joined(separator: "\n")).notes.contains(many))
  }

  @Test func acceptsAliasesWhenAsked() throws {
    let text = #"{"label": "goldfish", "pred": "Carassius auratus"}"#
    #expect(shown(try read("a.jsonl", text)) == "goldfish 0/1")
    #expect(shown(try read("a.jsonl", text, .init(withAliases: true))) == "goldfish 1/1")
    #expect(shown(try read("a.jsonl", text, .init(rule: .exact, withAliases: true))) == "goldfish 1/1")
  }

  /// One set of answers, written by Python in every form and judged by Python.
  @Test(.enabled(if: ProjectPaths.python != nil)) func readsEveryFormAsPythonWritesIt() throws {
    let script = """
      import csv, io, json, random, re, unicodedata
      random.seed(3)
      names = ["tench", "crane", "T-shirt", "great white shark", "goldfish", "car"]
      pieces = names + ["a", " ", "\\n", '"', ",", ";", "\\t", "GREAT  White\\nshark", "T\\u2011shirt", "scarf", "\\u00e9", "_"]
      rows = [(random.choice(names).replace(" ", "_"), "".join(random.choice(pieces) for _ in range(4)) + "x")
              for _ in range(400)]
      def fold(text):
          text = "".join(c.lower() for c in unicodedata.normalize("NFKC", text))
          text = "".join("-" if unicodedata.category(c) == "Pd" else c for c in text)
          return re.sub(r"[\\s_]+", " ", text).strip(" ")
      def table(**form):
          out = io.StringIO()
          csv.writer(out, **form).writerows([("label", "pred")] + rows)
          return out.getvalue()
      objects = [{"label": l, "pred": p} for l, p in rows]
      right = {n: [sum(fold(n) in fold(p) for l, p in rows if fold(l) == fold(n)),
                   sum(fold(l) == fold(n) for l, p in rows)] for n in names}
      print(json.dumps({
          "files": {"a.jsonl": "\\n".join(map(json.dumps, objects)), "a.json": json.dumps(objects, indent=1),
                    "b.json": json.dumps(objects, ensure_ascii=False), "a.csv": table(), "a.tsv": table(delimiter="\\t"),
                    "b.csv": table(delimiter=";", lineterminator="\\n"), "c.csv": table(quoting=csv.QUOTE_ALL)},
          "right": [f"{n} {r}/{t}" for n, (r, t) in right.items()]}))
      """
    struct Answer: Decodable {
      var files: [String: String]
      var right: [String]
    }
    let run = try Run.python(["-c", script])
    let answer = try JSONDecoder().decode(Answer.self, from: run.output)
    #expect(answer.files.count == 7)
    for (name, text) in answer.files {
      #expect(shown(try read(name, text)) == answer.right.joined(separator: ", "), "\(name)")
    }
  }
}
