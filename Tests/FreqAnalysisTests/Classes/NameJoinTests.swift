import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct NameJoinTests {
  private let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "car side"),
      .init(name: "crane", id: "n02012849"),
      .init(name: "crane", id: "n03126707", terms: [.init("crane"), .init("derrick", kind: .alias)]),
      .init(name: "tench", id: "n01440764", terms: [.init("tench"), .init("Tinca tinca", kind: .alias)]),
      .init(name: "oil rig", terms: [.init("oil rig"), .init("Derrick", kind: .alias)]),
      .init(name: "potter's wheel"),
      .init(name: "kite (bird)", terms: [.init("kite (bird)"), .init("kite", kind: .base)]),
    ])

  private static let cases: [(String, NameJoin.Match?)] = [
    ("car_side", .init(way: .name, classes: [0])),
    ("Car Side ", .init(way: .name, classes: [0])),
    ("ｃａｒ side", .init(way: .name, classes: [0])),
    ("CRANE", .init(way: .name, classes: [1, 2])),
    ("n03126707", .init(way: .id, classes: [2])),
    ("tinca TINCA", .init(way: .alias, classes: [3])),
    ("kite", .init(way: .alias, classes: [6])),
    ("derrick", nil), ("goldfish", nil), ("", nil), ("_", nil),
    ("carside", .init(way: .spelling, classes: [0])),
    ("potter's wheel", .init(way: .name, classes: [5])),
    ("potter’s wheel", .init(way: .name, classes: [5])),
    ("potter 's wheel", .init(way: .spelling, classes: [5])),
    ("Car-Side", .init(way: .spelling, classes: [0])),
    ("potters wheel", .init(way: .spelling, classes: [5])),
    ("Tinca-tinca", .init(way: .spelling, classes: [3])), ("car/side", nil), ("'", nil),
    ("001.Car_side", .init(way: .spelling, classes: [0])),
    ("1 001.Car_side", .init(way: .spelling, classes: [0])),
    ("7: tench", .init(way: .spelling, classes: [3])), ("12) oil rig", .init(way: .spelling, classes: [4])),
    ("003_Tinca_tinca", .init(way: .spelling, classes: [3])),
    ("/c/car_side", .init(way: .spelling, classes: [0])),
    ("747 tench", nil), ("7-tench", nil), ("001.crane", nil), ("001.", nil),
  ]

  @Test(arguments: cases)
  func matches(_ name: String, _ match: NameJoin.Match?) {
    #expect(NameJoin(set).match(name) == match)
  }

  @Test func matchesByWordsWhenAsked() {
    let join = NameJoin(set)
    #expect(join.match("potter 's wheel", words: true) == .init(way: .name, classes: [5]))
    #expect(join.match("kite ( bird )", words: true) == .init(way: .name, classes: [6]))
    #expect(join.match("!!", words: true) == nil)
  }

  @Test func tellsWaysTwinsAndLeftovers() throws {
    let result = try NameJoin(set).join(
      ["car_side", "crane", "Tinca tinca", "unicorn", "oil rig"], file: "f")
    #expect(result.matches.map { $0?.classes } == [[0], [1, 2], [3], nil, [4]])
    #expect((result.byName, result.byID, result.byAlias) == (3, 0, 1))
    #expect(
      result.notes == [
        Note(.joined(names: 5, byName: 3, byID: 0, byAlias: 1)), Note(.twins, ["crane"]),
        Note(.namesWithoutClass, ["unicorn"]), Note(.classesWithoutName, ["potter's wheel", "kite (bird)"]),
      ])
    #expect(
      result.notes[0].sentence == "4 of 5 names matched a class: 3 by name, 0 by identifier, 1 by alias")
  }

  @Test func refusesTwoNamesOfOneClass() {
    #expect(
      throws: InputError(file: "f", .sameClass(first: "car side", second: "Car_side", name: "car side"))
    ) {
      try NameJoin(set).join(["car side", "tench", "Car_side"], file: "f")
    }
    #expect(throws: InputError(file: "f", .sameClass(first: "crane", second: "n02012849", name: "crane"))) {
      try NameJoin(set).join(["crane", "n02012849"], file: "f")
    }
  }

  @Test func refusesAJoinOfFewerThanHalfOfTheSmallerSide() throws {
    #expect(throws: Never.self) { try NameJoin(set).join(["tench", "unicorn"], file: "f") }
    let few = InputError(
      file: "f",
      .fewJoin(
        joined: 1, of: 3, side: .file, names: ["a", "b"],
        classes: ["car side", "crane", "crane", "oil rig", "potter's wheel", "kite (bird)"]))
    #expect(throws: few) { try NameJoin(set).join(["tench", "a", "b"], file: "f") }
    #expect(
      few.description
        == "f: only 1 of the file's 3 names matched; is this the right class set? unmatched names: `a`, `b`; unmatched classes: `car side`, `crane`, `crane` and 3 more"
    )
    let strangers = (0..<8).map { "s\($0)" }
    #expect(throws: InputError.self) { try NameJoin(set).join(strangers + ["tench", "car side"], file: "f") }
    #expect(throws: Never.self) {
      try NameJoin(set).join(strangers + ["tench", "car side", "crane"], file: "f")
    }
  }

  @Test func comparesBytesNotSwiftStrings() {
    // U+1E9B U+0323 has one canonical form and another compatibility form; both fold to the same bytes.
    let set = ClassSet(
      name: "s", classes: [.init(name: "\u{1E9B}\u{0323}"), .init(name: "s\u{0323}\u{0307}")])
    #expect(NameJoin(set).match("\u{1E69}") == .init(way: .name, classes: [0, 1]))
  }

  @Test(.enabled(if: ProjectPaths.shared != nil))
  func joinsTheRealFiles() throws {
    func names(_ path: String) throws -> [String] {
      guard
        case .object(let members) = try OrderedJSON(Array(Data(contentsOf: ProjectPaths.sharedFile(path))))
      else {
        return []
      }
      return members.map(\.key)
    }
    for (list, data) in [("imagenet", "imagenet"), ("caltech", "caltech101")] {
      let set = try ClassFile(path: ProjectPaths.sharedFile("data/classes/\(list)_classes.json").path)
        .classSet
      for corpus in ["cc3m", "cc12m", "yfcc15m", "laion400m"] {
        let file = "data/search_counts/\(data)_\(corpus)_lemmatized_search_counts.json"
        let result = try NameJoin(set).join(names(file), file: file)
        #expect(result.classesWithoutName.isEmpty)
        #expect(result.namesWithoutClass == (list == "imagenet" ? ["projectile", "sunglass"] : []))
        #expect(result.twins == (list == "imagenet" ? ["missile", "sunglasses"] : []))
        #expect(result.byName == (list == "imagenet" ? 998 : 100))
      }
    }
  }
}
