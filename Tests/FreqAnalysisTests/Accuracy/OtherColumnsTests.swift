import Corpus
import Testing

@testable import FreqAnalysis

/// Tables whose columns and objects are not the expected ones: a report a model, another numbering, other names.
@Suite struct OtherColumnsTests {
  private let set = ClassSet(names: ["car", "crane", "background"])

  private static let classes =
    #""car": {"precision": 0.4, "recall": 0.5, "support": 2}, "crane": {"precision": 0.4, "recall": 0.75, "support": 4}"#
  private static let averages =
    #""accuracy": 0.6, "macro avg": {"precision": 0.4, "recall": 0.5, "support": 6}, "weighted avg": {"precision": 0.4, "recall": 0.5, "support": 6}"#

  @Test(arguments: [
    "{\"clip\": {\(classes), \(averages)}}", "{\"clip\": {\(averages), \(classes)}}",
    "{\"m\": {\(classes), \(averages)}, \"other\": {\(classes), \(averages)}}",
    "{\"clip\": {\"classwise\": {\(classes), \(averages)}}}", "{\(classes), \(averages)}",
  ])
  func readsAReportOfEachModel(_ text: String) throws {
    let bytes = Array(text.utf8)
    let table = try AccuracyTable(bytes, file: "t.json")
    for model in table.models {
      #expect(model.rows.map(\.name) == ["car", "crane"])
      #expect(model.rows.map(\.accuracy) == [0.5, 0.75] && model.rows.map(\.total) == [2, 4])
    }
    #expect(
      table.models.map(\.name)
        == (text.contains("other") ? ["m", "other"] : [text.contains("clip") ? "clip" : "t"]))
  }

  /// A class's own object may have other objects in it.
  @Test func aClassMayHaveMoreFields() throws {
    let text =
      #"{"car": {"accuracy": 0.5, "top5": {"accuracy": 0.9}}, "crane": {"accuracy": 0.25, "top5": {"accuracy": 0.8}}}"#
    #expect(try JudgedFile(text, named: "t.json", set).shown == "car 0.5, crane 0.25")
  }

  private func counts(_ text: String, _ set: ClassSet, base: Int? = nil) throws -> [Int: Int] {
    let file = try FrequencyFile(Array(text.utf8), file: "f.csv", classSet: set, labelBase: base)
    return Dictionary(uniqueKeysWithValues: file.frequencies.map { ($0.index, $0.captions) })
  }

  @Test func aNumberingThatLosesANameIsNotUsed() throws {
    let background = "index,class,count\n0,background,3\n1,car,5\n2,crane,2\n"
    #expect(try counts(background, set) == [0: 5, 1: 2, 2: 3])
    let table = "index,class,correct,total\n0,background,1,2\n1,car,1,4\n2,crane,0,4\n"
    #expect(try JudgedFile(table, named: "t.csv", set).shown == "car 1/4, crane 0/4, background 1/2")
    // At the other end of the list.
    let last = "index,class,count\n0,car,5\n1,crane,2\n9,background,3\n"
    #expect(try counts(last, set) == [0: 5, 1: 2, 2: 3])
    // A name of no class may have any number.
    #expect(try counts("index,class,count\n0,none,3\n1,car,5\n2,crane,2\n", set) == [0: 5, 1: 2])
    // A twin outside the list is another class, whose twin has its own number.
    #expect(try counts("index,class,count\n0,car,5\n1,crane,2\n7,crane,9\n", set) == [0: 5, 1: 2])
  }

  /// Whether a person is told of the fields of predictions depends on what is there of a table.
  @Test(arguments: [
    ("y_true,y_pred\ncar,car\n", true), ("Ground Truth,Model Prediction\ncar,car\n", true),
    ("actual\tpredicted\ncar\tcar\n", true), ("label,top1\ncar,a car\n", true),
    ("species,accuracy\ncar,0.5\n", false),
  ])
  func saysWhichColumnIsMissing(_ text: String, _ mayBePredictions: Bool) throws {
    let columns = text.split(separator: "\n")[0].split { $0 == "," || $0 == "\t" }.map(String.init)
    let hasClass = columns.contains("label")
    let accepted =
      hasClass
      ? AccuracyTableReader.accuracyColumns + ["correct with total"]
      : AccuracyTableReader.classColumns + ["index", "id"]
    let what = hasClass ? "the accuracy" : "the class"
    let expected: InputError.Reason =
      mayBePredictions
      ? .noTableColumn(what: what, accepted: accepted, seen: columns)
      : .noColumn(what: what, accepted: accepted, seen: columns)
    #expect(throws: InputError(file: "t.csv", at: .line(1), expected)) {
      try AccuracyTable(Array(text.utf8), file: "t.csv")
    }
  }

  @Test func namedColumnsAreRead() throws {
    let options = PredictionFile.Options(
      labelField: RecordPath("y_true"), predictionField: RecordPath("y_pred"))
    #expect(try JudgedFile("y_true,y_pred\ncar,car\n", named: "p.csv", set, options).shown == "car 1/1")
  }

  @Test func objectsOfClassesWithOtherFieldsSayWhichAreKnown() throws {
    let expected =
      "t.json: there is no column for the accuracy (accepted: `accuracy`, `acc`, `recall`, `correct with total`); columns seen: `acc1`, `acc5`"
    let table = #"{"car": {"acc1": 0.5, "acc5": 0.9}, "crane": {"acc1": 0.4}}"#
    #expect(try JudgedFile(table, named: "t.json", set).shown == expected)
    // Models whose classes are others are still models.
    let models = #"{"clip": {"acc1": 0.5}, "llava": {"acc1": 0.4}}"#
    #expect(try JudgedFile(models, named: "t.json", set).shown.contains("is this the right class set?"))
  }
}
