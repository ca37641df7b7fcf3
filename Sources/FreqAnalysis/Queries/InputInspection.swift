import Corpus

/// What the tool understands of a class list, of predictions or of a table, before anything of it is stored: lines for a
/// person, and JSON. How the file was read stands in its notes.
public struct InputInspection: Sendable {
  /// The lines, the file's name first.
  public let lines: [String]
  /// The same as JSON.
  public let json: JSONValue

  /// How many classes are shown.
  private static let shown = 3

  /// Takes a class list.
  public init(_ classSet: ClassSet, of file: String, notes: [Note] = []) {
    let terms = classSet.classes.reduce(0) { $0 + $1.terms.count }
    let first = classSet.classes.prefix(Self.shown)
    lines =
      [
        file,
        "  classes   \(NumberText.grouped(classSet.classes.count)), \(NumberText.counted(terms, "term"))",
      ]
      + Self.first(
        first.enumerated().map { index, entry in
          "\(index) \(entry.name)\(entry.id.map { " (\($0))" } ?? ""): "
            + entry.terms.map(\.text).joined(separator: ", ")
        })
    json = [
      "file": .text(file), "classes": .integer(classSet.classes.count), "terms": .integer(terms),
      "first": .list(
        first.map { entry in
          [
            "class": .text(entry.name), "id": JSONValue(entry.id),
            "terms": .list(entry.terms.map { .text($0.text) }),
          ]
        }),
      "notes": Self.json(notes),
    ]
  }

  /// Takes predictions, or a table of accuracies.
  public init(_ accuracies: AccuracyFile, of file: String, in classSet: ClassSet) {
    lines =
      [file]
      + accuracies.models.flatMap { model in
        [
          "  model     \(model.model), \(NumberText.grouped(model.values.count)) of "
            + NumberText.counted(classSet.classes.count, "class", plural: "classes")
        ]
          + Self.first(
            model.values.prefix(Self.shown).map { value in
              "\(value.index) \(classSet.classes[value.index].name): "
                + (value.correct.flatMap { right in value.total.map { "\(right) of \($0)" } }
                  ?? NumberText.short(value.accuracy))
            })
      }
    json = [
      "file": .text(file),
      "models": .list(
        accuracies.models.map { model in
          [
            "model": .text(model.model), "classes": .integer(model.values.count),
            "first": .list(
              model.values.prefix(Self.shown).map { value in
                [
                  "class": .text(classSet.classes[value.index].name), "accuracy": .real(value.accuracy),
                  "correct": JSONValue(value.correct), "total": JSONValue(value.total),
                ]
              }),
          ]
        }),
      "notes": Self.json(accuracies.notes),
    ]
  }

  /// Takes counts that were computed elsewhere.
  public init(_ counts: FrequencyFile, of file: String, in classSet: ClassSet) {
    let first = counts.frequencies.prefix(Self.shown)
    lines =
      [
        file,
        "  counts    of \(NumberText.grouped(counts.frequencies.count)) of "
          + NumberText.counted(classSet.classes.count, "class", plural: "classes"),
      ]
      + Self.first(
        first.map { entry in
          "\(entry.index) \(classSet.classes[entry.index].name): "
            + NumberText.counted(entry.captions, "caption")
            + (entry.mentions.map { ", \(NumberText.counted($0, "mention"))" } ?? "")
        })
    json = [
      "file": .text(file), "classes": .integer(counts.frequencies.count),
      "first": .list(
        first.map { entry in
          [
            "class": .text(classSet.classes[entry.index].name), "captions": .integer(entry.captions),
            "mentions": JSONValue(entry.mentions),
          ]
        }),
      "notes": Self.json(counts.notes),
    ]
  }

  private static func first(_ rows: [String]) -> [String] {
    rows.enumerated().map { ($0 == 0 ? "  first     " : "            ") + DisplayText.truncated($1, to: 100) }
  }

  private static func json(_ notes: [Note]) -> JSONValue { .list(notes.map { .text($0.sentence) }) }
}
