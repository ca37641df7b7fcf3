import Corpus
import Testing

@testable import FreqAnalysis

@Suite struct ExposureTests {
  static func series(_ corpus: String, _ captions: [Int?], accuracies: [Double?] = [0.1, 0.2, 0.3, nil])
    -> StoredPointSeries
  {
    StoredPointSeries(
      model: "m", corpus: corpus,
      points: captions.indices.map { index in
        StoredPoint(
          classIndex: index, className: "class \(index)",
          frequency: Frequency(mentions: captions[index].map { 2 * $0 }, captions: captions[index]),
          accuracy: accuracies[index], correct: nil, total: nil)
      })
  }

  @Test func readsWeights() throws {
    let exposure = try Exposure(parsing: ["laion=2", "a=b=0.5"])
    #expect(exposure.weight(of: "laion") == 2 && exposure.weight(of: "a=b") == 0.5)
    #expect(exposure.weight(of: "other") == 1)
    for text in ["laion", "=2", "laion=", "laion=-1", "laion=nan", "laion=inf", "laion=2x"] {
      #expect(throws: ExposureError.notAWeight(text)) { try Exposure(parsing: [text]) }
    }
    #expect(throws: ExposureError.twice("x")) { try Exposure(parsing: ["x=1", "x=1"]) }
  }

  @Test func aWeightOfAnotherCorpusIsTold() throws {
    let exposure = try Exposure(parsing: ["laoin=2"])
    #expect(throws: ExposureError.noCorpus("laoin", among: ["laion"])) {
      try exposure.check(against: ["laion"])
    }
    #expect(
      ExposureError.noCorpus("laoin", among: ["laion"]).description
        == "a weight is given for the corpus `laoin`, which is not among those selected: `laion`")
  }

  @Test func addsWhatTheModelSaw() throws {
    let series = [Self.series("laion", [1, 2, nil, 4]), Self.series("mix", [10, 0, 5, 1])]
    let plain = Exposure().pooled(series)
    #expect(plain.points.map(\.count) == [11, 2] && plain.corpus == "laion+mix")
    let weighted = try Exposure(parsing: ["laion=2", "mix=0.5"]).pooled(series)
    #expect(weighted.points.map(\.count) == [7, 4] && weighted.corpus == "2*laion+0.5*mix")
    // What is unknown in a corpus that the model never saw does not matter.
    let second = try Exposure(parsing: ["laion=0"]).pooled(series, measure: .mentions)
    #expect(second.points.map(\.count) == [20, 0, 10])
    #expect(second.points.map(\.classIndex) == [0, 1, 2])
    #expect(Exposure().pooled([]).points.isEmpty)
  }
}
