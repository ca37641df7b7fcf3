/// Some whole lines, each a caption. Blank lines are no records.
final class LinesBlock: RecordBlock {
  private let cut: CutBlock
  private let options: ReadingOptions
  private let role: Role
  private let engine: ReadingKernels

  init(_ cut: CutBlock, options: ReadingOptions, role: Role, engine: ReadingKernels) {
    self.cut = cut
    self.options = options
    self.role = role
    self.engine = engine
  }

  var buffer: PaddedBuffer { cut.buffer }

  func readCaptions(into batch: CaptionBatch) throws {
    let bytes = cut.bytes
    let traits = BlockTraits(bytes, engine: engine)
    let usesKernel = traits.isValidUTF8 && bytes.count <= options.maximumRecordBytes
    let kernel = RowKernel(
      delimiter: 10, columns: 1, column: 0, role: role, engine: usesKernel ? engine : .careful)
    var found = FoundTexts()
    var writer = CaptionWriter(rule: options.rule, traits: traits)
    var start = 0
    batch.skipRecords(cut.skippedBefore)
    while start < bytes.count {
      start = try kernel.read(bytes, from: start, into: &found, writer: &writer, to: batch)
      guard start < bytes.count else { break }
      let end = LineScan.lineFeed(in: bytes, from: start) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<LineScan.contentEnd(bytes, start, end)])
      start = end + 1
      if line.isEmpty { continue }
      if let reason = fault(line, traits.isValidUTF8) {
        guard options.skipsBadRecords else { throw ShardFault(reason, at: .record(batch.position + 1)) }
        batch.skipRecords()
      } else {
        batch.beginRecord()
        try writer.append(line, role: role, to: batch)
      }
    }
  }

  private func fault(_ line: UnsafeRawBufferPointer, _ isValidUTF8: Bool) -> ShardFault.Reason? {
    if line.count > options.maximumRecordBytes { return .recordTooLarge(limit: options.maximumRecordBytes) }
    return isValidUTF8 || UTF8Validation.firstInvalidByte(in: line) == nil ? nil : .notUTF8
  }
}
