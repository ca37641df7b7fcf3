import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct FrequencyFileTests {
  private let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "tench", id: "n01440764"), .init(name: "potter's wheel"),
      .init(name: "kite (bird of prey)"),
      .init(name: "car side"),
    ])

  private func read(_ text: String, absent: FrequencyFile.Absent = .unknown) throws -> FrequencyFile {
    try FrequencyFile(Array(text.utf8), file: "counts", classSet: set, absent: absent)
  }

  private func shown(_ file: FrequencyFile) -> [String] {
    set.classes.indices.map { index in
      file.frequencies.first { $0.index == index }.map { counts in
        "\(counts.captions)" + (counts.mentions.map { " \($0)" } ?? "")
      } ?? "-"
    }
  }

  private static let forms: [(String, String, FrequencyFile.Form, [String])] = [
    ("object", #"{"tench": 12, "car_side": 0}"#, .object, ["12", "-", "-", "0"]),
    (
      "whole numbers in other dress", #"{"tench": 12.0, "car_side": 1e3}"#, .object, ["12", "-", "-", "1000"]
    ),
    ("null is unknown", #"{"tench": null, "car side": 1}"#, .object, ["-", "-", "-", "1"]),
    (
      "pairs of tokens", #"[["potter 's wheel", 5], ["kite ( bird of prey )", 2], ["tench", 0]]"#, .pairs,
      ["0", "5", "2", "-"]
    ),
    ("rows", "class,captions\ntench,3\n", .rows, ["3", "-", "-", "-"]),
    (
      "rows with mentions", "class,captions,mentions\ntench,3,4\ncar side,1,\n", .rows,
      ["3 4", "-", "-", "1"]
    ),
    ("n", "class,n\ntench,3\n", .rows, ["3", "-", "-", "-"]),
    ("a data frame's index", ",count\ntench,3\ncar side,1\n", .rows, ["3", "-", "-", "1"]),
    (
      "columns of pandas", #"{"class": {"0": "tench", "1": "car side"}, "n": {"0": 3, "1": 1}}"#, .rows,
      ["3", "-", "-", "1"]
    ),
    (
      "columns of pandas by class", #"{"captions": {"tench": 3, "car side": 1}}"#, .rows,
      ["3", "-", "-", "1"]
    ),
    (
      "pandas: names of columns apart", #"{"columns": ["term", "n"], "index": [0], "data": [["tench", 3]]}"#,
      .rows,
      ["3", "-", "-", "-"]
    ),
    ("lists", #"{"class": ["tench", "car side"], "count": [3, 1]}"#, .rows, ["3", "-", "-", "1"]),
    ("semicolons", "term;count\ntench;3\n", .rows, ["3", "-", "-", "-"]),
    ("two columns of counts", "class,frequency,count\ntench,0.7,3\n", .rows, ["3", "-", "-", "-"]),
    (
      "json lines",
      "{\"query\": \"tench\", \"count\": 3, \"approx\": false}\n{\"query\": \"car side\", \"count\": 1}\n",
      .rows, ["3", "-", "-", "1"]
    ),
    ("one json line", "{\"label\": \"tench\", \"n\": 3}", .rows, ["3", "-", "-", "-"]),
    (
      "a list of objects", #"[{"name": "tench", "captions": 3, "mentions": 4}]"#, .rows,
      ["3 4", "-", "-", "-"]
    ),
    (
      "null in json lines", "{\"term\": \"tench\", \"n\": null}\n{\"term\": \"car side\", \"n\": 1}\n", .rows,
      ["-", "-", "-", "1"]
    ),
    (
      "one class, two spellings", #"{"tench": 12, "Tench": 5, "car side": 1}"#, .object,
      ["17", "-", "-", "1"]
    ),
    (
      "two spellings with mentions", "class,captions,mentions\ntench,1,2\nTENCH,2,4\n", .rows,
      ["3 6", "-", "-", "-"]
    ),
    ("by position", "class,n\n0,12\n3,5\n", .rows, ["12", "-", "-", "5"]),
    ("by identifier", "id,class,n\nn01440764,tench,12\n", .rows, ["12", "-", "-", "-"]),
    ("by spelling", #"{"potters wheel": 2, "car-side": 1}"#, .object, ["-", "2", "-", "1"]),
    (
      "the tool's own csv", "class_index,class,mentions,captions\n0,tench,4,3\n", .rows,
      ["3 4", "-", "-", "-"]
    ),
  ]

  @Test(arguments: forms)
  func reads(_ name: String, _ text: String, _ form: FrequencyFile.Form, _ counts: [String]) throws {
    let file = try read(text)
    #expect(file.form == form, "\(name)")
    #expect(shown(file) == counts, "\(name)")
  }

  @Test func absentClassesAreZeroOnlyWhenAsked() throws {
    let zero = try read(#"{"tench": 1, "car side": null}"#, absent: .zero)
    #expect(shown(zero) == ["1", "0", "0", "0"])
    #expect(zero.notes.contains(Note(.absentAsZero(3))))
    #expect(shown(try read("class,captions,mentions\ntench,1,2\n", absent: .zero))[1] == "0 0")
    #expect(try read(#"{"tench": 1, "car side": null}"#).notes.contains(Note(.unknownValues, ["car side"])))
  }

  @Test func tellsWhatItChoseAndAdded() throws {
    let columns = try read("class,frequency,count\ntench,0.7,3\n")
    #expect(columns.notes.contains(Note(.chosen(what: "captions", taken: "count"), ["frequency"])))
    let added = try read(#"{"tench": 12, "Tench": 5, "car side": 1}"#)
    #expect(added.notes.contains(Note(.addedUp, ["Tench"])))
    #expect(
      Note(.addedUp, ["Tench"]).sentence
        == "1 name is another spelling of a name in the file; the counts of one class were added up")
  }

  /// Spellings of a class that differ in what stands between its words are one, and add up; where its alias is among them,
  /// only one of them can be meant.
  @Test func addsUpWhatIsSpelledAsOneName() throws {
    for text in [
      "term,n\ncar-side,1\ncar side,2\ncarside,4\n", "term,n\ncar side,2\ncarside,4\ncar-side,1\n",
      "term,n\ncar-side,3\nCar-Side,4\n",
    ] {
      let file = try read(text)
      #expect(shown(file) == ["-", "-", "-", "7"], "\(text)")
      #expect(file.notes.contains { $0.kind == .addedUp }, "\(text)")
    }
  }

  @Test func rowsThatNameTheirClassOtherwiseAreRefused() {
    let text =
      "{\"name\": \"tench\", \"n\": 1}\n{\"term\": \"car side\", \"n\": 2}\n{\"query\": \"x\", \"n\": 3}\n"
    #expect(throws: InputError(file: "counts", at: .line(3), .rowWithoutName(column: "name"))) {
      try read(text)
    }
  }

  @Test func countsPositionsFromOneWhenAsked() throws {
    let rows = Array("class,n\n1,12\n4,5\n".utf8)
    let file = try FrequencyFile(rows, file: "counts", classSet: set, labelBase: 1)
    #expect(shown(file) == ["12", "-", "-", "5"])
    #expect(file.notes.contains(Note(.positions(base: 1))))
    #expect(
      throws: InputError(file: "counts", .positionOutside(4, classes: 4, base: 0))
    ) { try FrequencyFile(rows, file: "counts", classSet: set) }
  }

  @Test func saysWhetherThereAreMentions() throws {
    #expect(try read("class,captions,mentions\ntench,3,4\n").hasMentions)
    #expect(try !read("class,captions,mentions\ntench,3,4\ncar side,1,\n").hasMentions)
    #expect(try !read(#"{"tench": 1}"#).hasMentions)
  }

  private static let refused: [(String, String)] = [
    ("", "counts: the file is empty"), ("{}", "counts: the file has no classes"),
    ("[]", "counts: the file has no classes"),
    (#"{"tench": -1}"#, "counts, line 1: captions of `tench` is -1, not a whole number from 0 to 10^15"),
    (#"{"tench": 1.5}"#, "counts, line 1: captions of `tench` is 1.5, not a whole number from 0 to 10^15"),
    (#"{"tench": 1e99}"#, "counts, line 1: captions of `tench` is 1e99, not a whole number from 0 to 10^15"),
    (
      #"{"tench": 1000000000000000, "Tench": 1}"#,
      "counts: captions of `Tench` is 1000000000000001, not a whole number from 0 to 10^15"
    ),
    (#"{"tench": "1"}"#, "counts, line 1: the value of `tench` is a string, not a number"),
    ("{\"tench\": 1,\n\"tench\": 2}", "counts, line 2: `tench` is duplicated; first in line 1"),
    (#"[["tench", 1], ["tench", 1]]"#, "counts: `tench` is duplicated"),
    (
      #"["tench"]"#,
      "counts: a list of pairs such as [\"tench\", 12] was expected; this is element 1, a string"
    ),
    (
      #"{"tench": 1, "n01440764": 1}"#,
      "counts: `tench` and `n01440764` both refer to the class `tench`"
    ),
    (
      "class,captions,mentions\ntench,3,2\n",
      "counts, line 2: `tench` has 2 mentions in 3 captions; a caption that mentions it has at least one"
    ),
    (
      "class,hits\ntench,3\n",
      "counts, line 1: there is no column for the captions (accepted: `captions`, `count`, `n`, `frequency`); columns seen: `class`, `hits`"
    ),
  ]

  @Test(arguments: refused)
  func refuses(_ text: String, _ sentence: String) {
    var told: String?
    do { _ = try read(text) } catch { told = "\(error)" }
    #expect(told == sentence)
  }

  @Test(.enabled(if: ProjectPaths.shared != nil))
  func readsTheRealCounts() throws {
    for (list, data) in [("imagenet", "imagenet"), ("caltech", "caltech101")] {
      let set = try ClassFile(path: ProjectPaths.sharedFile("data/classes/\(list)_classes.json").path)
        .classSet
      for corpus in ["cc3m", "cc12m", "yfcc15m", "laion400m"] {
        let url = ProjectPaths.sharedFile(
          "data/search_counts/\(data)_\(corpus)_lemmatized_search_counts.json")
        let counts = try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: url))
        let file = try FrequencyFile(path: url.path, classSet: set)
        #expect(file.frequencies.count == set.classes.count)
        for (entry, read) in zip(set.classes, file.frequencies) {
          #expect(read.captions == counts[entry.name] ?? counts[entry.name.replacing(" ", with: "_")])
        }
      }
    }
  }
}
