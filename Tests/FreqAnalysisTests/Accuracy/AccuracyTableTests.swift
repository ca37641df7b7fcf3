import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct AccuracyTableTests {
  private func read(_ text: String, models: [String] = [], unit: AccuracyUnit? = nil) throws -> AccuracyTable
  {
    try AccuracyTable(Array(text.utf8), file: "dir/clip.json", models: models, unit: unit)
  }

  private func sentence(_ text: String, models: [String] = [], unit: AccuracyUnit? = nil) -> String? {
    do {
      _ = try read(text, models: models, unit: unit)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// `name accuracy correct/total`
  private func shown(_ model: AccuracyTable.Model) -> [String] {
    model.rows.map { row in
      let counts = row.total.map { " \(row.correct.map(String.init) ?? "?")/\($0)" } ?? ""
      return "\(row.name) \(row.accuracy)\(counts)"
    }
  }

  private static let forms: [(String, String, AccuracyTable.Form, AccuracyUnit?, [String])] = [
    ("fractions", #"{"tench": 0.5, "ant": 1}"#, .classes, .fraction, ["tench 0.5", "ant 1.0"]),
    ("percent", #"{"tench": 50, "ant": 0.5}"#, .classes, .percent, ["tench 0.5", "ant 0.005"]),
    ("all zero", #"{"tench": 0.0}"#, .classes, .fraction, ["tench 0.0"]),
    ("rounding above 1", #"{"tench": 1.0000000000000002}"#, .classes, .fraction, ["tench 1.0"]),
    ("rounding above 100", #"{"tench": 100.00000000000001}"#, .classes, .percent, ["tench 1.0"]),
    ("null is unknown", #"{"tench": null, "ant": 0.25}"#, .classes, .fraction, ["ant 0.25"]),
    ("rows", "class,accuracy\ntench,50\n\"a,b\",25.0\n", .accuracyRows, .percent, ["tench 0.5", "a,b 0.25"]),
    ("rows with n", "class,accuracy,n\ntench,0.42,50\n", .accuracyRows, .fraction, ["tench 0.42 21/50"]),
    (
      "rounded percent with n", "class,accuracy,n\ntench,42.31,52\nx,33.3,3\n", .accuracyRows, .percent,
      ["tench 0.42310000000000003 22/52", "x 0.33299999999999996 1/3"]
    ),
    (
      "too few digits for n", "class,accuracy,n\ntench,42,5000\n", .accuracyRows, .percent,
      ["tench 0.42 ?/5000"]
    ),
    (
      "no whole number", "class,accuracy,n\ntench,0.4250,50\n", .accuracyRows, .fraction, ["tench 0.425 ?/50"]
    ),
    ("counts", "class,correct,total\ntench,1,4\n", .countRows, nil, ["tench 0.25 1/4"]),
    ("tabs", "class\tcorrect\ttotal\ntench\t1\t4\n", .countRows, nil, ["tench 0.25 1/4"]),
    ("other names", "Name,Acc,support\ntench,0.5,4\n", .accuracyRows, .fraction, ["tench 0.5 2/4"]),
    ("no images", "class,correct,total\ntench,1,4\nant,0,0\n", .countRows, nil, ["tench 0.25 1/4"]),
    ("an empty cell", "class,accuracy\ntench,\nant,0.5\n", .accuracyRows, .fraction, ["ant 0.5"]),
  ]

  @Test(arguments: forms)
  func reads(
    _ name: String, _ text: String, _ form: AccuracyTable.Form, _ unit: AccuracyUnit?, _ rows: [String]
  ) throws {
    let table = try read(text)
    #expect(table.form == form, "\(name)")
    #expect(table.unit == unit, "\(name)")
    #expect(table.models.map(\.name) == ["clip"], "\(name)")
    #expect(table.models.flatMap(shown) == rows, "\(name)")
  }

  private static let refused: [(String, String)] = [
    ("", "the file is empty"), ("{}", "the file has no classes"),
    ("class,accuracy\n", "the file has no classes"),
    (#"{"tench": null}"#, "the file has no classes"),
    (
      "[1]",
      "a JSON object from class to accuracy or from model to such an object, CSV with class,accuracy, or predictions as JSON Lines was expected; this is a JSON list"
    ),
    (
      "{\"tench\": 1,\n\"ant\": NaN}",
      ", line 2, column 8: invalid JSON: NaN is not a JSON number; omit unknown values, or write null"
    ),
    (#"{"tench": 100.001}"#, "line 1: the accuracy of `tench` is 100.001, out of range for a percentage"),
    (#"{"tench": 101}"#, "line 1: the accuracy of `tench` is 101, out of range for a percentage"),
    (#"{"tench": -0.5}"#, "line 1: the accuracy of `tench` is -0.5, out of range for a fraction"),
    (#"{"tench": 1e999}"#, "line 1: the accuracy of `tench` is 1e999, out of range for a percentage"),
    (#"{"tench": "0.5"}"#, "line 1: the value of `tench` is a string, not a number"),
    ("{\"a\": 1,\n\"a\": 1}", "line 2: `a` is duplicated; first in line 1"),
    ("{\"a\": 1, \"b\": {\"classwise\": {}}}", "line 1: the value of `b` is an object, not a number"),
    (
      #"{"m": {"full": 1}, "n": {"classwise": {"a": 1}}}"#,
      "line 1: the model `m` has no object `classwise`"
    ),
    (#"{"m": {"a": 1}, "n": 2}"#, "line 1: the value of `n` is a number, not an object"),
    (#"{"m": {"classwise": {"a": 1}}, "m": {"classwise": {"a": 1}}}"#, "line 1: the model `m` is duplicated"),
    ("class,accuracy\na,nan\n", "line 2: the value of `a` is `nan`, not a number"),
    ("class,accuracy\na,inf\n", "line 2: the accuracy of `a` is inf, out of range for a percentage"),
    ("class,accuracy\na,50%\n", "line 2: the value of `a` is `50%`, not a number"),
    ("class,accuracy\na,1\n\na,1\n", "line 4: `a` is duplicated; first in line 2"),
    ("class,correct,total\na,5,4\n", "line 2: `a` has 5 correct of 4"),
    ("class,correct,total\na,-1,4\n", "line 2: correct of `a` is -1, not a whole number from 0 to 10^15"),
    ("class,correct,total\na,1.5,4\n", "line 2: correct of `a` is 1.5, not a whole number from 0 to 10^15"),
    (
      "class,correct,total\na,1,99999999999999999999\n",
      "total of `a` is 99999999999999999999, not a whole number from 0 to 10^15"
    ),
    (
      "class,x\na,1\n",
      "line 1: there is no column for the accuracy (accepted: `accuracy`, `acc`, `recall`, `correct with total`); columns seen: `class`, `x`"
    ),
    (
      "a,1\nb,2\n",
      "line 1: there is no column for the class (accepted: `class`, `name`, `class_name`, `classname`, `label`, `index`, `id`); columns seen: `a`, `1`"
    ),
    (
      "{\"a\": 0.5",
      "line 1, column 10: invalid JSON: it ends before it is complete; is the file truncated?"
    ),
  ]

  @Test(arguments: refused)
  func refuses(_ text: String, _ ending: String) {
    let sentence = sentence(text)
    #expect(sentence?.hasPrefix("dir/clip.json") == true)
    #expect(sentence?.hasSuffix(ending) == true, "\(sentence ?? "read")")
  }

  @Test func unitCanBeOverridden() throws {
    #expect(shown(try read(#"{"a": 0.5}"#, unit: .percent).models[0]) == ["a 0.005"])
    let mixed = #"{"one": {"classwise": {"a": 42.5, "b": 0}}, "two": {"classwise": {"a": 0.5, "b": 1}}}"#
    #expect(
      sentence(mixed)
        == "dir/clip.json: no accuracy of `two` is above 1, as if they were fractions, while `one` is in percent; if all share "
        + "one unit, name it; else add the models of each unit separately"
    )
    #expect(try read(mixed, models: ["two"], unit: .fraction).models[0].rows.map(\.accuracy) == [0.5, 1])
    #expect(try read(mixed, models: ["one"], unit: .percent).models[0].rows.map(\.accuracy) == [0.425, 0])
    #expect(try read(mixed, unit: .percent).models[1].rows.map(\.accuracy) == [0.005, 0.01])
    // A model that gets nothing right says nothing of the unit.
    #expect(sentence(mixed.replacing("0.5, \"b\": 1", with: "0, \"b\": 0")) == nil)
    #expect(sentence(#"{"a": 50}"#, unit: .fraction)?.contains("out of range for a fraction") == true)
    let decided = try read(#"{"a": 0.5}"#).notes.map(\.sentence)
    #expect(
      decided.contains(
        "accuracies are read as fractions, since none is above 1"))
    #expect(try read(#"{"a": 5}"#, unit: .percent).notes.contains(Note(.unit(.percent, decided: false))))
  }

  @Test func namesAndChoosesModels() throws {
    let one = #"{"a": 0.5}"#
    #expect(try read(one, models: ["mine"]).models.map(\.name) == ["mine"])
    #expect(
      sentence(one, models: ["x", "y"])
        == "dir/clip.json: the file holds one model's accuracies, so it takes one name for it; 2 were given")
    let two = #"{"x": {"full": 1, "classwise": {"a": 0.5, "b": 7}}, "y": {"classwise": {"a": 80}}}"#
    #expect(try read(two).models.map(\.name) == ["x", "y"])
    #expect(try read(two, models: ["y"]).models.map(\.name) == ["y"])
    // The unit is the file's, not the value's.
    #expect(try read(two, models: ["x"]).models[0].rows[0].accuracy == 0.005)
    #expect(sentence(two, models: ["z"]) == "dir/clip.json: the file has no model `z`; models: `x`, `y`")
  }

  @Test(.enabled(if: ProjectPaths.hasOracle))
  func readsTheRealTables() throws {
    for (name, classes) in [("imagenet", 1000), ("caltech101", 100)] {
      let url = ProjectPaths.sharedFile("data/accuracy/\(name)_class_results.json")
      let table = try AccuracyTable(path: url.path)
      // Python's reading of decimal numbers is exact; Foundation's differs in the last bit.
      let script = """
        import json,sys
        print(json.dumps({m: {c: repr(a / 100) for c, a in v["classwise"].items()}
                          for m, v in json.load(open(sys.argv[1])).items()}))
        """
      let run = try Run.python(["-c", script, url.path])
      let object = try JSONDecoder().decode([String: [String: String]].self, from: run.output)
      #expect(table.form == .models)
      #expect(table.unit == .percent)
      #expect(table.models.count == 21 && object.count == 21)
      for model in table.models {
        let expected = object[model.name] ?? [:]
        #expect(model.rows.count == classes)
        for row in model.rows { #expect("\(row.accuracy)" == expected[row.name]) }
      }
    }
  }

  @Test(.enabled(if: ProjectPaths.shared != nil))
  func joinsTheRealTables() throws {
    for (list, name) in [("imagenet", "imagenet"), ("caltech", "caltech101")] {
      let set = try ClassFile(path: ProjectPaths.sharedFile("data/classes/\(list)_classes.json").path)
        .classSet
      let path = ProjectPaths.sharedFile("data/accuracy/\(name)_class_results.json").path
      let file = try AccuracyFile(path: path, classSet: set)
      #expect(file.models.count == 21)
      #expect(file.models.allSatisfy { $0.values.map(\.index) == Array(set.classes.indices) })
      let isImageNet = list == "imagenet"
      #expect(
        file.notes.filter { $0.kind == .namesWithoutClass }.map(\.items)
          == (isImageNet ? [["projectile", "sunglass"]] : []))
      #expect(
        file.notes.filter { $0.kind == .twins }.map(\.items)
          == (isImageNet ? [["missile", "sunglasses"]] : []))
    }
    // Strangers' classes
    let cars = try ClassFile(path: ProjectPaths.sharedFile("data/classes/cars_classes.json").path).classSet
    #expect(throws: InputError.self) {
      try AccuracyFile(
        path: ProjectPaths.sharedFile("data/accuracy/imagenet_class_results.json").path, classSet: cars)
    }
  }
}
