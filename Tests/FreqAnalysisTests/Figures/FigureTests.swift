import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Points for pictures: plain ones and the awkward.
enum FigureSample {
  /// Classes whose accuracy rises with the logarithm of their count; a third is never mentioned.
  static func rising(_ count: Int, model: String = "clip", corpus: String = "cc3m") -> KnownPoints {
    var random = RandomSource(seed: 4, stream: UInt64(model.utf8.count))
    return KnownPoints(
      model: model, corpus: corpus,
      points: (0..<count).map { index in
        let captions = random.below(3) == 0 ? 0 : random.below(1 << (1 + random.below(20)))
        let accuracy = min(1, log10(Double(captions) + 1) / 8 + Double(random.below(400)) / 1000)
        return .init(
          classIndex: index, className: "some class \(index)", count: Double(captions), accuracy: accuracy)
      })
  }

  static let hostile = KnownPoints(
    model: "</title><script>alert(1)</script>", corpus: "a&b \"c\" 'd' \u{1}\u{202E}",
    points: StoreSample.hostileNames.enumerated().map { index, name in
      .init(classIndex: index, className: name + "]]>", count: Double(index), accuracy: Double(index % 5) / 5)
    })

  static let three = KnownPoints(
    model: "three", corpus: "tiny",
    points: [
      .init(classIndex: 0, className: "a", count: 0, accuracy: 0),
      .init(
        classIndex: 1, className: String(repeating: "very long name ", count: 6), count: 5, accuracy: 0.3),
      .init(classIndex: 2, className: String(repeating: "大熊猫", count: 30), count: 1e9, accuracy: 1),
    ])

  static func flat(_ count: Double, _ accuracy: Double) -> KnownPoints {
    KnownPoints(
      model: "flat", corpus: "flat",
      points: (0..<50).map { .init(classIndex: $0, className: "c\($0)", count: count, accuracy: accuracy) })
  }

  static let none = KnownPoints(model: "none", corpus: "none", points: [])

  /// Names of 80 characters and of Han script, for every class, model and corpus.
  static let long: KnownPoints = {
    var points = rising(
      90, model: String(repeating: "model-of-many-words-", count: 4),
      corpus: String(repeating: "corpus_of_many_words_", count: 4))
    for index in points.points.indices {
      points.points[index].className =
        index % 2 == 0
        ? String(repeating: "a long name \(index) ", count: 6) : String(repeating: "大熊猫\(index)", count: 16)
    }
    return points
  }()

  static let samples: [(String, [KnownPoints])] = [
    ("rising", [rising(300)]), ("two", [rising(100), rising(80, model: "siglip", corpus: "laion")]),
    ("eight", (0..<8).map { rising(30, model: String(repeating: "m", count: $0 + 1)) }),
    ("hostile", [hostile]), ("three", [three]), ("zero", [flat(0, 0)]), ("one count", [flat(7, 0.5)]),
    ("all wrong", [rising(60).with { $0.accuracy = 0 }]), ("long", [long]), ("nothing", []),
    ("no points", [none]), ("grid", grid),
  ]

  /// Seven models under each of three corpora.
  static let grid = (0..<7).flatMap { model in
    ["cc3m", "laion", "a corpus of a long name"].map { corpus in
      rising(40 + model, model: String(repeating: "model ", count: model + 1), corpus: corpus)
    }
  }

  /// Every sample drawn in every kind and theme, by name.
  static let pictures: [(name: String, svg: String)] = {
    var pictures: [(String, String)] = []
    for (name, series) in samples {
      for theme in FigureStyle.Theme.allCases {
        let style = FigureStyle(theme: theme)
        pictures.append(("scatter \(name) \(theme)", ScatterFigure(series).svg(style)))
        let quick = Resampling(resamples: 99)
        pictures.append(("binned \(name) \(theme)", BinnedFigure(series, resampling: quick).svg(style)))
        pictures.append(("compare \(name) \(theme)", CompareFigure(series).svg(style)))
        pictures.append(("forest \(name) \(theme)", ForestFigure(series).svg(style)))
        pictures.append(("slopes \(name) \(theme)", ForestFigure(series, value: .slope).svg(style)))
        pictures.append(("matrix \(name) \(theme)", MatrixFigure(series).svg(style)))
        pictures.append(("curve \(name) \(theme)", CurveFigure(series.map { DoseCurve($0) }).svg(style)))
        let corpora = series.map { (name: $0.corpus, counts: $0.counts.map { Int($0) }) }
        pictures.append(("tail \(name) \(theme)", TailFigure(CountTails(corpora)).svg(style)))
        for points in series.prefix(1) {
          pictures.append(("bar \(name) \(theme)", BarFigure(points).svg(style)))
        }
        var table = Sensitivity()
        for points in series {
          table.rows.append(.init(points, choice: .asSelected))
          table.rows.append(.init(points.withoutMostFrequent(), choice: .withoutMostFrequent))
        }
        pictures.append(("sensitivity \(name) \(theme)", SensitivityFigure(table).svg(style)))
      }
    }
    return pictures
  }()
}

