import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Tables of accuracies as other programs write them, joined with a class set.
@Suite struct AccuracyFormsTests {
  private let folder: TemporaryFolder
  private let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "crane", id: "n02012849"), .init(name: "crane", id: "n03126707"), .init(name: "car"),
      .init(name: "T-shirt"), .init(name: "jack-o'-lantern"),
    ])

  init() throws { folder = try TemporaryFolder() }

  private func read(_ name: String, _ text: String, base: Int? = nil) throws -> AccuracyFile {
    try AccuracyFile(
      path: folder.write(name, text), classSet: set, options: .init(predictions: .init(labelBase: base)))
  }

  /// `model: index accuracy correct/total, …`
  private func shown(_ name: String, _ text: String, base: Int? = nil) -> String {
    do {
      return try read(name, text, base: base).models.map { model in
        let values = model.values.map { value in
          "\(value.index) \(value.accuracy)" + (value.total.map { " \(value.correct ?? -1)/\($0)" } ?? "")
        }
        return "\(model.model): \(values.joined(separator: ", "))"
      }.joined(separator: "; ")
    } catch {
      return "\(error)".replacing(folder.url.path + "/", with: "")
    }
  }

  /// What pandas writes, in each of its orders.
  @Test(.enabled(if: ProjectPaths.python != nil)) func readsWhatPandasWrites() throws {
    let script = """
      import os, pandas, sys
      os.chdir(sys.argv[1])
      frame = pandas.DataFrame({"class": ["car", "T-shirt"], "accuracy": [0.5, 1.0], "n": [4, 8]})
      for orient in ["records", "columns", "index", "split", "table"]:
          frame.to_json(orient + ".json", orient=orient)
          frame.set_index("class").to_json("by-class-" + orient + ".json", orient=orient, indent=1)
      """
    let run = try Run.python(["-c", script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    let orients = ["records", "columns", "index", "split", "table"]
    // Records have no place for the names of the rows.
    for name in orients + orients.dropFirst().map({ "by-class-" + $0 }) {
      let text = try String(contentsOf: folder.url.appending(path: name + ".json"), encoding: .utf8)
      #expect(shown("a.json", text) == "a: 2 0.5 2/4, 3 1.0 8/8", "\(name): \(text)")
    }
  }

  private static let report = #""car": {"precision": 1, "recall": 0.25, "f1-score": 0.4, "support": 4.0}"#
  private static let forms: [(String, String, String)] = [
    ("a.json", #"{"car": {"accuracy": 0.5, "n": 4}}"#, "a: 2 0.5 2/4"),
    ("a.json", #"{"car": {"acc": 50, "total": 4}}"#, "a: 2 0.5 2/4"),
    ("a.json", #"{"car": {"correct": 1, "total": 4}}"#, "a: 2 0.25 1/4"),
    ("a.json", #"{"car": {"recall": 0.5}, "T-shirt": {"recall": null}}"#, "a: 2 0.5"),
    ("a.json", #"{"x": {"car": 0.5}, "y": {"car": 1}}"#, "x: 2 0.5; y: 2 1.0"),
    ("a.json", #"{"x": {"car": {"accuracy": 0.5}}, "y": {"car": 1}}"#, "x: 2 0.5; y: 2 1.0"),
    (
      "a.json", "{\(report), \"accuracy\": 0.5, \"macro avg\": {\"precision\": 1, \"recall\": 0.5}}",
      "a: 2 0.25 1/4"
    ),
    (
      "a.json", "{\"weighted avg\": {\"precision\": 1, \"recall\": 0.5}, \"accuracy\": 0.5, \(report)}",
      "a: 2 0.25 1/4"
    ),
    ("a.json", "{\"m\": {\(report), \"macro avg\": {\"precision\": 1, \"recall\": 0.5}}}", "m: 2 0.25 1/4"),
    (
      "a.csv",
      ",precision,recall,f1-score,support\ncar,1,0.25,0.4,4.0\naccuracy,0.5,0.5,0.5,0.5\nmacro avg,1,0.5,0.6,4.0\n",
      "a: 2 0.25 1/4"
    ),
    (
      "a.jsonl", "{\"class\": \"car\", \"accuracy\": 0.5}\n{\"class\": \"T-shirt\", \"accuracy\": 1}\n",
      "a: 2 0.5, 3 1.0"
    ),
    ("a.jsonl", "{\"class\": \"car\", \"accuracy\": 0.5}\n", "a: 2 0.5"),
    ("a.csv", "Unnamed: 0,precision,recall\ncar,1,0.25\nweighted avg,1,1\n", "a: 2 0.25"),
    ("a.json", "[{\"class\": \"car\", \"correct\": 1, \"total\": 2}]", "a: 2 0.5 1/2"),
    ("a.csv", "class;accuracy;n\ncar;0,5;4\nT-shirt;1,0;4\n", "a: 2 0.5 2/4, 3 1.0 4/4"),
    ("a.tsv", "class\taccuracy\ncar\t0,5\nT-shirt\t0,125\n", "a: 2 0.5, 3 0.125"),
    ("a.csv", "class;correct;total\ncar;1;4\n", "a: 2 0.25 1/4"),
    // pandas' `to_json()`, in each of its orders, and lists beside one another.
    (
      "a.json",
      #"{"class": {"0": "car", "1": "T-shirt"}, "accuracy": {"0": 0.5, "1": 1.0}, "n": {"0": 4, "1": 4}}"#,
      "a: 2 0.5 2/4, 3 1.0 4/4"
    ),
    (
      "a.json", #"{"0": {"class": "car", "accuracy": 0.5}, "1": {"class": "T-shirt", "accuracy": 1}}"#,
      "a: 2 0.5, 3 1.0"
    ),
    (
      "a.json",
      #"{"columns": ["class", "accuracy"], "index": [0, 1], "data": [["car", 0.5], ["T-shirt", 1]]}"#,
      "a: 2 0.5, 3 1.0"
    ),
    (
      "a.json", #"{"columns": ["accuracy", "n"], "index": ["car", "T-shirt"], "data": [[0.5, 4], [1.0, 4]]}"#,
      "a: 2 0.5 2/4, 3 1.0 4/4"
    ),
    (
      "a.json",
      #"{"schema": {"fields": [{"name": "index"}], "primaryKey": ["index"]}, "data": [{"index": 0, "class": "crane", "accuracy": 0.5}, {"index": 2, "class": "car", "accuracy": 1}]}"#,
      "a: 0 0.5, 2 1.0"
    ),
    (
      "a.json", #"{"accuracy": {"car": 0.5, "T-shirt": 1.0}, "n": {"car": 4, "T-shirt": 4}}"#,
      "a: 2 0.5 2/4, 3 1.0 4/4"
    ),
    (
      "a.json",
      #"{"precision": {"car": 1, "macro avg": 1}, "recall": {"car": 0.25, "macro avg": 0.5}, "support": {"car": 4, "macro avg": 4}}"#,
      "a: 2 0.25 1/4"
    ),
    ("a.json", "{\n \"class\": [\"car\", \"T-shirt\"],\n \"accuracy\": [0.5, 1]\n}", "a: 2 0.5, 3 1.0"),
    (
      "a.json", #"{"x": {"car": 50, "T-shirt": 90}, "y": {"car": 40, "T-shirt": 80}}"#,
      "x: 2 0.5, 3 0.9; y: 2 0.4, 3 0.8"
    ),
    // What scikit-learn prints.
    (
      "a.txt",
      "              precision    recall  f1-score   support\n\n         car       1.00      0.25      0.40         4\n     T  shirt       1.00      1.00      1.00         2\n\n    accuracy                           0.50         6\n   macro avg       1.00      0.62      0.70         6\nweighted avg       1.00      0.50      0.60         6\n",
      "a: 2 0.25 1/4, 3 1.0 2/2"
    ),
    (
      "a.txt", "precision recall f1-score support\ncar 1.00 0.25\n",
      "a.txt, line 2: a class with its precision, recall, F score and support was expected; this is another line"
    ),
    ("a.csv", "label,class_name,acc,accuracy\n2,car,7,0.5\n", "a: 2 0.5"),
    ("a.csv", "class,accuracy,support,n\ncar,0.5,9,2\n", "a: 2 0.5 1/2"),
    ("a.csv", "class,accuracy\ncar,0.5\nT-shirt,1.000001\n", "a: 2 0.5, 3 1.0"),
    ("a.csv", "class,accuracy\ncar,0.5\nT-shirt,1.00001\n", "a: 2 0.005, 3 0.010000100000000001"),
    // Twins, by what tells them apart.
    ("a.csv", "id,class,accuracy\nn02012849,crane,0.4\nn03126707,crane,0.8\n", "a: 0 0.4, 1 0.8"),
    ("a.csv", "wnid,class,accuracy\nn03126707,crane,0.8\n", "a: 1 0.8"),
    ("a.csv", "index,class,accuracy\n1,crane,0.8\n0,crane,0.4\n2,car,1\n", "a: 0 0.4, 1 0.8, 2 1.0"),
    ("a.csv", "index,class,accuracy\n1,crane,0.4\n2,crane,0.8\n3,car,1\n", "a: 0 0.4, 1 0.8, 2 1.0"),
    (
      "a.jsonl",
      "{\"index\": 0, \"class\": \"crane\", \"accuracy\": 0.4}\n{\"index\": 1, \"class\": \"crane\", \"accuracy\": 1}\n",
      "a: 0 0.4, 1 1.0"
    ),
    ("a.csv", "id,accuracy\nn03126707,0.8\nn02012849,0.4\n", "a: 0 0.4, 1 0.8"),
    // Numbers of rows are no positions where the names say otherwise.
    ("a.csv", "index,class,accuracy\n0,car,0.5\n1,T-shirt,1\n", "a: 2 0.5, 3 1.0"),
    ("a.csv", "id,class,accuracy\n17,car,0.5\n18,T-shirt,1\n", "a: 2 0.5, 3 1.0"),
    // Positions.
    ("a.csv", "class,accuracy\n2,0.5\n4,1\n", "a: 2 0.5, 4 1.0"),
    ("a.csv", "index,accuracy\n2,0.5\n", "a: 2 0.5"),
    ("a.json", #"{"2": 0.5, "0": 1}"#, "a: 0 1.0, 2 0.5"),
    // Spelling.
    ("a.csv", "class,accuracy\nT shirt,0.5\njack o lantern,1\n", "a: 3 0.5, 4 1.0"),
    ("a.csv", "class,accuracy\nTshirt,0.5\nJack-o’-lantern,1\n", "a: 3 0.5, 4 1.0"),
    ("a.csv", "class,accuracy\nT shirt,0.5\nT-shirt,0.7\ncar,1\n", "a: 2 1.0, 3 0.7"),
  ]

  @Test(arguments: forms) func reads(_ name: String, _ text: String, _ expected: String) {
    #expect(shown(name, text) == expected)
  }

  @Test func countsPositionsFromOneWhenAsked() {
    #expect(shown("a.csv", "class,accuracy\n1,0.5\n5,1\n", base: 1) == "a: 0 0.5, 4 1.0")
  }

  @Test func tellsHowPositionsWereCounted() throws {
    let file = try read("a.csv", "class,accuracy\n2,0.5\n4,1\n")
    #expect(file.notes.contains(Note(.positions(base: 0))))
    #expect(
      file.notes.map(\.sentence).contains(
        "2 of 2 names matched a class: 0 by name, 0 by identifier, 0 by alias, 2 by position"))
    #expect(try !read("b.csv", "class,accuracy\ncar,1\n").notes.contains(Note(.positions(base: 0))))
  }

  private static let refused: [(String, String)] = [
    (
      "class,accuracy\n1,0.5\n5,1\n",
      "a.csv: the names are positions in the class list, but the list has 5 classes and none at 5, counted from 0; if the first class has the number 1, say so"
    ),
    ("class,accuracy\ncrane,0.4\ncrane,0.8\n", "a.csv, line 3: `crane` is duplicated; first in line 2"),
    (
      "id,class,accuracy\nx,crane,0.4\ny,crane,0.8\n",
      "a.csv: `crane` and `crane` both refer to the class `crane`"
    ),
    (
      "class,accuracy,accuracy\ncar,0.4,1\n",
      "a.csv, line 1: the column `accuracy` is duplicated in the header"
    ),
    ("class;accuracy\ncar;1.234,5\n", "a.csv, line 2: the value of `car` is `1.234,5`, not a number"),
    ("class\taccuracy\ncar\t87,125\n", "a.csv, line 2: the value of `car` is `87,125`, not a number"),
    ("class,accuracy\ncar,\"0,5\"\n", "a.csv, line 2: the value of `car` is `0,5`, not a number"),
    (
      "PK\u{3}\u{4}xl/workbook.xml",
      "a.csv: this is a workbook of a spreadsheet program; save it as CSV, or write JSON Lines"
    ),
  ]

  @Test(arguments: refused) func refuses(_ text: String, _ expected: String) {
    #expect(shown("a.csv", text) == expected)
  }

  @Test func tellsWhatWasChosen() throws {
    let file = try read("a.csv", "label,class_name,accuracy,support,n\n2,car,0.5,2,2\n")
    #expect(file.notes.contains(Note(.chosen(what: "class", taken: "class_name"), ["label"])))
    #expect(file.notes.contains(Note(.chosen(what: "number of images", taken: "n"), ["support"])))
    let object = try read("e.json", #"{"car": {"accuracy": 0.5, "n": 2, "support": 3, "recall": 1}}"#)
    #expect(object.models[0].values == [ClassAccuracy(index: 2, accuracy: 0.5, correct: 1, total: 2)])
    #expect(object.notes.contains(Note(.chosen(what: "number of images", taken: "n"), ["support"])))
    #expect(object.notes.contains(Note(.chosen(what: "accuracy", taken: "accuracy"), ["recall"])))
    let row = try read("b.csv", "index,class,accuracy\n0,car,0.5\n1,T-shirt,1\n")
    #expect(row.notes.contains(Note(.ignoredColumns, ["index"])))
    let report = try read("c.csv", ",precision,recall\ncar,1,0.25\nmacro avg,1,1\n")
    #expect(report.notes.contains(Note(.averagesLeftOut, ["macro avg"])))
    #expect(Note(.averagesLeftOut, ["macro avg"]).sentence == "1 average of a classification report left out")
    let spelled = try read("d.csv", "class,accuracy\nT shirt,0.5\ncar,1\n")
    #expect(spelled.notes.contains(Note(.spelled, ["T shirt: T-shirt"])))
    #expect(
      Note(.spelled, ["T shirt: T-shirt"]).sentence
        == "1 name was matched by spelling: hyphens, apostrophes and spaces between words, or a number before them, differ"
    )
    #expect(
      spelled.notes.map(\.sentence).contains(
        "2 of 2 names matched a class: 1 by name, 0 by identifier, 0 by alias, 1 by spelling"))
  }

  /// The same table as Python's csv module writes it.
  @Test(.enabled(if: ProjectPaths.python != nil)) func readsWhatPythonWrites() throws {
    let script = """
      import csv, io, json
      rows = [("car", 0.25, 4), ("T-shirt", 0.75, 4)]
      out = io.StringIO()
      writer = csv.writer(out, delimiter="\\t", quoting=csv.QUOTE_ALL)
      writer.writerow(["", "precision", "recall", "support"])
      for name, recall, support in rows: writer.writerow([name, 1.0, recall, float(support)])
      print(json.dumps(out.getvalue()))
      """
    let run = try Run.python(["-c", script])
    let table = try JSONDecoder().decode(String.self, from: run.output)
    #expect(shown("a.csv", table) == "a: 2 0.25 1/4, 3 0.75 3/4")
  }
}
