import Foundation
import TestSupport
import Testing

/// The page that `report` writes, and `correlate --full`, as a person meets them.
@Suite struct ReportTests {
  /// Names that would end an attribute, an element, a script or a template.
  static let hostile = [
    "\"><img src=x onerror=alert(1)>", "\"\u{301} onmouseover=alert(2) x=\"",
    "</script><script>alert(3)</script>",
    "{{title}}", "&lt;b&gt;", "two\nlines", "\u{1B}[31mred", "\u{202E}evil", "'single' `back` ${x}",
    String(repeating: "eighty characters ", count: 5), String(repeating: "大熊猫", count: 25),
  ]

  /// A database of classes, two corpora and models; accuracies rise with the counts of the first corpus, and the last
  /// model lacks some classes.
  static func database(_ classes: Int, models: Int, in folder: TemporaryFolder) throws {
    let names = hostile + (hostile.count..<classes).map { "class \($0)" }
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let counts = names.map { _ in random(4) == 0 ? 0 : 1 << random(20) }
    func object(_ values: [Any]) -> Data {
      let members = zip(names, values).map { name, value in
        let key = (try? JSONEncoder().encode(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return "\(key): \(value)"
      }
      return Data("{\(members.joined(separator: ", "))}".utf8)
    }
    func run(_ arguments: [String]) throws {
      let run = try Binary.run(arguments, folder: folder.url)
      try #require(run.status == 0, "\(run.stderr)")
    }
    try folder.write("names.json", JSONEncoder().encode(names))
    try run(["classes", "add", "things", "names.json"])
    for corpus in ["first \"corpus\" <b>", "second"] {
      try folder.write("counts.json", object(counts.map { corpus == "second" ? random(50) : $0 }))
      try run(["frequency", "add", "--classes", "things", "--corpus", corpus, "counts.json"])
    }
    for model in 0..<models {
      var values = counts.map { count -> Any in
        let expected = Double(count.bitWidth - count.leadingZeroBitCount) / 30
        return min(1, expected + Double(random(30)) / 100)
      }
      let lacking = model > 0 && model == models - 1 ? 5 : 0
      for index in 0..<lacking { values[values.count - 1 - index] = "null" }
      try folder.write("accuracies.json", object(values))
      let name = model == 0 ? "model \"0\" </title>" : "model \(model)"
      try run(["accuracy", "add", "--classes", "things", "--model", name, "accuracies.json"])
    }
  }

  struct Found: Decodable {
    struct Layout: Decodable {
      var sideways: Bool
      var background: String
      var paper: String
      var overlaps: Int
      var cut: Int
      var width: Double
      var letters: Double

      enum CodingKeys: String, CodingKey {
        case sideways = "scrolls sideways"
        case background, paper, overlaps, cut, width, letters
      }
    }

    /// A row of the table of models: the name, and the coefficient that it was sorted by.
    struct Model: Decodable {
      var name: String
      var rho: Double

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        name = try list.decode(String.self)
        rho = try list.decode(Double.self)
      }
    }

    var messages: [String]
    var requests: [String]
    var layouts: [String: Layout]
    var names: [String]
    var pictures: Int
    var headings: [String]
    var falling: [Double?]
    var rising: [Double?]
    var sortedBy: String
    var searched: [String]
    var said: String
    var hits: [Int]
    var rowsFound: [Int]
    var hitsAfter: Int
    var models: [Model]
    var opened: [String]
    var sentences: [Int]
    var card: String
    var cardGone: Bool
    var marked: Int
    var shownIn: Int
    var markedIn: Int
    var row: String
    var markedAfterEscape: Int
    var at: String
    var chosenByKeyboard: String
    var chosenInTable: String
    var pressed: String
    var printed: Bool
    var searchIsPrinted: Bool

    enum CodingKeys: String, CodingKey {
      case messages, requests, layouts, names, pictures, headings, falling, rising, searched, said, card,
        marked, row, at, pressed, printed, hits, models, opened, sentences
      case rowsFound = "rows found"
      case hitsAfter = "hits after"
      case sortedBy = "sorted by"
      case cardGone = "card gone"
      case shownIn = "shown in"
      case markedIn = "marked in"
      case markedAfterEscape = "marked after Escape"
      case chosenByKeyboard = "chosen by keyboard"
      case chosenInTable = "chosen in table"
      case searchIsPrinted = "search is printed"
    }
  }

  @Test(.enabled(if: ProjectPaths.hasBrowser, "needs chromium; Scripts/setup browser installs it"))
  func thePageInABrowser() throws {
    let folder = try TemporaryFolder()
    try Self.database(60, models: 2, in: folder)
    let example = try JSONEncoder().encode([
      ["class": "class 20", "before": "a <b>big</b> ", "mention": "class 20", "after": " \"there\""]
    ])
    try folder.write("examples.json", example)
    let run = try Binary.run(
      [
        "report", "--resamples", "50", "--control", "name-length", "--examples", "examples.json", "-o",
        "r.html",
      ], folder: folder.url)
    #expect(run.status == 0 && run.stdout == "", "\(run.stderr)")
    let driven = try Run.python([
      ProjectPaths.root.appending(path: "Tests/Oracles/browser.py").path, folder.path("r.html"), "20",
    ])
    try #require(driven.status == 0, "\(driven.stderr)")
    let found = try JSONDecoder().decode(Found.self, from: driven.output)
    #expect(found.messages.isEmpty && Set(found.requests).isSubset(of: ["file", "data"]))
    #expect(found.layouts.count == 4)
    for (name, layout) in found.layouts {
      #expect(!layout.sideways && layout.overlaps == 0 && layout.cut == 0, "\(name)")
      // On a wide screen the first picture takes the page's width, and on a telephone its letters can be read.
      #expect(name.hasSuffix("1280") ? layout.width > 800 : layout.width > 330, "\(name): \(layout.width)")
      #expect(layout.letters > 7, "\(name): \(layout.letters)")
      let isDark = name.hasPrefix("dark")
      #expect(layout.background == (isDark ? "rgb(20, 22, 26)" : "rgb(255, 255, 255)"), "\(name)")
      #expect(layout.paper == layout.background, "\(name)")
    }
    // Every name is text as it is, but for characters that no text may hold.
    #expect(found.names.count == 60)
    #expect(
      found.names[0] == Self.hostile[0] && found.names[3] == "{{title}}" && found.names[4] == "&lt;b&gt;")
    #expect(found.names[9] == Self.hostile[9] && found.names[10] == Self.hostile[10])
    // The forest and the choices in two widths, the ranks, and for each model a scatter, a curve, bins and choices.
    #expect(found.pictures == 2 * 2 + 1 + 2 * 4)
    #expect(found.models.map(\.rho) == found.models.map(\.rho).sorted(by: >) && found.models.count == 2)
    #expect(
      found.opened == [found.models.last?.name ?? ""]
        && found.models.contains { $0.name.contains("</title>") })
    #expect(found.sentences.allSatisfy { (1...4).contains($0) } && found.sentences.count == 2)
    #expect(found.hits == found.rowsFound && found.hits.count == 49 && found.hitsAfter == 0)
    #expect(found.headings.count == 2 + 1 + 2 + 2)
    #expect(found.falling == found.falling.sorted { ($0 ?? -1) > ($1 ?? -1) } && found.rising.count == 60)
    #expect(found.rising == found.falling.reversed() && found.sortedBy == "ascending")
    #expect(found.searched == found.names.filter { $0.hasPrefix("class") } && found.said == "49 of 60")
    #expect(found.card.hasPrefix("class 20") && found.card.contains("a <b>big</b> class 20 \"there\""))
    #expect(found.card.contains("model 1, %") && found.cardGone)
    #expect(found.marked >= found.shownIn && found.markedIn == found.shownIn && found.shownIn >= 5)
    #expect(found.row == "class 20" && found.markedAfterEscape == 0)
    #expect(found.chosenByKeyboard == found.at && found.chosenInTable == "20" && found.pressed == "true")
    #expect(found.printed && !found.searchIsPrinted)
  }

  /// 1,000 classes, 4 corpora and 21 models; the build that is not optimised takes a part of them.
  @Test func theLargePageIsSmallEnough() throws {
    #if DEBUG
      let (classes, models, limit) = (250, 5, 300_000)
    #else
      let (classes, models, limit) = (1_000, 21, 2_000_000)
    #endif
    let folder = try TemporaryFolder()
    try Self.database(classes, models: models, in: folder)
    let run = try Binary.run(["report", "--resamples", "1", "-o", "r.html"], folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    let page = try Data(contentsOf: folder.url.appending(path: "r.html"))
    #expect(page.count < limit && page.count > 60_000, "\(page.count)")
    let text = String(decoding: page, as: UTF8.self)
    #expect(!text.contains("<img") && !text.contains("alert(3)</script>") && !text.contains("{{#"))
    #expect(text.components(separatedBy: "<script").count == 2)
  }
}