extension KnownPoints {
  /// The points, each changed.
  fileprivate func with(_ change: (inout Point) -> Void) -> KnownPoints {
    var changed = self
    for index in changed.points.indices { change(&changed.points[index]) }
    return changed
  }
}

@Suite struct FigureTests {
  @Test func numbersAreFinite() {
    #expect(FigureSample.pictures.count > 20)
    for picture in FigureSample.pictures {
      #expect(!picture.svg.contains("nan") && !picture.svg.contains("inf\""), "\(picture.name)")
      #expect(picture.svg.hasSuffix("</svg>\n"))
    }
  }

  /// Python's parser reads every picture, and the names come back as text.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func picturesAreXMLWhateverTheNames() throws {
    let script = """
      import json, sys, xml.etree.ElementTree as tree
      out = {}
      for name, svg in json.load(sys.stdin):
          root = tree.fromstring(svg)
          tags = sorted({e.tag.split("}")[1] for e in root.iter()})
          out[name] = [tags, [e.text or "" for e in root.iter() if e.tag.endswith("title")]]
      print(json.dumps(out))
      """
    let run = try Run.python(
      ["-c", script], input: JSONEncoder().encode(FigureSample.pictures.map { [$0.name, $0.svg] }))
    #expect(run.status == 0, "\(run.stderr)")
    struct Read: Decodable {
      var tags: [String]
      var titles: [String]
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        tags = try list.decode([String].self)
        titles = try list.decode([String].self)
      }
    }
    let read = try JSONDecoder().decode([String: Read].self, from: run.output)
    #expect(read.count == FigureSample.pictures.count)
    for (name, picture) in read {
      #expect(
        Set(picture.tags).isSubset(of: ["svg", "title", "style", "rect", "path", "text", "g", "circle"]),
        "\(name)")
    }
    let titles = try #require(read["scatter hostile light"]).titles
    #expect(titles.count == StoreSample.hostileNames.count + 1)
    #expect(titles.contains { $0.hasPrefix("</script><b>\"&]]>: 3, 60 %") })
    #expect(titles.contains { $0.hasPrefix("two lines]]>: 1, 20 %") })
  }

  /// xmllint reads every picture, the hostile ones among them.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/xmllint"), "needs xmllint"))
  func picturesAreValidToXmllint() throws {
    let folder = try TemporaryFolder()
    let files = try FigureSample.pictures.enumerated().map { index, picture in
      try folder.write("\(index).svg", picture.svg)
    }
    let run = try Run(URL(fileURLWithPath: "/usr/bin/xmllint"), ["--noout"] + files)
    #expect(run.status == 0 && run.stderr == "", "\(run.stderr.prefix(500))")
  }

  /// Chromium draws every picture; no text lies on another or leaves the picture.
  @Test(.enabled(if: ProjectPaths.hasBrowser, "needs chromium; Scripts/setup browser installs it"))
  func noTextCoversAnother() throws {
    let light = FigureSample.pictures.filter { $0.name.hasSuffix(" light") }
    let input = try JSONEncoder().encode(
      Dictionary(light.map { ($0.name, $0.svg) }, uniquingKeysWith: { $1 }))
    let run = try Run.python(
      [ProjectPaths.root.appending(path: "Tests/Oracles/overlaps.py").path], input: input)
    try #require(run.status == 0, "\(run.stderr)")
    let found = try JSONDecoder().decode([String: [String]].self, from: run.output)
    #expect(found.count == light.count && found.count > 40)
    for (name, texts) in found { #expect(texts.isEmpty, "\(name)") }
  }

  /// Vega-Lite's own compiler takes every specification and draws its marks.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func vegaLiteCompiles() throws {
    var specs: [(String, JSONValue)] = []
    for (name, series) in FigureSample.samples {
      specs.append(("scatter \(name)", Picture.scatter(ScatterFigure(series)).vegaLite))
      let quick = Resampling(resamples: 99)
      specs.append(("binned \(name)", Picture.binned(BinnedFigure(series, resampling: quick)).vegaLite))
      specs.append(("compare \(name)", Picture.compare(CompareFigure(series)).vegaLite))
      specs.append(("forest \(name)", Picture.forest(ForestFigure(series)).vegaLite))
      specs.append(("slopes \(name)", Picture.forest(ForestFigure(series, value: .slope)).vegaLite))
      specs.append(("matrix \(name)", Picture.matrix(MatrixFigure(series)).vegaLite))
      specs.append(("curve \(name)", Picture.curve(CurveFigure(series.map { DoseCurve($0) })).vegaLite))
      let tail = TailFigure(CountTails(series.map { ($0.corpus, $0.counts.map { Int($0) }) }))
      specs.append(("tail \(name)", Picture.tail(tail).vegaLite))
      if let first = series.first { specs.append(("bar \(name)", Picture.bar(BarFigure(first)).vegaLite)) }
      var table = Sensitivity()
      for points in series { table.rows.append(.init(points, choice: .asSelected)) }
      specs.append(("sensitivity \(name)", Picture.sensitivity(SensitivityFigure(table)).vegaLite))
    }
    let all = JSONValue.object(specs.map { JSONValue.Member($0.0, $0.1) })
    let run = try Run.python(
      [ProjectPaths.root.appending(path: "Tests/Oracles/vega.py").path], input: Data(JSONText(all).text.utf8))
    try #require(run.status == 0, "\(run.stderr)")
    let found = try JSONDecoder().decode([String: Drawn].self, from: run.output)
    #expect(found.count == specs.count)
    for (name, drawn) in found { #expect(drawn.marks > 0 && drawn.texts > 0 && !drawn.hasNaN, "\(name)") }
    // Every class is a mark of its own, and the line and its band are there.
    #expect((found["scatter rising"]?.paths ?? 0) > 300)
  }

  /// What the SVG has is in the specification too: the slopes beside rho; bands and monotone curves as long as there are few.
  @Test func vegaLiteHasWhatTheSVGHas() {
    let series = ["a", "bb", "ccc", "dddd"].map { FigureSample.rising(60, model: $0) }
    let compared = JSONText(Picture.compare(CompareFigure(series)).vegaLite).text
    for value in [ForestFigure.Value.rho, .slope] {
      for row in ForestFigure(series, value: value).rows {
        let member = JSONText(.object([.init("value", .init(row.value))])).line.dropFirst().dropLast()
        #expect(row.value != nil && compared.contains(member), "\(member)")
      }
    }
    for count in 1...4 {
      let figure = CurveFigure(series.prefix(count).map { DoseCurve($0) })
      let vega = JSONText(Picture.curve(figure).vegaLite).text
      #expect(vega.contains("\"step-after\"") == (count <= 2) && figure.key.contains("steps") == (count <= 2))
      #expect(vega.contains("\"area\"") == (count <= 3) && figure.key.contains("band") == (count <= 3))
    }
  }

  private struct Drawn: Decodable {
    var marks: Int
    var paths: Int
    var texts: Int
    var hasNaN: Bool

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      marks = try list.decode(Int.self)
      paths = try list.decode(Int.self)
      texts = try list.decode(Int.self)
      hasNaN = try list.decode(Bool.self)
    }
  }

  @Test func aThousandPointsAreSmall() {
    #expect(ScatterFigure([FigureSample.rising(1_000)]).svg().utf8.count < 150_000)
  }

  @Test func picturesAreTheSameEveryTime() {
    let points = [FigureSample.rising(50)]
    #expect(ScatterFigure(points).svg() == ScatterFigure(points).svg())
    #expect(BinnedFigure(points).svg() == BinnedFigure(points).svg())
  }

  @Test func titlesSayWhatWasFoundAndOnlyThat() {
    #expect(
      Finding.title([FigureSample.rising(300)]) == "clip does better on classes that cc3m mentions more often"
    )
    var random = RandomSource(seed: 1, stream: 0)
    var chance = FigureSample.rising(100)
    for index in chance.points.indices { chance.points[index].accuracy = Double(random.below(100)) / 100 }
    #expect(Finding.title([chance]) == "Frequency in cc3m and accuracy of clip")
    #expect(Finding.title([FigureSample.flat(3, 0)]) == "Frequency in flat and accuracy of flat")
    #expect(
      Finding.title([FigureSample.rising(300), chance]) == "Frequency in cc3m and accuracy of 2 models")
    var other = FigureSample.rising(300)
    other.corpus = "laion"
    #expect(
      Finding.title([FigureSample.rising(300), other])
        == "clip does better on classes that each of 2 corpora mentions more often")
    var (second, third) = (FigureSample.rising(300), other)
    (second.model, third.model) = ("siglip", "siglip")
    let rising = FigureSample.rising(300)
    #expect(
      Finding.title([rising, second]) == "Both models do better on classes that cc3m mentions more often")
    // Two models under each of two corpora are no four models.
    #expect(
      Finding.title([rising, other, second, third])
        == "Both models do better on classes that each of 2 corpora mentions more often")
    #expect(
      Finding.title([rising, third])
        == "Each of 2 models does better on classes that its own corpora mention more often")
    #expect(Finding.name(other, among: [FigureSample.rising(300), other]) == "laion")
    var falling = FigureSample.rising(300)
    for index in falling.points.indices {
      falling.points[index].accuracy = 1 - falling.points[index].accuracy
    }
    #expect(
      Finding.title([falling]) == "clip does worse on classes that cc3m mentions more often")
  }

  @Test func theForestPlotSaysWhetherTheSignHolds() {
    func title(_ series: [KnownPoints]) -> String {
      var table = Sensitivity()
      for points in series {
        table.rows += [.init(points, choice: .asSelected), .init(points, choice: .allRoles)]
      }
      return SensitivityFigure(table).svg().components(separatedBy: "title>")[1]
    }
    let rising = FigureSample.rising(300)
    var falling = rising
    for index in falling.points.indices {
      falling.points[index].accuracy = 1 - falling.points[index].accuracy
    }
    #expect(title([rising]) == "clip: accuracy rises with frequency under every choice</")
    #expect(title([falling]) == "clip: accuracy falls with frequency under every choice</")
    #expect(title([rising, falling]) == "clip: accuracy rises with frequency under 2 of 4 choices</")
    #expect(
      title([falling, falling, rising]) == "clip: accuracy falls with frequency under 4 of 6 choices</")
    var second = falling
    second.model = "siglip"
    #expect(
      title([rising, second]) == "Accuracy rises with frequency under every choice for 1 of 2 models</")
    #expect(title([FigureSample.flat(0, 0)]) == "Frequency and accuracy under each choice</")
  }

  @Test func theBarPictureHasTheMostFrequentFirst() {
    let points = FigureSample.rising(300)
    let svg = BarFigure(points, limit: 3).svg()
    let top = points.points.sorted { $0.count > $1.count }.prefix(3).map(\.className)
    let places = top.map { svg.range(of: ">\($0)<")?.lowerBound }
    #expect(places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    #expect(svg.components(separatedBy: "<rect").count == 3 + 2)
  }

  @Test func theBinnedPictureShowsBothCoefficients() throws {
    let points = FigureSample.rising(300)
    let svg = BinnedFigure([points], resampling: Resampling(resamples: 99)).svg()
    let rho = try Spearman.coefficient(points.counts, points.accuracies).get()
    let words = svg.replacing(/<[^>]*>/, with: " ").split(separator: " ").joined(separator: " ")
    #expect(words.contains("ρ = \(Finding.fixed(rho))"))
    #expect(words.contains("means, weighted by classes, correlate at ρ = "))
  }

  @Test func numbersInWords() {
    #expect(
      Finding.fixed(0.475) == "0.48" && Finding.fixed(-0.061) == "−0.06" && Finding.fixed(-0.001) == "0.00")
    let tiny = Correlation(.spearman, 0.9, count: 9_000, logP: .success(-2302.5851))
    #expect(Finding.pValue(tiny) == ", p < 1e−1000" || Finding.pValue(tiny) == ", p < 1e−999")
    #expect(coordinate(12.34) == "12.3" && coordinate(-0.04) == "0" && coordinate(7) == "7")
    #expect(coordinate(-1.25) == "-1.3" && coordinate(.nan) == "0")
    #expect(CountScale.label(decade: 0) == "1" && CountScale.label(decade: 4) == "10k")
    #expect(CountScale.label(decade: 8) == "100M" && CountScale.label(decade: -2) == "0.01")
    #expect(BinnedFigure.label(.init(low: 0, high: 10)) == "0–9")
    #expect(BinnedFigure.label(.init(low: 1_000, high: 10_000)) == "1k–10k")
    #expect(BinnedFigure.label(.init(low: 100_000, high: nil)) == "≥100k")
    #expect(BinnedFigure.label(.init(low: 0, high: 1)) == "0")
  }
}

