/// The table of all classes in a page: counts, each model's accuracy and its distance from the model's line.
public struct ClassTable: Sendable {
  /// A column.
  struct Heading: Sendable {
    var name: String
    var isNumber: Bool
  }

  /// A class.
  struct Row: Sendable {
    var index: Int
    var name: String
    /// Each cell as it is shown, and its number for sorting; nil where it is unknown.
    var cells: [(shown: String, raw: String?)]
    var examples: [ClassExample] = []

    var content: [String: Any] {
      [
        "index": "\(index)", "name": ClassTable.visible(name), "hasExamples": !examples.isEmpty,
        "examples": examples.map { ["before": $0.before, "mention": $0.mention, "after": $0.after] },
        "cells": cells.map { cell in
          cell.raw.map { ["shown": cell.shown, "raw": $0] as [String: Any] } ?? [
            "shown": cell.shown, "raw": false,
          ]
        },
      ]
    }
  }

  /// What the columns mean, in a sentence.
  public private(set) var hint =
    "Accuracy in percent; the distance in percentage points from what the model’s line predicts for the class’s count."
  private(set) var headings: [Heading]
  private(set) var rows: [Row]

  /// Joins the counts and accuracies of the classes.
  ///
  /// - Parameters:
  ///   - answer: The points: of each model under each sum of corpora. Every class of the class set has a row.
  ///   - reports: The lines whose distances are shown; of the models of `answer`, under the corpora added up.
  ///   - examples: Mentions that were sampled, shown with their classes; at most five each.
  public init(
    _ answer: PointQuery.Answer, reports: [CorrelationReport] = [], examples: [ClassExample] = []
  ) {
    var corpora: [String] = []
    var counts: [[Double?]] = []
    for one in answer.series where !corpora.contains(where: { $0.utf8.elementsEqual(one.corpus.utf8) }) {
      corpora.append(one.corpus)
      counts.append(one.points.map { $0.frequency.count(answer.resolved.measure).map(Double.init) })
    }
    let unit = answer.resolved.measure.rawValue
    headings = [Heading(name: "#", isNumber: true), Heading(name: "class", isNumber: false)]
    headings += corpora.map { Heading(name: corpora.count > 1 ? "\(unit), \($0)" : unit, isNumber: true) }
    var columns: [(values: [Int: Double], digits: Int)] = counts.map { values in
      let known = values.enumerated().compactMap { index, value in value.map { (index, $0) } }
      return (Dictionary(uniqueKeysWithValues: known), 12)
    }

    var models: [String] = []
    for one in answer.series
    where !one.model.isEmpty && !models.contains(where: { $0.utf8.elementsEqual(one.model.utf8) }) {
      models.append(one.model)
      headings.append(Heading(name: "\(one.model), %", isNumber: true))
      let known = one.points.compactMap { point in point.accuracy.map { (point.classIndex, $0 * 100) } }
      columns.append((Dictionary(known, uniquingKeysWith: { first, _ in first }), 3))
    }
    for model in models {
      guard let report = reports.last(where: { $0.model.utf8.elementsEqual(model.utf8) }),
        let line = report.line.value
      else { continue }
      headings.append(Heading(name: "\(model), distance", isNumber: true))
      let distances = zip(report.points.points, line.residuals).map { ($0.classIndex, $1 * 100) }
      columns.append((Dictionary(distances, uniquingKeysWith: { first, _ in first }), 3))
    }
    let names = answer.series.first?.points.map(\.className) ?? []
    rows = names.enumerated().map { index, name in
      Row(
        index: index, name: name,
        cells: columns.map { column in
          guard let value = column.values[index] else { return ("", nil) }
          return (NumberText.short(value, digits: column.digits), "\(value)")
        })
    }
    for example in examples {
      for index in example.classes where rows.indices.contains(index) && rows[index].examples.count < 5 {
        rows[index].examples.append(example)
      }
    }
  }

  /// A name with something to click on, also where it is empty or all spaces.
  private static func visible(_ name: String) -> String {
    name.unicodeScalars.allSatisfy { $0.properties.isWhitespace } ? "(no name)" : name
  }
}
