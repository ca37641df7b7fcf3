import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

/// Numbers in a file where the classes have numbers as identifiers: the identifier joins, unless the file counts from elsewhere.
@Suite struct NumberedClassesTests {
  private let fromOne = ClassSet(names: ["rose", "lily", "iris"], ids: ["1", "2", "3"])
  private let fromZero = ClassSet(names: ["rose", "lily", "iris"], ids: ["0", "1", "2"])
  private let gaps = ClassSet(names: ["person", "car", "bus", "dog"], ids: ["1", "3", "6", "18"])

  private static func asked(_ number: String) -> String {
    ": the classes have numbers as identifiers, and `\(number)` is none of them, but all numbers of the file would be positions in the class list; give the number of the first class"
  }

  private func csv(_ labels: [String], _ answers: [String]) -> String {
    "label,pred\n" + zip(labels, answers).map { "\($0),\($1)\n" }.joined()
  }

  @Test func labelsThatCountFromElsewhereAreAskedFor() throws {
    let names = ["rose", "lily", "iris"]
    let zero = csv(["0", "1", "2"], names)
    #expect(try JudgedFile(zero, named: "p.csv", fromOne).shown == "p.csv" + Self.asked("0"))
    #expect(
      try JudgedFile(zero, named: "p.csv", fromOne, .init(labelBase: 0)).shown
        == "rose 1/1, lily 1/1, iris 1/1")
    #expect(try JudgedFile(zero, named: "p.csv", fromZero).shown == "rose 1/1, lily 1/1, iris 1/1")
    let one = csv(["1", "2", "3"], names)
    #expect(try JudgedFile(one, named: "p.csv", fromOne).shown == "rose 1/1, lily 1/1, iris 1/1")
    #expect(
      try JudgedFile(one, named: "p.csv", fromOne, .init(labelBase: 1)).shown
        == "rose 1/1, lily 1/1, iris 1/1")
    #expect(try JudgedFile(one, named: "p.csv", fromZero).shown == "p.csv" + Self.asked("3"))
    #expect(
      try JudgedFile(one, named: "p.csv", fromZero, .init(labelBase: 1)).shown
        == "rose 1/1, lily 1/1, iris 1/1")
    // Not all classes, and the numbers as pandas writes a column with gaps.
    let some = csv(["0.0", "1.0"], names)
    #expect(try JudgedFile(some, named: "p.csv", fromOne).shown == "p.csv" + Self.asked("0.0"))
    // Predictions that are numbers as well.
    #expect(
      try JudgedFile(csv(["0", "2"], ["0", "1"]), named: "p.csv", fromOne).shown == "p.csv" + Self.asked("0"))
  }

  @Test func identifiersWithGapsJoinFirst() throws {
    let text = csv(["1", "18", "6"], ["person", "a dog", "car"])
    for base in [nil, 1] {
      #expect(
        try JudgedFile(text, named: "p.csv", gaps, .init(labelBase: base)).shown
          == "person 1/1, bus 0/1, dog 1/1",
        "\(base ?? -1)")
    }
    let positions = csv(["0", "1", "2", "3"], ["person", "car", "bus", "dog"])
    #expect(try JudgedFile(positions, named: "p.csv", gaps).shown == "p.csv" + Self.asked("0"))
    #expect(
      try JudgedFile(positions, named: "p.csv", gaps, .init(labelBase: 0)).shown
        == "person 1/1, car 1/1, bus 1/1, dog 1/1")
    // A label that is no identifier beside one that is no position: a class outside the set.
    let outside = csv(["0", "18", "6"], ["x", "dog", "bus"])
    #expect(try JudgedFile(outside, named: "p.csv", gaps).shown == "bus 1/1, dog 1/1")
  }

  /// A number that is a name is that name, whatever the identifiers are.
  @Test func namesThatAreNumbersAreNames() throws {
    let digits = ClassSet(names: ["1", "2", "3"], ids: ["0", "1", "2"])
    for base in [nil, 0, 1] {
      let file = try JudgedFile(
        csv(["1", "2", "4"], ["1", "3", "4"]), named: "p.csv", digits, .init(labelBase: base))
      #expect(file.shown == "1 1/1, 2 0/1")
    }
  }

  @Test func labelsFilesAndClassFieldsToo() throws {
    let folder = try TemporaryFolder()
    let labels = try folder.write("l.csv", "question_id,label\n10,0\n11,1\n")
    let text = "question_id,pred\n10,rose\n11,lily\n"
    #expect(
      try JudgedFile(text, named: "p.csv", fromOne, .init(labels: labels)).shown == "p.csv" + Self.asked("0"))
    #expect(
      try JudgedFile(text, named: "p.csv", fromOne, .init(labels: labels, labelBase: 0)).shown
        == "rose 1/1, lily 1/1")
    let grouped = "label,pred,class\nyes,yes,0\nno,yes,1\n"
    let options = PredictionFile.Options(classField: RecordPath("class"))
    #expect(try JudgedFile(grouped, named: "p.csv", fromOne, options).shown == "p.csv" + Self.asked("0"))
  }

  @Test func tablesAndCountsToo() throws {
    let table = "class,accuracy\n0,.1\n1,.2\n2,.3\n"
    #expect(try JudgedFile(table, named: "t.csv", fromOne).shown == "t.csv" + Self.asked("0"))
    #expect(
      try JudgedFile(table, named: "t.csv", fromOne, .init(labelBase: 0)).shown
        == "rose 0.1, lily 0.2, iris 0.3")
    #expect(try JudgedFile(table, named: "t.csv", fromZero).shown == "rose 0.1, lily 0.2, iris 0.3")
    let object = #"{"0": 0.1, "1": 0.2, "2": 0.3}"#
    #expect(try JudgedFile(object, named: "t.json", fromOne).shown == "t.json" + Self.asked("0"))
    let identifiers = "class,accuracy\n1,.1\n3,.2\n18,.3\n"
    #expect(try JudgedFile(identifiers, named: "t.csv", gaps).shown == "person 0.1, car 0.2, dog 0.3")

    let counts = Array(#"{"0": 5, "1": 6, "2": 7}"#.utf8)
    #expect(throws: InputError(file: "f.json", .numbersFitTwice(example: "0"))) {
      try FrequencyFile(counts, file: "f.json", classSet: fromOne)
    }
    let given = try FrequencyFile(counts, file: "f.json", classSet: fromOne, labelBase: 0)
    #expect(given.frequencies.map(\.captions) == [5, 6, 7])
  }
}
