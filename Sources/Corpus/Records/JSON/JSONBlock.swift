import Synchronization

/// How the records of a JSON shard are read: what all its blocks share.
struct JSONReading: Sendable {
  let plan: JSONPlan
  let options: ReadingOptions
  let engine: ReadingKernels
  /// Whether a key and a colon stand before each record, which is a member of an object.
  let hasKeys: Bool

  init(_ choice: TextChoice?, options: ReadingOptions, engine: ReadingKernels, hasKeys: Bool = false) {
    plan = JSONPlan(choice)
    self.options = options
    self.engine = engine
    self.hasKeys = hasKeys
  }
}

/// Some whole JSON values: lines, elements of a list, or values one after another.
final class JSONBlock: RecordBlock {
  /// What stands between the values, and how the block ends.
  enum Form: Sendable {
    /// A value a line.
    case lines
    /// Values follow one another without a list around them.
    case values
    /// Elements of a list, the last followed by a comma.
    case elements
    /// The last elements of a list.
    case lastElements
    /// Elements of a list that the shard ends before the list does.
    case unfinishedElements
  }

  let cut: CutBlock
  let form: Form
  let reading: JSONReading
  /// The place among the names of a record's key of the first that a record of the block may have, as reading it has shown.
  private let firstName = Atomic<Int>(0)
  var firstKeyName: Int { firstName.load(ordering: .relaxed) }

  init(_ cut: CutBlock, _ form: Form, _ reading: JSONReading) {
    self.cut = cut
    self.form = form
    self.reading = reading
  }

  var buffer: PaddedBuffer { cut.buffer }

  func readCaptions(into batch: CaptionBatch) throws {
    batch.skipRecords(cut.skippedBefore)
    var run = JSONBlockRun(bytes: cut.bytes, reading: reading, firstNumber: 1 + cut.skippedBefore)
    do {
      if form == .lines { try run.readLines(into: batch) } else { try run.readValues(form, into: batch) }
      firstName.store(run.firstKeyName, ordering: .relaxed)
    } catch let fault as ShardFault where reading.plan.onlyValidates {
      // The elements of a list that is passed over are no records, and have no numbers.
      throw ShardFault(fault.reason)
    }
  }
}