@Suite struct FigurePartTests {
  @Test func zeroHasAColumnOfItsOwn() {
    let scale = CountScale(start: 0, end: 500, holding: [0, 3, 40_000])
    #expect(scale.hasZero && scale.low == 0 && abs(scale.high - log10(50_000)) < 1e-12)
    #expect(scale.position(0) < CountScale.columnWidth && scale.position(1) == scale.logStart)
    #expect(scale.position(100_000) == 500)
    #expect(abs(scale.count(at: scale.position(730)) - 730) < 1e-6)
    #expect((0..<200).allSatisfy { (0...CountScale.columnWidth).contains(scale.positionInColumn($0)) })
    let plain = CountScale(start: 0, end: 500, holding: [10, 1000])
    #expect(!plain.hasZero && plain.position(10) == 0 && plain.ticks.map(\.label) == ["10", "100", "1k"])
    #expect(CountScale(start: 0, end: 500, holding: []).ticks.count >= 2)
  }

  /// Counts of less than a decade do not leave the rest of it empty, and no range holds what lies outside.
  @Test func countsFillTheirScale() {
    let narrow = CountScale(start: 0, end: 500, holding: [1_020_000, 2_740_000])
    #expect(narrow.ticks.map(\.label) == ["1M", "2M", "5M"] && abs(narrow.position(5_000_000) - 500) < 1e-6)
    let two = CountScale(start: 0, end: 500, holding: [300, 2_000])
    #expect(two.ticks.map(\.label) == ["200", "500", "1k", "2k"] && two.contains(300) && two.contains(2_000))
    let equal = CountScale(start: 0, end: 500, holding: [100, 100])
    #expect(equal.contains(100) && equal.high > equal.low && !equal.ticks.isEmpty)
    let asked = CountScale(start: 0, end: 500, holding: [0, 5], range: 0...30_000)
    #expect(asked.contains(30_000) && !asked.contains(30_001) && asked.ticks.last?.label == "10k")
    // A scale always has a number, also where no power of ten lies in it.
    #expect(CountScale(start: 0, end: 500, holding: [5, 5]).ticks.map(\.label) == ["5"])
    let between = CountScale(start: 0, end: 500, holding: [70], range: 60...90)
    #expect(between.ticks.map(\.label) == ["60", "70", "80", "90"])
    for seed in 0..<300 {
      let counts = [pow(10, Double(seed % 17) / 3), pow(10, Double(seed % 23) / 2)]
      let scale = CountScale(start: 40, end: 400, holding: counts)
      #expect(counts.allSatisfy(scale.contains) && !scale.ticks.isEmpty, "\(counts)")
      #expect(scale.ticks.allSatisfy { scale.contains($0.value) }, "\(counts)")
    }
  }

