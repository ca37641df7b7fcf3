import Foundation
import TestSupport
import Testing

/// `correlate --curve`, `correlate --across` and `plot curve` as a person runs them.
@Suite struct TogetherTests {
  private let folder: TemporaryFolder

  /// Two class sets of 80 classes and one of 20, with three models that know how many answers were right.
  init() throws {
    folder = try TemporaryFolder()
    for (set, count) in [("birds", 80), ("cars", 80), ("tools", 20)] {
      let names = (0..<count).map { "\(set)\($0)" }
      try folder.write("\(set).json", String(decoding: JSONEncoder().encode(names), as: UTF8.self))
      try folder.write(
        "\(set).csv",
        "class,count\n" + names.indices.map { "\(names[$0]),\(Self.count($0))\n" }.joined())
      for model in 0..<3 where set != "tools" || model == 0 {
        let rows = names.indices.map { "\(names[$0]),\(Self.correct($0, model)),50\n" }.joined()
        try folder.write("m\(model).csv", "class,correct,total\n" + rows)
        try run(["accuracy", "add", "--classes", "\(set).json", "m\(model).csv"])
      }
      try run(["frequency", "add", "--classes", "\(set).json", "--corpus", "laion", "\(set).csv"])
    }
  }

  /// From 0 to about 70,000, a fifth of them zero.
  private static func count(_ index: Int) -> Int {
    index % 5 == 0 ? 0 : Int(pow(10, Double((index * 37) % 97) / 20))
  }

  private static func correct(_ index: Int, _ model: Int) -> Int {
    let rise = log10(Double(count(index)) + 1) * Double(4 + model)
    return min(50, max(0, Int(8 + rise + Double((index * 29 + model * 7) % 17) - 8)))
  }

  private func contents(_ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  @discardableResult
  private func run(_ arguments: [String], status: Int32 = 0, location: SourceLocation = #_sourceLocation)
    throws
    -> Run
  {
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == status, "\(run.stderr)", sourceLocation: location)
    return run
  }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let run = try run(arguments + ["--format", "json"])
    return try JSONSerialization.jsonObject(with: run.output) as? [String: Any] ?? [:]
  }

  @Test func aCurveHasItsTables() throws {
    let curve = ["correlate", "--classes", "birds", "--curve", "--model", "m1"]
    let object = try object(curve)
    #expect(Set(object.keys) == ["curve", "facts", "reached", "sentences"])
    let rows = object["curve"] as? [[String: Any]] ?? []
    #expect(
      rows.map { $0["count"] as? Double } == [0, 1, 10, 100, 1_000, 10_000].map { .some($0) })
    #expect(rows[0]["classes"] as? Int == 16 && rows[0]["band_low"] is NSNull)
    for row in rows.dropFirst() {
      let numbers = ["band_low", "low", "mean_accuracy", "high", "band_high"].compactMap {
        row[$0] as? Double
      }
      #expect(numbers.count == 5 && numbers == numbers.sorted())
    }
    let facts = object["facts"] as? [[String: Any]] ?? []
    #expect(
      facts.compactMap { $0["statistic"] as? String } == [
        "mentioned", "never_mentioned", "difference", "slope_mentioned", "curve_freedom", "nonlinearity",
      ])
    let csv = try run(curve + ["--format", "csv"])
    #expect(
      csv.stdout.hasPrefix(
        "model,corpus,count,classes,mean_accuracy,low,high,band_low,band_high,monotone\n"))
    let table = try run(curve)
    #expect(table.stdout.contains("Mean accuracy by count\nAn association"))
  }

  @Test func whatLiesBeyondTheCountsIsRefused() throws {
    let curve = ["correlate", "--classes", "birds", "--curve", "--model", "m1"]
    let run = try run(
      curve + ["--at", "50", "--at", "1000000", "--reach", "95%", "--reach", "0.5", "--format", "csv"])
    #expect(run.stdout.split(whereSeparator: \.isNewline).count == 3)
    #expect(run.stderr.contains("nothing is said of 1,000,000 captions: the classes' counts run from"))
    #expect(run.stderr.contains("a mean accuracy of 95 % is not placed: the line would pass it at"))
    #expect(run.stderr.contains("a mean accuracy of 50 % is reached at"))
    for wrong in [
      ["--at", "5"], ["--curve", "--at", "0"], ["--curve", "--reach", "120%"], ["--curve", "--across"],
      ["--curve", "--full"], ["--across", "--each-corpus"], ["--across", "--control", "name-length"],
    ] { try self.run(["correlate"] + wrong, status: 64) }
  }

  @Test func acrossModelsAndClassSets() throws {
    let object = try object(["correlate", "--across"])
    let rows = object["across"] as? [[String: Any]] ?? []
    #expect(
      rows.map { "\($0["class_set"] ?? ""), \($0["scale"] ?? "")" } == [
        "birds, accuracy", "birds, log odds", "cars, accuracy", "cars, log odds", "all class sets, accuracy",
        "all class sets, log odds",
      ])
    for row in rows {
      let numbers = ["low", "slope", "high"].compactMap { row[$0] as? Double }
      #expect(numbers.count == 3 && numbers == numbers.sorted(), "\(row)")
    }
    #expect(rows.prefix(4).allSatisfy { ($0["low"] as? Double ?? 0) > 0 })
    // With two class sets there is one degree of freedom, however well they agree.
    #expect((rows[4]["high"] as? Double ?? 0) > (rows[0]["high"] as? Double ?? 1))
    // The two class sets have the same numbers under other names.
    #expect(rows[0]["slope"] as? Double == rows[2]["slope"] as? Double)
    #expect((object["models"] as? [Any])?.count == 6)
    let notes = object["notes"] as? [String] ?? []
    #expect(notes.contains { $0.contains("`tools` has only 1 of the models") }, "\(notes)")
    let one = try self.object(["correlate", "--across", "--classes", "cars"])
    #expect((one["across"] as? [Any])?.count == 2)
    let table = try run(["correlate", "--across", "--classes", "cars"])
    #expect(
      table.stdout.replacing("\n", with: " ").contains(
        "cars: over 3 models and 80 classes, tenfold count + 1 goes with"))
    let alone = try run(["correlate", "--across", "--classes", "tools"])
    // Sentences are broken at the width of the terminal.
    #expect(
      alone.stdout.replacing("\n", with: " ").contains("only 1 model has points, and at least 2 are needed"))
  }

  @Test func aCurveIsDrawn() throws {
    for (models, name) in [(["m1"], "one"), (["m0", "m1", "m2"], "three")] {
      for suffix in ["svg", "html", "vl.json"] {
        try run(
          ["plot", "curve", "--classes", "birds", "-o", "\(name).\(suffix)"]
            + models.flatMap { ["--model", $0] })
      }
    }
    let picture = String(decoding: try contents("one.svg"), as: UTF8.self)
    #expect(picture.contains("penalized spline") && picture.contains("never mentioned"))
    // Of one model the monotone curve is drawn, too.
    for (name, layers) in [("one", 5), ("three", 4)] {
      let vega = try JSONSerialization.jsonObject(with: contents("\(name).vl.json")) as? [String: Any]
      #expect((vega?["layer"] as? [Any])?.count == layers)
    }
    #expect(String(decoding: try contents("one.html"), as: UTF8.self).contains("class=\"dots fine q0\""))
  }
}
