/// The fields that hold text: the recognised shapes in order, and the choice among them.
///
/// The choice is made for each record: the first shape of the list of which the record has text is read and nothing
/// else, so that no text is counted twice (`caption` beside `raw_caption`, `TEXT` beside `top_caption`) and none is lost
/// where records have several shapes. The first records of a shard, or its columns, say which shapes to look for. Names
/// are compared without regard to the case of ASCII letters.
enum TextFields {
  /// A field that the user named, from a record on.
  struct Named {
    var role: Role?
    var steps: [FieldPath.Step]
    /// The field as the user wrote it.
    var name: String
  }

  /// Chooses the fields to read among those that the first records have.
  ///
  /// - Parameters:
  ///   - seen: the fields of the first records or the columns of the table.
  ///   - rule: the fields that the user named, which are then the choice.
  /// - Returns: The choice; nil where no field is text.
  static func choose(from seen: [SeenField], rule: ReadingRule) -> TextChoice? {
    choose(
      from: seen,
      named: rule.textFields.map { Named(role: $0.role, steps: $0.path.steps, name: $0.path.description) })
  }

  /// Chooses the fields to read; those named, where any is, else the first shape that the records have.
  static func choose(from seen: [SeenField], named fields: [Named]) -> TextChoice? {
    var choice = fields.isEmpty ? recognised(in: seen) : named(fields, in: seen)
    choice?.leavesOutFailures = hasOutcomes(seen)
    return choice
  }

  /// Whether one of the fields says which downloads succeeded.
  static func hasOutcomes(_ seen: [SeenField]) -> Bool {
    seen.contains { canonical($0.steps) == DownloadStatus.field && DownloadStatus.isOutcome($0.example) }
  }

  /// What is thrown where no field is text.
  static func fault(rule: ReadingRule, seen: [String]) -> ShardFault {
    let shown = seen.count > 40 ? Array(seen.prefix(40)) + ["and \(seen.count - 40) more"] : seen
    if let name = rule.textFields.first?.path.description {
      return ShardFault(.missingTextField(name: name, seen: shown))
    }
    return ShardFault(.noTextField(seen: shown))
  }

  /// The first shape of which the fields have text, and all that they may have.
  private static func recognised(in seen: [SeenField]) -> TextChoice? {
    let fold = Dictionary(grouping: seen) { canonical($0.steps) }
    let alternatives = shapes.flatMap { variants(of: $0, in: fold) }
    let first = alternatives.first { $0.hasText } ?? alternatives.first
    return first.map { first in
      TextChoice(
        shape: first.shape, texts: first.texts,
        alternatives: alternatives.map {
          TextChoice.Alternative(shape: $0.shape, texts: $0.texts)
        }, seen: seen)
    }
  }

  /// A shape as some records have it; whether the first of them have text there.
  private struct Known {
    var shape: String
    var texts: [TextChoice.Text]
    var hasText: Bool
  }

  /// A shape as the records have it: once for each spelling of its fields (`TEXT` and `text` are two columns).
  private static func variants(of shape: Shape, in seen: [String: [SeenField]]) -> [Known] {
    // An answer may be the index of one of several.
    let hasOptions = shape.fields.contains { $0.role == .option && !spellings(of: $0, in: seen).isEmpty }
    let found = shape.fields.map { field in
      (field, spellings(of: field, in: seen, orNumbers: hasOptions && field.path == answerField))
    }
    let most = found.map { $0.1.count }.max() ?? 0
    return (0..<most).compactMap { spelling in
      var known = Known(shape: shape.name, texts: [], hasText: false)
      var isMade = false
      for (field, places) in found {
        guard let place = spelling < places.count ? places[spelling] : places.last else { continue }
        if spelling >= places.count, !field.isCompanion { continue }
        known.texts.append(
          TextChoice.Text(
            steps: place.steps, role: field.role, joinsList: field.joinsList, isCompanion: field.isCompanion))
        if !field.isCompanion {
          isMade = true
          known.hasText = known.hasText || place.hasText
        }
      }
      return isMade ? known : nil
    }
  }

  /// The steps of a shape's field as the records spell them, and whether they have text there.
  private static func spellings(
    of field: Field, in seen: [String: [SeenField]], orNumbers: Bool = false
  ) -> [(steps: [FieldPath.Step], hasText: Bool)] {
    var found: [(steps: [FieldPath.Step], hasText: Bool)] = []
    for (path, drop) in field.spellings {
      for place in seen[path] ?? [] {
        guard place.strings > 0 || place.blanks > 0 || (orNumbers && place.others > 0) else { continue }
        if field.role == .inText, drop > 0 || !mayHoldTurns(place, orText: field.isTextElse) { continue }
        var steps = Array(place.steps.dropLast(drop))
        // A column of lists does not tell their elements apart.
        for (index, step) in field.steps.enumerated() where index < steps.count {
          if case .element = step { steps[index] = step }
        }
        if let known = found.firstIndex(where: { FieldPath.name(of: $0.steps) == FieldPath.name(of: steps) })
        {
          found[known].hasText = found[known].hasText || place.strings > 0
        } else {
          found.append((steps, place.strings > 0))
        }
      }
    }
    return found
  }

  /// Whether the strings of a field look like JSON lists or objects, or are not known; where they may be text else, like lists
  /// of objects.
  private static func mayHoldTurns(_ field: SeenField, orText: Bool) -> Bool {
    // In a TSV the cell may still have its quote.
    let signs = field.example.utf8.lazy.filter { $0 > 32 && $0 != UInt8(ascii: "\"") }.prefix(2)
    guard let first = signs.first else { return !orText }
    if orText { return signs.elementsEqual("[{".utf8) }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// The fields that the user named, as far as the records have them.
  private static func named(_ fields: [Named], in seen: [SeenField]) -> TextChoice? {
    let paths = Set(seen.filter { $0.strings + $0.blanks > 0 }.map { FieldPath.name(of: $0.steps) })
    var missing: [String] = []
    let texts = fields.map { field in
      let name = FieldPath.name(of: field.steps)
      let inList = FieldPath.name(of: field.steps.map { if case .element = $0 { .each } else { $0 } })
      if !paths.contains(name), !paths.contains(name + "[]"), !paths.contains(inList) {
        missing.append(field.name)
      }
      return TextChoice.Text(
        steps: field.steps, role: role(of: field.steps, named: field.role), joinsList: joins(field.steps))
    }
    guard missing.count < fields.count else { return nil }
    return TextChoice(shape: "named fields", texts: texts, seen: seen, missing: missing)
  }

  /// The field that may hold the index of an answer.
  static let answerField = "answer"

  /// Where the role of a named field comes from: a conversation may be a JSON string, which names its roles.
  static func role(of steps: [FieldPath.Step], named role: Role?) -> TextChoice.RoleSource {
    if let role { return .fixed(role) }
    let name = canonical(steps)
    return shapes.contains { $0.fields.contains { $0.role == .inText && !$0.isTextElse && $0.path == name } }
      ? .inText : .sibling
  }

  /// Whether a named path is that of a message's content, whose parts are one text.
  private static func joins(_ steps: [FieldPath.Step]) -> Bool {
    let name = canonical(steps)
    return shapes.contains { $0.fields.contains { $0.joinsList && $0.path == name } }
  }

  /// The path in lower case, by which shapes are found.
  static func canonical(_ steps: [FieldPath.Step]) -> String {
    String(
      decoding: FieldPath.name(of: steps).utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 }, as: UTF8.self)
  }
}
