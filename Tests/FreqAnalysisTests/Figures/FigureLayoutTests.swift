import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Pictures as papers and narrow screens have them: sizes, letters, titles, ranges, names.
@Suite struct FigureLayoutTests {
  private static func layout(_ change: (inout FigureLayout) -> Void) -> FigureLayout {
    var layout = FigureLayout()
    change(&layout)
    return layout
  }

  /// The layouts that every kind is drawn in.
  static let layouts: [(name: String, layout: FigureLayout)] = [
    (
      "column",
      layout {
        $0.width = Length("3.3in")
        $0.title = .none
        $0.fontSize = Length("7pt")
      }
    ),
    ("narrow", layout { $0.width = Length("380px") }),
    (
      "letter",
      layout {
        $0.panel = "a"
        $0.font = FontFamily("Courier, monospace")
        $0.title = .text("Another title </title><script>")
      }
    ),
    (
      "wide",
      layout {
        $0.width = Length("20cm")
        $0.height = Length("14cm")
        $0.fontSize = Length("10pt")
        $0.panel = "C"
      }
    ),
  ]

  /// The curves of some samples; they take longer than a picture.
  static let curves = Dictionary(
    uniqueKeysWithValues: FigureSample.samples.filter { ["two", "long", "hostile", "three"].contains($0.0) }
      .map { ($0.0, $0.1.map { DoseCurve($0) }) })

  /// Every kind of some points, none of which a layout may break.
  static let pictures: [(name: String, svg: String)] = layouts.flatMap { layout in
    FigureSample.samples.filter { $0.0 != "eight" }.flatMap { name, series -> [(String, String)] in
      var table = Sensitivity()
      for points in series {
        table.rows.append(.init(points, choice: .asSelected))
        table.rows.append(.init(points.withoutMostFrequent(), choice: .withoutMostFrequent))
      }
      let few = Array(series.prefix(3))
      let tails = CountTails(series.map { ($0.corpus, $0.counts.map { Int($0) }) })
      let kinds: [(String, Picture)] =
        [
          ("scatter", .scatter(ScatterFigure(few))),
          ("binned", .binned(BinnedFigure(few, resampling: Resampling(resamples: 19)))),
          ("compare", .compare(CompareFigure(series))), ("forest", .forest(ForestFigure(series))),
          ("slopes", .forest(ForestFigure(series, value: .slope))), ("matrix", .matrix(MatrixFigure(series))),
          ("tail", .tail(TailFigure(tails))), ("sensitivity", .sensitivity(SensitivityFigure(table))),
        ] + series.prefix(1).map { ("bar", .bar(BarFigure($0, limit: 20))) }
        + (curves[name].map { [("curve", .curve(CurveFigure($0)))] } ?? [])
      return kinds.map { kind, picture in
        ("\(kind) \(name) \(layout.name)", picture.svg(FigureStyle(layout: layout.layout)))
      }
    }
  }

