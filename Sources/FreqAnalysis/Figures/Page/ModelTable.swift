/// The models of a report: a table that sorts, and a part of the page for each that a click opens.
public struct ModelTable: Sendable {
  /// What is known of one model.
  struct Part: Sendable {
    var index: Int
    var name: String
    var isOpen: Bool
    /// What was found, in at most four sentences.
    var sentences: [String]
    var pictures: [Page.Drawn]
    /// The classes that lie farthest from the line.
    var surprises: PageTable

    var content: [String: Any] {
      [
        "index": "\(index)", "name": name, "isOpen": isOpen, "sentences": sentences,
        "pictures": pictures.map(\.html),
        "table": surprises.rows.isEmpty ? "" : surprises.html,
      ]
    }
  }

  /// What a row shows.
  struct Row: Sendable {
    var name: String
    var corpus: String
    var n: Int
    var zero: Int
    var rho: Double?
    var interval: Interval?
    var corrected: Double?
    var slope: Double?
    var slopeInterval: Interval?
    var p: Double?
  }

  /// What a click does, in a sentence.
  let hint: String
  private let rows: [Row]
  /// The models' own parts.
  let parts: [Part]

  /// Puts together what is known of each model.
  ///
  /// - Complexity: O(*n*) in the points of all models, and the pictures' own cost.
  public init(_ report: FullReport, countName: String) {
    let reports = report.reports
    let adjusted = MultipleTesting.holm(reports.map { $0.spearman.flatMap(\.p) })
    rows = reports.indices.map { index in
      let line = reports[index].line.value
      return Row(
        name: reports[index].model, corpus: Self.corpora(reports[index].points), n: reports[index].n,
        zero: reports[index].points.zero, rho: reports[index].spearman.value?.coefficient,
        interval: reports[index].spearman.value?.interval().value,
        corrected: reports[index].refined?.rho.value?.value, slope: line?.slope,
        slopeInterval: line?.slopeInterval().value, p: adjusted[index].value)
    }
    let series = reports.map(\.points)
    parts = reports.indices.map { index in
      Self.part(report, index, named: Finding.name(series[index], among: series), countName: countName)
    }
    let tests = reports.count > 1 ? "; p is adjusted for \(reports.count) models by Holm’s method" : ""
    hint =
      "Slope: percentage points of accuracy for a tenfold count + 1\(tests). Click on a model for its figures and on a heading to sort; in a figure, click on a class to highlight it everywhere, Escape to clear."
  }

  /// A model's corpora, and whether they are all that are counted since nothing is known of its training.
  private static func corpora(_ points: KnownPoints) -> String {
    points.choice == .all ? "\(points.corpus) (all)" : points.corpus
  }

  private static func part(_ report: FullReport, _ index: Int, named name: String, countName: String) -> Part
  {
    let own = report.reports[index]
    let curve = report.curves[index]
    var choices = Sensitivity()
    choices.rows = report.sensitivity.rows.filter { $0.model.utf8.elementsEqual(own.model.utf8) }
    // The title says what the part of the page says already.
    var layout = FigureLayout()
    layout.title = .none
    layout.isBare = true
    func drawn(_ label: String, _ picture: Picture) -> Page.Drawn {
      Page.Drawn("\(label): \(name)", picture, widths: [480], layout: layout)
    }
    var pictures = [drawn("Each class", .scatter(ScatterFigure([own.points], countName: countName)))]
    pictures.append(
      drawn(
        "Mean accuracy over the count", .curve(CurveFigure([DoseCurve(own.points)], countName: countName))))
    pictures.append(drawn("Mean accuracy in bins", .binned(BinnedFigure([curve], countName: countName))))
    if choices.rows.count > 1 {
      pictures.append(drawn("The coefficient under other choices", .sensitivity(SensitivityFigure(choices))))
    }
    return Part(
      index: index, name: name, isOpen: report.reports.count == 1,
      sentences: Array((own.shortSentences + [curve.sentence + "."]).prefix(4)), pictures: pictures,
      surprises: Self.surprises(own, named: name, limit: report.query.surprises))
  }

  /// The classes that the line tells least of: their residuals in units of their own spread.
  private static func surprises(_ report: CorrelationReport, named name: String, limit: Int) -> PageTable {
    func percent(_ share: Double) -> PageTable.Cell {
      PageTable.Cell(share * 100) { NumberText.fixed($0, decimals: 1) }
    }
    return PageTable(
      "Classes farthest from the line of \(name)",
      headings: [
        ("farthest from the line", false), ("count", true), ("accuracy, %", true), ("line, %", true),
        ("studentized residual", true),
      ],
      rows: report.surprises(limit).map { entry in
        [
          PageTable.Cell(entry.point.className),
          PageTable.Cell(entry.point.count) { NumberText.typeset($0, digits: 12) },
          percent(entry.point.accuracy), percent(entry.predicted),
          PageTable.Cell(entry.surprise) { NumberText.fixed($0, decimals: 1) },
        ]
      })
  }

  /// The models, a row each.
  var table: PageTable {
    let hasCorrected = rows.contains { $0.corrected != nil }
    var headings: [(String, Bool)] = [
      ("model", false), ("corpora", false), ("n", true), ("zeros", true), ("ρ", true),
      ("95 % interval", false),
    ]
    if hasCorrected { headings.append(("ρ corrected", true)) }
    headings += [("slope", true), ("95 % interval", false), (rows.count > 1 ? "p adjusted" : "p", true)]
    func range(_ interval: Interval?, _ factor: Double, _ decimals: Int) -> PageTable.Cell {
      PageTable.Cell(
        interval.map {
          "\(NumberText.fixed($0.low * factor, decimals: decimals)) to \(NumberText.fixed($0.high * factor, decimals: decimals))"
        } ?? "")
    }
    let cells = rows.enumerated().map { index, row in
      var cells = [
        PageTable.Cell(row.name, opens: index), PageTable.Cell(row.corpus),
        PageTable.Cell(Double(row.n)) { _ in NumberText.grouped(row.n) },
        PageTable.Cell(Double(row.zero)) { _ in NumberText.grouped(row.zero) },
        PageTable.Cell(row.rho) { NumberText.fixed($0, decimals: 2) }, range(row.interval, 1, 2),
      ]
      if hasCorrected { cells.append(PageTable.Cell(row.corrected) { NumberText.fixed($0, decimals: 2) }) }
      cells += [
        PageTable.Cell(row.slope.map { $0 * 100 }) { NumberText.fixed($0, decimals: 1) },
        range(row.slopeInterval, 100, 1),
        PageTable.Cell(row.p) { $0 > 0 ? NumberText.typeset($0, digits: 2) : "< 1e−300" },
      ]
      return cells
    }
    return PageTable("Models", headings: headings, rows: cells, isSortable: true)
  }
}
