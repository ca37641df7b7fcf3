import Corpus

/// The names under which pictures show models and corpora: what a file says, and how many corpora where a list of them
/// would be too long to read.
public struct ShownNames: Sendable {
  private var names: [[UInt8]: String] = [:]
  /// The names that the file gives others, as written and in its order.
  public private(set) var given: [String] = []

  /// Makes names that are those of the database.
  public init() {}

  /// Reads a file: CSV or TSV with a column `model` (or `corpus`) and a column `name`, or a JSON object from the one to
  /// the other.
  ///
  /// - Throws: `InputError`.
  public init(reading path: String) throws {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    if bytes.first(where: { !InputFile.isSpace($0) }) == UInt8(ascii: "{") {
      guard case .object(let members) = try OrderedJSON(bytes, file: path) else { return }
      for member in members {
        guard case .string(let name) = member.value else {
          throw InputError(file: path, .valueNotName(key: member.key, found: member.value.kind))
        }
        add(member.key, name)
      }
    } else {
      let table = try DelimitedTable(bytes, file: path)
      guard let key = try table.column(["model", "corpus"], file: path) else {
        throw InputError(file: path, at: .line(1), .missingColumn(wanted: ["model"], seen: table.columns))
      }
      guard let name = try table.column(["name", "display", "label"], file: path) else {
        throw InputError(file: path, at: .line(1), .missingColumn(wanted: ["name"], seen: table.columns))
      }
      for row in table.rows { add(row.cells[key], row.cells[name]) }
    }
    guard !names.isEmpty else { throw InputError(file: path, .noRows) }
  }

  private mutating func add(_ key: String, _ name: String) {
    given.append(key)
    names[Array(key.utf8)] = name
  }

  /// Shows long lists of corpora by their number, those of each series.
  mutating func shorten(_ answer: PointQuery.Answer) {
    var seen: Set<[UInt8]> = []
    for label in answer.known.map(\.corpus) + [answer.resolved.corpusLabel]
    where seen.insert(Array(label.utf8)).inserted {
      if let count = answer.resolved.corpusCount(of: label) { shorten(label, of: count) }
    }
  }

  /// Whether the file names nothing that stands in a picture.
  public func areForeign(to picture: Picture) -> Bool {
    let shown = Set(picture.shownNames.map { Array($0.utf8) })
    return !given.isEmpty && !given.contains { shown.contains(Array(self.shown($0).utf8)) }
  }

  /// Shows a long list of corpora by their number.
  ///
  /// - Parameters:
  ///   - label: The corpora's names, joined.
  ///   - count: How many they are.
  mutating func shorten(_ label: String, of count: Int) {
    guard names[Array(label.utf8)] == nil, count > 8 || count > 1 && label.utf8.count > 60 else { return }
    names[Array(label.utf8)] = "a pool of \(NumberText.grouped(count)) corpora"
  }

  /// The name under which a model or a corpus is shown.
  public func shown(_ name: String) -> String { names.isEmpty ? name : names[Array(name.utf8)] ?? name }

  /// Points under the names that are shown.
  public func applied(to points: KnownPoints) -> KnownPoints {
    var points = points
    points.model = shown(points.model)
    points.corpus = shown(points.corpus)
    return points
  }

  /// A picture under the names that are shown.
  public func applied(to picture: Picture) -> Picture {
    guard !names.isEmpty else { return picture }
    switch picture {
    case .scatter(var figure):
      figure.series = figure.series.map(applied)
      return .scatter(figure)
    case .binned(var figure):
      for index in figure.curves.indices {
        figure.curves[index].points = applied(to: figure.curves[index].points)
      }
      return .binned(figure)
    case .bar(var figure):
      figure.points = applied(to: figure.points)
      return .bar(figure)
    case .tail(var figure):
      for index in figure.tails.corpora.indices {
        figure.tails.corpora[index].name = shown(figure.tails.corpora[index].name)
      }
      return .tail(figure)
    case .compare(var figure):
      figure.series = figure.series.map(applied)
      return .compare(figure)
    case .sensitivity(var figure):
      figure.sensitivity = applied(to: figure.sensitivity)
      return .sensitivity(figure)
    case .forest(var figure):
      figure.series = figure.series.map(applied)
      for index in figure.rows.indices {
        figure.rows[index].model = shown(figure.rows[index].model)
        figure.rows[index].corpus = shown(figure.rows[index].corpus)
      }
      return .forest(figure)
    case .matrix(var figure):
      figure.series = figure.series.map(applied)
      return .matrix(figure)
    case .curve(var figure):
      for index in figure.curves.indices {
        figure.curves[index].points = applied(to: figure.curves[index].points)
      }
      return .curve(figure)
    }
  }

  /// The coefficients under other choices, with the names that are shown.
  func applied(to sensitivity: Sensitivity) -> Sensitivity {
    var sensitivity = sensitivity
    for index in sensitivity.rows.indices {
      sensitivity.rows[index].model = shown(sensitivity.rows[index].model)
    }
    return sensitivity
  }

  /// Points that were asked for, with the names that are shown.
  public func applied(to answer: PointQuery.Answer) -> PointQuery.Answer {
    guard !names.isEmpty else { return answer }
    var answer = answer
    answer.known = answer.known.map(applied)
    for index in answer.series.indices {
      answer.series[index].model = shown(answer.series[index].model)
      answer.series[index].corpus = shown(answer.series[index].corpus)
    }
    return answer
  }

  /// A report with the names that are shown.
  public func applied(to report: FullReport) -> FullReport {
    guard !names.isEmpty else { return report }
    var report = report
    report.answer = applied(to: report.answer)
    for index in report.reports.indices {
      report.reports[index].points = applied(to: report.reports[index].points)
    }
    for index in report.curves.indices {
      report.curves[index].points = applied(to: report.curves[index].points)
    }
    for index in report.comparisons.indices {
      report.comparisons[index].first = shown(report.comparisons[index].first)
      report.comparisons[index].second = shown(report.comparisons[index].second)
      report.comparisons[index].corpus = shown(report.comparisons[index].corpus)
    }
    report.sensitivity = applied(to: report.sensitivity)
    return report
  }
}

extension Picture {
  /// The models and corpora that stand in the picture; a name may be there more than once.
  var shownNames: [String] {
    func names(_ series: [KnownPoints]) -> [String] { series.flatMap { [$0.model, $0.corpus] } }
    switch self {
    case .scatter(let figure): return names(figure.series)
    case .binned(let figure): return names(figure.curves.map(\.points))
    case .bar(let figure): return names([figure.points])
    case .tail(let figure): return figure.tails.corpora.map(\.name)
    case .compare(let figure): return names(figure.series)
    case .sensitivity(let figure): return figure.sensitivity.rows.map(\.model)
    case .forest(let figure): return names(figure.series)
    case .matrix(let figure): return names(figure.series)
    case .curve(let figure): return names(figure.series)
    }
  }
}