  /// Chromium draws every picture; no text lies on another or leaves the picture.
  @Test(.enabled(if: ProjectPaths.hasBrowser, "needs chromium; Scripts/setup browser installs it"))
  func noTextCoversAnother() throws {
    let input = try JSONEncoder().encode(
      Dictionary(Self.pictures.map { ($0.name, $0.svg) }, uniquingKeysWith: { $1 }))
    let run = try Run.python(
      [ProjectPaths.root.appending(path: "Tests/Oracles/overlaps.py").path], input: input)
    try #require(run.status == 0, "\(run.stderr)")
    let found = try JSONDecoder().decode([String: [String]].self, from: run.output)
    #expect(found.count == Self.pictures.count && found.count > 300)
    for (name, texts) in found.sorted(by: { $0.key < $1.key }) { #expect(texts.isEmpty, "\(name)") }
  }

  /// Python's parser finds the size that was asked for, in its unit.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func picturesHaveTheSizeThatWasAskedFor() throws {
    let script = """
      import json, sys, xml.etree.ElementTree as tree
      print(json.dumps({name: [tree.fromstring(svg).get(key) for key in ("width", "height", "viewBox")]
                        for name, svg in json.load(sys.stdin)}))
      """
    let run = try Run.python(
      ["-c", script], input: JSONEncoder().encode(Self.pictures.map { [$0.name, $0.svg] }))
    try #require(run.status == 0, "\(run.stderr)")
    let read = try JSONDecoder().decode([String: [String]].self, from: run.output)
    for (name, size) in read {
      let box = size[2].split(separator: " ").compactMap { Double($0) }
      let (width, height) = (try #require(Length(size[0])), try #require(Length(size[1])))
      // The picture is not stretched.
      #expect(abs(width.pixels / height.pixels - box[2] / box[3]) < 0.01 * box[2] / box[3], "\(name)")
      if name.hasSuffix(" column") { #expect(size[0] == "3.3in" && size[1].hasSuffix("in"), "\(name)") }
      if name == "scatter rising wide" { #expect(size[0] == "20cm" && size[1] == "14cm") }
      if name.hasSuffix(" narrow") { #expect(size[0] == "380") }
    }
  }

  @Test func titlesAndLetters() {
    func texts(_ name: String) -> [String] {
      let svg = Self.pictures.first { $0.name == name }?.svg ?? ""
      return svg.matches(of: #/<text[^>]*>([^<]*)</#).map { String($0.output.1) }
    }
    #expect(texts("scatter rising letter").prefix(2) == ["a", "Another title &lt;/title&gt;&lt;script&gt;"])
    #expect(!texts("scatter rising column").contains { $0.contains("does better") })
    let letters = texts("matrix grid letter").filter { $0.utf8.count == 1 && $0 >= "a" && $0 <= "z" }
    #expect(letters == (0..<21).map { String(Character(Unicode.Scalar(UInt8(97 + $0)))) })
    #expect(texts("matrix grid wide").contains("W") && !texts("matrix grid wide").contains("c"))
    let none = FigureLayoutTests.layout { $0.panel = "y" }
    #expect((0..<4).map(none.letter) == ["y", "z", nil, nil])
  }

  /// What is cut is cut once, and in a column of a paper the bins and the choices keep their names.
  @Test func whatIsCutIsCutOnce() throws {
    for (name, svg) in Self.pictures { #expect(!svg.contains("……"), "\(name)") }
    let column = FigureStyle(layout: Self.layout { $0.width = Length("3.3in") })
    let series = ["a", "bb", "ccc"].map { FigureSample.rising(60, model: $0) }
    let curve = BinnedFigure([series[0]], resampling: Resampling(resamples: 19))
    let bins = curve.svg(column)
    for bar in curve.curves[0].bars {
      #expect(bins.contains(">\(BinnedFigure.label(bar.mean.bin))<"), "\(bar.mean.bin)")
    }
    var table = Sensitivity()
    for choice in [Sensitivity.Choice.asSelected, .withoutAmbiguous, .withoutMostFrequent] {
      for points in series { table.rows.append(.init(points, choice: choice)) }
    }
    #expect(!SensitivityFigure(table).svg(column).contains("…"))
    #expect(!CompareFigure(series).svg(column).contains("…"))
  }

  /// Every minus in every picture is the sign.
  @Test func minusSignsAreOfOneKind() {
    var falling = FigureSample.rising(300)
    for index in falling.points.indices {
      falling.points[index].accuracy = 1 - falling.points[index].accuracy
    }
    let tables = [falling, FigureSample.rising(300)]
    for picture in [
      Picture.scatter(ScatterFigure([falling])), .compare(CompareFigure(tables)),
      .forest(ForestFigure(tables, value: .slope)), .matrix(MatrixFigure(tables)),
    ] {
      for text in picture.svg().matches(of: #/<text[^>]*>([^<]*)</#) {
        #expect(text.output.1.firstMatch(of: #/-\.?[0-9]/#) == nil, "\(text.output.1)")
      }
    }
    #expect(NumberText.typeset(-1.5e-7) == "−1.5e−7" && NumberText.fixed(-0.04, decimals: 1) == "0.0")
    #expect(
      NumberText.fixed(-1234.56, decimals: 1) == "−1,234.6" && NumberText.fixed(0.999, decimals: 2) == "1.00")
  }

  @Test func lengthsAndRangesAreRead() {
    #expect(
      Length("640")?.pixels == 640)
    for (text, pixels) in [("3.3in", 316.8), ("25.4 mm", 96), ("72pt", 96), ("2.54CM", 96)] {
      #expect(abs((Length(text)?.pixels ?? 0) - pixels) < 1e-9, "\(text)")
    }
    #expect(abs((Length("8", plain: .point)?.pixels ?? 0) - 32.0 / 3) < 1e-9)
    for text in ["", "in", "-3in", "3 feet", "1e9in", "nan", "inf", "0", "3in4", "٣in"] {
      #expect(Length(text) == nil, "\(text)")
    }
    #expect(AxisRange("rho=-0.2:0.6")?.low == -0.2 && AxisRange("count=0:1e6")?.high == 1_000_000)
    for text in [
      "rho", "rho=1", "rho=0.5:0.1", "rho=-2:1", "accuracy=0:101", "count=0:0.5", "x=0:1", "slope=nan:1",
      "rho=0:inf",
    ] {
      #expect(AxisRange(text) == nil, "\(text)")
    }
    #expect(FontFamily("Times New Roman, serif")?.css == "'Times New Roman',serif")
    for text in ["", ",", "a;}text{fill:red", "a'b", "a</style>", "url(x)"] {
      #expect(FontFamily(text) == nil)
    }
  }

  /// Marks outside of a range are not drawn at its edge, and are told.
  @Test func rangesLeaveOut() {
    let points = FigureSample.rising(300)
    let layout = Self.layout {
      $0.ranges = [AxisRange("accuracy=20:60"), AxisRange("count=10:1000")].compactMap { $0 }
    }
    let inside = points.points.count { (0.2...0.6).contains($0.accuracy) && (10...1000).contains($0.count) }
    let svg = ScatterFigure([points], labels: 0).svg(FigureStyle(layout: layout))
    #expect(svg.components(separatedBy: "<circle").count == inside + 1)
    #expect(svg.contains("\(300 - inside) classes lie outside of the axes"))
  }

  @Test func straightScalesHaveRoundEnds() {
    let scale = LinearScale(start: 0, end: 300, holding: [-0.08, 0.47], limits: -1...1)
    #expect(abs(scale.low + 0.1) < 1e-9 && abs(scale.high - 0.475) < 1e-9)
    #expect(scale.ticks.map(\.label) == ["−0.1", "0.0", "0.1", "0.2", "0.3", "0.4"])
    #expect(
      abs(scale.position(0) - 300 * 0.1 / 0.575) < 1e-6 && scale.contains(0.475) && !scale.contains(0.48))
    let asked = LinearScale(start: 0, end: 300, holding: [0.3], range: -0.5...1)
    #expect(asked.low == -0.5 && asked.high == 1 && asked.ticks.count >= 3)
    let slopes = LinearScale(start: 0, end: 300, holding: [0.012, 0.071], factor: 100)
    #expect(slopes.low == 0 && slopes.ticks.first?.label == "0" && slopes.high >= 0.071)
    let none = LinearScale(start: 0, end: 300, holding: [])
    #expect(none.low < 0 && none.high > 0 && !none.ticks.isEmpty)
  }

  /// Names from files, with what is hostile in them.
  @Test func namesAreShown() throws {
    let folder = try TemporaryFolder()
    let csv = try folder.write("n.csv", "model,name\nclip,\"CLIP <b>\"\ncc3m,CC3M\n")
    let names = try ShownNames(reading: csv)
    let picture = names.applied(to: .scatter(ScatterFigure([FigureSample.rising(300)])))
    let svg = picture.svg()
    #expect(svg.contains("CLIP &lt;b&gt; does better on classes that CC3M mentions more often"))
    #expect(!names.areForeign(to: picture))
    let json = try ShownNames(reading: folder.write("n.json", #"{"clip": "CLIP", "other": "Other"}"#))
    #expect(json.shown("clip") == "CLIP" && json.shown("none") == "none")
    #expect(try ShownNames(reading: folder.write("f.json", #"{"x": "X"}"#)).areForeign(to: picture))
    for (file, text) in [
      ("a.csv", "model\nclip\n"), ("b.csv", "x,name\n1,2\n"), ("c.json", #"{"clip": 3}"#),
      ("d.csv", "model,name\n"),
    ] {
      #expect(throws: InputError.self) { try ShownNames(reading: folder.write(file, text)) }
    }
    var many = ShownNames()
    many.shorten("a+b", of: 2)
    #expect(many.shown("a+b") == "a+b")
    many.shorten("c1+c2+c3+c4+c5+c6+c7+c8+c9", of: 9)
    #expect(many.shown("c1+c2+c3+c4+c5+c6+c7+c8+c9") == "a pool of 9 corpora")
    let long = (0..<300).map { "corpus\($0)" }.joined(separator: "+")
    many.shorten(long, of: 300)
    #expect(many.shown(long) == "a pool of 300 corpora")
  }

  @Test func namedClassesAreLabelled() throws {
    let layout = Self.layout { $0.labels = ["some class 7", "Some_Class 9"] }
    let points = FigureSample.rising(300)
    let svg = ScatterFigure([points]).svg(FigureStyle(layout: layout))
    #expect(svg.contains(">some class 7</text>") && svg.contains(">some class 9</text>"))
    #expect(svg.components(separatedBy: "class=\"small halo\"").count == 3)
    let picture = Picture.scatter(ScatterFigure([points]))
    do {
      try picture.checkLabels(["some class 7", "some class 77x"])
      Issue.record("a class that is not there")
    } catch let error as NoSuchLabel {
      #expect(error.near.first == "some class 77")
      #expect(
        error.description.hasPrefix(
          "no class of the picture is named `some class 77x`; did you mean `some class 77` or "))
    }
  }

  /// Models under one corpus each stand in groups; models under several stand in columns, a row each.
  @Test func forestsAreGroupedByCorpus() throws {
    let one = [
      FigureSample.rising(60, corpus: "x"), FigureSample.rising(80, model: "b", corpus: "y"),
      FigureSample.none,
    ]
    let groups = ForestFigure(one).groups
    #expect(groups.map(\.corpus) == ["x", "y", "none"])
    func rows(_ name: String, _ svg: String) -> Int {
      svg.components(separatedBy: ">\(name)</text>").count - 1
    }
    let svg = ForestFigure(one).svg()
    #expect(rows("x", svg) == 2 && rows("b", svg) == 1)  // a group's name has a halo
    #expect(svg.contains("undefined: there are 0 points"))
    let grid = ForestFigure(FigureSample.grid).svg()
    #expect(rows("laion", grid) == 1 && rows("model ", grid) == 1)
    // A corrected value is a second mark, and is explained.
    var figure = ForestFigure(one)
    #expect(!figure.svg().contains("Corrected"))
    figure.rows[0].corrected = 0.9
    let both = figure.svg()
    #expect(
      both.contains("Corrected for how reliably") && both.components(separatedBy: "class=\"f1\"").count == 2)
  }

  @Test func facetsPutSeriesTogether() {
    let grid = FigureSample.grid
    #expect(MatrixFigure(grid).panels.count == 21 && MatrixFigure(grid).columns(width: 720) == 3)
    let models = MatrixFigure(grid, facet: .model)
    #expect(models.panels.count == 7 && models.depth == 3 && models.inside.count == 3)
    let corpora = MatrixFigure(grid, facet: .corpus)
    #expect(corpora.panels.map(\.name) == ["cc3m", "laion", "a corpus of a long name"] && corpora.depth == 7)
    #expect(MatrixFigure([]).svg().hasSuffix("</svg>\n"))
    // A thousand points a panel stay small.
    let big = MatrixFigure((0..<20).map { FigureSample.rising(1_000, model: "m\($0)") }).svg()
    #expect(big.utf8.count < 500_000)
  }
}
