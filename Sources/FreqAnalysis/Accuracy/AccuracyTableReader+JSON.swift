extension AccuracyTableReader {
  private static let wanted =
    "a JSON object from class to accuracy or from model to such an object, CSV with class,accuracy, or predictions as JSON Lines"

  /// Reads an object from class to accuracy, from class to an object with its accuracy, or from model to either.
  mutating func readJSON(_ value: OrderedJSON) throws {
    guard case .object(var members) = value else {
      throw InputError(file: file, .unknownForm(wanted: Self.wanted, found: "a JSON list"))
    }
    leaveOutAverages(&members)
    guard let first = members.first else { throw InputError(file: file, .noRows) }
    guard case .object = first.value else {
      models = [try model("", members)]
      return
    }
    if members.allSatisfy({ Self.isClassObject($0.value) }) {
      form = .classObjects
      models = [try model("", members)]
    } else {
      form = .models
      try readModels(members)
    }
  }

  private mutating func readModels(_ members: [OrderedJSON.Member]) throws {
    let hasClasswise = members.contains { $0.value["classwise"] != nil }
    var seen: Set<[UInt8]> = []
    for member in members {
      guard case .object(var inside)? = hasClasswise ? member.value["classwise"] : member.value else {
        throw hasClasswise
          ? InputError(file: file, at: .line(member.line), .noClasswise(model: member.key))
          : InputError(
            file: file, at: .line(member.line), .valueNotObject(name: member.key, found: member.value.kind))
      }
      guard seen.insert(Array(member.key.utf8)).inserted else {
        throw InputError(file: file, at: .line(member.line), .repeatedModel(member.key))
      }
      leaveOutAverages(&inside)
      models.append(try model(member.key, inside))
    }
  }

  private mutating func model(_ name: String, _ members: [OrderedJSON.Member]) throws -> Model {
    var model = Model(name: name)
    var unknown: [String] = []
    var empty: [String] = []
    var seen: [[UInt8]: Int] = [:]
    for member in members {
      if let line = seen.updateValue(member.line, forKey: Array(member.key.utf8)) {
        throw InputError(file: file, at: .line(member.line), .repeatedClass(member.key, firstLine: line))
      }
      var row = Row(name: member.key, place: .line(member.line))
      switch member.value {
      case .number(let text): row.accuracy = text
      case .null: break
      case .object where Self.isClassObject(member.value):
        row = try classObject(member)
      case let other:
        throw InputError(file: file, at: row.place, .valueNotNumber(name: member.key, found: other.kind))
      }
      if row.total == 0, row.correct ?? 0 == 0 {
        empty.append(row.name)
      } else if row.accuracy.isEmpty, row.correct == nil {
        unknown.append(row.name)
      } else {
        model.rows.append(row)
      }
    }
    guard !model.rows.isEmpty else { throw InputError(file: file, .noRows) }
    notes += [Note(.unknownValues, unknown), Note(.noImages, empty)].filter { !$0.items.isEmpty }
    return model
  }

  /// A class's object as a row: correct of total where it gives both, else the accuracy.
  private mutating func classObject(_ member: OrderedJSON.Member) throws -> Row {
    var row = Row(name: member.key, place: .line(member.line))
    var beside: [[String]] = []
    func number(_ names: [String]) throws -> String? {
      let there = names.filter { member.value[$0] != nil }
      if there.count > 1 { beside.append(there) }
      guard let value = there.first.flatMap({ member.value[$0] }), value != .null else { return nil }
      guard case .number(let text) = value else {
        throw InputError(file: file, at: row.place, .valueNotNumber(name: member.key, found: value.kind))
      }
      return text
    }
    row.total = try number(Self.totalColumns).flatMap { try count($0, "total", row) }
    row.correct = row.total == nil ? nil : try number(["correct"]).flatMap { try count($0, "correct", row) }
    if row.correct == nil { row.accuracy = try number(Self.accuracyColumns) ?? "" }
    for names in beside {
      let what = Self.totalColumns.contains(names[0]) ? "number of images" : "accuracy"
      let note = Note(.chosen(what: what, taken: names[0]), Array(names.dropFirst()))
      if !notes.contains(note) { notes.append(note) }
    }
    return row
  }

  /// Whether a value is an object with a class's accuracy rather than one from class to accuracy.
  private static func isClassObject(_ value: OrderedJSON) -> Bool {
    guard case .object(let members) = value, !isReport(members) else { return false }
    func has(_ names: [String]) -> Bool { members.contains { names.contains($0.key) } }
    return has(accuracyColumns) && value["classwise"] == nil
      || has(["correct"]) && has(totalColumns)
  }

  // MARK: Classification reports

  /// What scikit-learn's report has beside its classes.
  static let averages = ["accuracy", "micro avg", "macro avg", "weighted avg", "samples avg"]

  /// Whether the members are those of a classification report: it has averages, each with a precision.
  private static func isReport(_ members: [OrderedJSON.Member]) -> Bool {
    members.contains { member in
      member.key.hasSuffix(" avg") && averages.contains(member.key) && member.value["precision"] != nil
    }
  }

  /// Leaves out the averages of a classification report, which is known by them.
  private mutating func leaveOutAverages(_ members: inout [OrderedJSON.Member]) {
    guard Self.isReport(members) else { return }
    let left = members.filter { Self.averages.contains($0.key) }
    members.removeAll { Self.averages.contains($0.key) }
    notes.append(Note(.averagesLeftOut, left.map(\.key)))
  }
}