  /// Names that are cut still differ, though they begin and end alike.
  @Test(arguments: [50.0, 90, 120, 200, 400]) func cutNamesDiffer(_ width: Double) {
    let measure = TextMeasure()
    let names = ["RN50", "B-16", "B-32", "L-14", "g-14"].flatMap { size in
      ["cc3m", "laion400m", "laion2b"].map { "backbone_\(size)_pretrained_on_\($0)" }
    }
    let cut = measure.cutApart(names + [names[0], "short", ""], to: width)
    #expect(cut.count == names.count + 3 && cut.suffix(2) == ["short", ""] && cut[names.count] == cut[0])
    #expect(cut.allSatisfy { measure.estimate($0) <= width }, "\(cut)")
    if width >= 120 { #expect(Set(cut).count == names.count + 2, "\(cut)") }
    #expect(width < 400 || Array(cut.prefix(names.count)) == names)
  }

  /// Names of panels are broken where their parts end.
  @Test func namesOfPanelsAreBrokenAtTheirMarks() {
    let names = [
      "backboneRN50_pretrainedcc3m", "backboneRN50_pretrainedcc12m", "backboneRN50_pretrainedyfcc15m",
    ]
    let svg = MatrixFigure((names + ["a"]).map { FigureSample.rising(30, model: $0) }).svg()
    for name in names {
      for part in name.split(separator: "_") {
        #expect(svg.contains(">\(part)\(part.hasPrefix("back") ? "_" : "")<"), "\(name)")
      }
    }
  }

  @Test func sharesHaveARoundTop() {
    #expect(ShareScale(start: 100, end: 0, holding: [0.93]).top == 1)
    #expect(
      ShareScale(start: 100, end: 0, holding: [0.3]).ticks.map(\.label) == [
        "0", "10", "20", "30", "40", "50",
      ])
    #expect(ShareScale(start: 100, end: 0, holding: [0.04]).position(0.1) == 0)
    #expect(ShareScale(start: 100, end: 0, holding: [0, 0]).top == 1)
  }

