import Corpus

/// Which of the fields that are to be kept any record had that rows were written of.
struct KeptFieldUse: Sendable, Equatable {
  private var absent: [String]?

  /// Takes the files of rows of a shard; one without rows says nothing.
  mutating func add(_ files: [RowFile]) {
    for file in files where file.rows > 0 {
      absent = absent.map { $0.filter(file.absentFields.contains) } ?? file.absentFields
    }
  }

  /// The fields that no record had; empty where there were no rows.
  var absentFields: [String] { absent ?? [] }
}

extension IndexSummary {
  /// What is to be told of the rows that were written, and of those before them.
  public var rowSentences: [String] {
    var sentences = keptFields.absentFields.map { name in
      "no record that mentions a class has the field \(ShownText.name(name)), so the rows keep nothing of it"
    }
    if let first = keptRows.first {
      let isOne = keptRows.count == 1
      sentences.append(
        "\(ShownText.count(keptRows.count, "file", "files")) of former rows \(isOne ? "stays" : "stay"), since "
          + "\(isOne ? "it was" : "they were") made for another database or by scan, such as \(ShownText.escaped(first, limit: 200))"
      )
    }
    return sentences
  }
}
