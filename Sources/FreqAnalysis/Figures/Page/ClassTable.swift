import Foundation

/// The table of all classes in a page, as data that the page's script shows: counts, each model's accuracy and its
/// distance from the model's line.
public struct ClassTable: Sendable {
  /// A column of numbers, one a class; nil where it is unknown.
  private struct Column {
    var name: String
    var values: [Double?]
  }

  /// What the columns mean, in a sentence.
  public let hint: String
  private let names: [String]
  private let counts: [Column]
  private let models: [(name: String, accuracy: [Double?], distance: [Double?]?)]
  private var examples: [Int: [ClassExample]] = [:]
  /// How many models stand beside one another; of more, the one that was opened last.
  private let most: Int

  /// Joins the counts and accuracies of the classes.
  ///
  /// - Parameters:
  ///   - answer: The points: of each model under each sum of corpora. Every class of the class set has a row.
  ///   - reports: The lines whose distances are shown; of the models of `answer`, under the corpora added up.
  ///   - examples: Mentions that were sampled, shown with their classes; at most five each.
  public init(
    _ answer: PointQuery.Answer, reports: [CorrelationReport] = [], examples: [ClassExample] = []
  ) {
    names = (answer.series.first?.points ?? []).map { SVGElement.drawable($0.className) }
    let size = names.count
    let unit = answer.resolved.measure.rawValue
    var corpora: [Column] = []
    for one in answer.series where !corpora.contains(where: { $0.name.utf8.elementsEqual(one.corpus.utf8) }) {
      let values = one.points.map { $0.frequency.count(answer.resolved.measure).map(Double.init) }
      corpora.append(Column(name: one.corpus, values: values))
    }
    let isOne = corpora.count == 1
    counts = corpora.map { Column(name: isOne ? unit : "\(unit), \($0.name)", values: $0.values) }

    var seen: Set<[UInt8]> = []
    let tested = answer.series.filter { !$0.model.isEmpty && seen.insert(Array($0.model.utf8)).inserted }
    models = tested.map { one in
      var accuracy = [Double?](repeating: nil, count: size)
      for point in one.points where point.classIndex < size {
        accuracy[point.classIndex] = point.accuracy.map { $0 * 100 }
      }
      let report = reports.last { $0.model.utf8.elementsEqual(one.model.utf8) }
      let distance = report.flatMap { report in
        report.line.value.map { line in
          var distance = [Double?](repeating: nil, count: size)
          for (point, residual) in zip(report.points.points, line.residuals) where point.classIndex < size {
            distance[point.classIndex] = residual * 100
          }
          return distance
        }
      }
      return (one.model, accuracy, distance)
    }
    most = reports.isEmpty ? 8 : 3
    let hasDistance = models.contains { $0.distance != nil }
    var sentences: [String] = []
    if !models.isEmpty { sentences.append("Accuracy in percent") }
    if hasDistance {
      sentences.append(
        "the distance in percentage points from what the model’s line predicts for the class’s count")
    }
    let which = models.count > most ? " The model is the one that was opened last." : ""
    hint =
      sentences.isEmpty ? "How many \(unit) each class has." : sentences.joined(separator: "; ") + "." + which
    for example in examples {
      for index in example.classes where index < size && self.examples[index, default: []].count < 5 {
        self.examples[index, default: []].append(example)
      }
    }
  }

  /// The table as the page's script reads it; shares to five digits, which is more than a cell shows.
  var json: JSONValue {
    [
      "names": .list(names.map(JSONValue.text)),
      "counts": .list(
        counts.map {
          ["name": .text(SVGElement.drawable($0.name)), "values": .list($0.values.map(Self.number))]
        }),
      "models": .list(
        models.map { model in
          [
            "name": .text(SVGElement.drawable(model.name)),
            "accuracy": .list(model.accuracy.map(Self.rounded)),
            "distance": model.distance.map { .list($0.map(Self.rounded)) } ?? .null,
          ]
        }), "most": .integer(most),
      "examples": .object(
        examples.sorted { $0.key < $1.key }.map { index, list in
          .init(
            "\(index)",
            .list(
              list.map { example in
                .list(
                  [example.before, example.mention, example.after].map { .text(SVGElement.drawable($0)) })
              }))
        }),
    ]
  }

  /// A number with as few digits as it has.
  private static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return value == value.rounded() && abs(value) < 0x1p53 ? .integer(Int(value)) : .real(value)
  }

  /// A percentage to three decimals.
  private static func rounded(_ value: Double?) -> JSONValue {
    number(value.map { ($0 * 1000).rounded() / 1000 })
  }
}