  @Test func labelsCoverNothing() {
    var placement = LabelPlacement(area: .init(left: 0, top: 0, right: 400, bottom: 300))
    var random = RandomSource(seed: 2, stream: 0)
    var placed = 0
    for index in 0..<60 {
      let (x, y) = (Double(random.below(400)), Double(random.below(300)))
      if placement.place("label \(index)", near: x, y) != nil { placed += 1 }
    }
    #expect(placed > 20 && placement.taken.count == placed)
    for (index, box) in placement.taken.enumerated() {
      #expect(box.left >= 0 && box.right <= 400 && box.top >= 0 && box.bottom <= 300)
      #expect(placement.taken.dropFirst(index + 1).allSatisfy { !box.overlaps($0) })
    }
  }

  @Test func textIsCutAndBroken() {
    #expect(TextWidth.cut("short", to: 100) == "short")
    let cut = TextWidth.cut(String(repeating: "熊", count: 80), to: 100)
    #expect(cut.hasSuffix("…") && TextWidth.estimate(cut) <= 100)
    let measure = TextMeasure()
    #expect(measure.cutMiddle("short", to: 100) == "short" && measure.cutMiddle("long", to: 1) == "…")
    let middle = measure.cutMiddle("a model of many words, the second", to: 100)
    #expect(middle.hasPrefix("a mod") && middle.hasSuffix("cond") && TextWidth.estimate(middle) <= 100)
    #expect(TextWidth.lines("one two three four", width: 60).count > 1)
    // A sign is not parted from its number.
    #expect(
      (20...90).allSatisfy { !TextWidth.lines("without the most 1 %", width: Double($0)).contains("%") })
    // An equation stays in one line where there is room for it, as a relation does with what it relates.
    let finding = "Spearman’s ρ = 0.48 [0.43, 0.53], p = 2.3e−59, n = 1,000 (270 never mentioned)"
    for width in 80...400 {
      let lines = TextWidth.lines(finding, width: Double(width))
      #expect(lines.joined(separator: " ") == finding, "\(width)")
      let parted = ["ρ = 0.48", "p = 2.3e−59,", "n = 1,000"].filter { equation in
        !lines.contains { $0.contains(equation) }
      }
      #expect(parted.isEmpty, "\(width): \(lines)")
      if !parted.isEmpty { break }
    }
    #expect(TextWidth.lines("", width: 60).isEmpty)
    #expect(TextWidth.lines(String(repeating: "x", count: 300), width: 60).count == 1)
  }

  @Test func markupIsEscaped() {
    #expect(
      SVGElement("t", ["a": "\"<&>'"], text: "a\u{0}b\u{202E}\nc").xml
        == "<t a=\"&quot;&lt;&amp;&gt;&#39;\">a\u{FFFD}b\u{FFFD} c</t>")
    #expect(SVGElement("t").xml == "<t/>")
  }

  @Test func shapesDiffer() {
    let shapes = (0..<6).map { Mark.shape($0, x: 10, y: 10, size: 3).xml }
    #expect(Set(shapes).count == 6)
    #expect(
      Set(FigureStyle.light).count == FigureStyle.seriesCount
        && FigureStyle.dark.count == FigureStyle.seriesCount)
  }
}
