/// Texts of single JSON records that come one by one, such as the `.json` members of an archive.
///
/// Which fields are text is chosen from the first record that has any, and then holds for all, as in a shard of JSON
/// Lines. A record reader belongs to one task.
struct JSONRecordTexts {
  /// What a record gave.
  enum Outcome: Equatable {
    /// The texts of the record were appended.
    case read
    /// The reading rule leaves it out; nothing was appended.
    case excluded
    /// No record so far has a field of text; those of this one.
    case noTextField(seen: [String])
  }

  private let options: ReadingOptions
  private var walker = JSONWalker(plan: JSONPlan(nil))
  private var writer: CaptionWriter
  private var scratch: [UInt8] = []
  /// What is text, once a record had any.
  private(set) var choice: TextChoice?

  /// Makes a reader of single records.
  init(options: ReadingOptions) {
    self.options = options
    writer = CaptionWriter(rule: options.rule)
  }

  /// Validates a record and appends its texts to a batch, after beginning a record there.
  ///
  /// Nothing is appended, and no record begun, where it throws or the outcome is not `read`.
  mutating func append(_ record: UnsafeRawBufferPointer, to batch: CaptionBatch) throws -> Outcome {
    guard UTF8Validation.firstInvalidByte(in: record) == nil else { throw ShardFault(.notUTF8) }
    if choice == nil {
      try walk(record)
      var survey = JSONSurvey()
      _ = survey.add(record, from: 0)
      guard let found = TextFields.choose(from: survey.fields, rule: options.rule) else {
        return .noTextField(seen: survey.fields.map(\.name))
      }
      choice = found
      walker = JSONWalker(plan: JSONPlan(found))
    }
    try walk(record)
    guard !walker.isExcluded else { return .excluded }
    batch.beginRecord()
    try JSONTexts.append(walker.spans, of: record, writer: &writer, scratch: &scratch, to: batch)
    return .read
  }

  private mutating func walk(_ record: UnsafeRawBufferPointer) throws {
    do throws(JSONFault) {
      let end = walker.skipSpace(record, try walker.walk(record, from: 0))
      guard end == record.count else { throw walker.fault("extra data follows the value", end) }
    } catch {
      throw ShardFault(error.reason)
    }
  }
}
