/// A shard whose layout is recognised, and its blocks one after another: what every command reads shards by.
///
/// Belongs to one task.
final class ShardBlocks {
  private let records: OpenRecords
  private let source: ShardSource
  private let samples: ShardSamples
  private let pool: BufferPool
  private let trailingRecord = TrailingRecord()
  /// The records before the next block, as far as blocks were read by `readNext`.
  private(set) var recordsBefore = 0

  /// The codec of the stored bytes.
  var codec: Codec { records.codec }
  /// The layout's name.
  var layout: String { records.layout }
  /// How the layout compresses its own parts.
  var innerCodecs: [String] { records.innerCodecs }
  /// What is text; nil where the reader chooses as it goes.
  var choice: TextChoice? { records.choice }

  /// Members of an archive that are of no known kind, by kind; valid after the last block.
  var passedOver: [String: Int] { samples.passedOver }

  /// What is understood of an archive, where examples are wanted; nil of any other layout.
  var archive: ArchiveLook? {
    guard layout == "tar" || layout == "zip" else { return nil }
    var look = samples.look
    look?.dividesAtLast = !samples.divided.isEmpty
    return look
  }

  /// Opens a shard and recognises its codec and layout by its content.
  ///
  /// With `readsTwice` the names in an archive are read before anything else, where the shard can be read twice, so that
  /// the members of a sample may lie in any order. Without it an archive in which that is needed ends in the fault
  /// `.membersApart`. Of the records that are not among `wanted` only the numbers may be given.
  ///
  /// - Throws: `ShardFault`.
  init(
    _ name: ShardName, options: ReadingOptions, blockBytes: Int, pool: BufferPool, meter: ScanMeter?,
    readsTwice: Bool = false, wanted: WantedRecords? = nil
  ) throws {
    self.pool = pool
    var opening = RecordOpening(options: options, blockBytes: blockBytes, pool: pool)
    if readsTwice, Self.canBeReadTwice(name) {
      let first = try ShardSource(name, remote: options.remote, meter: nil)
      opening.samples = ShardSamples(namesFor: options.fields)
      let names = try opening.open(
        PeekedStream(first.stored), form: NamedForm(name),
        file: first.file.map { MeteredBytes($0, meter: nil) })
      while try names.reader.nextBlock() != nil {}
      opening.samples.finishNames()
    }
    samples = opening.samples
    if options.showsExamples { samples.look = ArchiveLook() }
    samples.canReadAgain = !readsTwice && Self.canBeReadTwice(name)
    source = try ShardSource(name, remote: options.remote, meter: meter)
    opening.trailing = trailingRecord
    opening.wanted = wanted
    if Self.canBeReadTwice(name) {
      opening.reopened = FieldFile(opening: { try Self.bytes(of: name, options) })
    }
    records = try opening.open(
      PeekedStream(source.stored), form: NamedForm(name),
      file: source.file.map { MeteredBytes($0, meter: meter) })
  }

  /// Whether a shard that ended in an error has to be read twice, and can be.
  static func needsSecondReading(_ name: ShardName, after error: any Error) -> Bool {
    (error as? ShardFault)?.reason == .membersApart && canBeReadTwice(name)
  }

  /// Reads a shard to its end, and once more with its names read first where it turns out to need that.
  ///
  /// - Parameters:
  ///   - name: The shard.
  ///   - read: Reads it; `readsTwice` is what `init` takes.
  /// - Returns: What `read` returned.
  /// - Throws: What `read` throws.
  static func twiceIfNeeded<Result>(
    _ name: ShardName, _ read: (_ readsTwice: Bool) throws -> Result
  ) throws -> Result {
    do {
      return try read(false)
    } catch  where needsSecondReading(name, after: error) {
      return try read(true)
    }
  }

  /// Whether a shard is an archive that a scan reads twice, so that who reads only a part of it, or stops within it, gives records
  /// the numbers that they have there.
  ///
  /// - Throws: `ShardFault`.
  /// - Complexity: O(*n*), *n* bytes of an archive, without those that can be skipped; of other layouts as little as opening them.
  static func isReadTwice(_ name: ShardName, options: ReadingOptions) throws -> Bool {
    guard canBeReadTwice(name) else { return false }
    let blockBytes = 256 << 10
    let pool = BufferPool(capacity: blockBytes)
    let blocks = try ShardBlocks(name, options: options, blockBytes: blockBytes, pool: pool, meter: nil)
    guard ["tar", "zip"].contains(blocks.layout) else { return false }
    do {
      while let block = try blocks.next() { pool.give(block.buffer) }
      return false
    } catch  where needsSecondReading(name, after: error) {
      return true
    }
  }

  /// Whether a shard's bytes can be had a second time.
  static func canBeReadTwice(_ name: ShardName) -> Bool {
    switch name {
    case .file(let path): FilePath.isRegular(path)
    case .remote: true
    case .standardInput, .pipe: false
    }
  }

  /// The bytes of a shard that can be read twice, at any place.
  ///
  /// - Throws: `ShardFault`.
  static func bytes(of name: ShardName, _ options: ReadingOptions) throws -> any RandomAccessBytes {
    let source = try ShardSource(name, remote: options.remote, meter: nil)
    return try source.file ?? SpooledBytes(source.stored, options: options)
  }

  /// Cuts the next block, to be read by any task; nil at the shard's end.
  ///
  /// - Throws: `ShardFault`; a record's place counts from the first record after the blocks before.
  func next() throws -> (any RecordBlock)? { try records.reader.nextBlock() }

  /// Reads the next block here and now: its captions go to the batch, which hands them on before this returns. While it does,
  /// a caption's record is the shard's `recordsBefore + entry.record`th, from 0.
  ///
  /// - Returns: the bytes that were read; nil at the shard's end.
  /// - Throws: `ShardFault`; a record's place counts from the shard's first record.
  func readNext(into batch: CaptionBatch) throws -> Int? {
    do {
      guard let block = try next() else { return nil }
      let bytes = block.buffer.count
      let fault = batch.read(block)
      if let fault { throw fault }
      recordsBefore += batch.position
      pool.give(block.buffer)
      return bytes
    } catch let fault as ShardFault {
      throw fault.after(records: recordsBefore)
    }
  }

  /// Reads what follows the last record in the decoded bytes, which end with a checksum.
  ///
  /// - Returns: Bytes behind compressed data that are no part of it; nil where there are none.
  func finish() throws -> TrailingBytes? {
    if let rest = records.rest {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
      defer { buffer.deallocate() }
      while try rest.read(into: buffer) > 0 {}
    }
    return trailingRecord.found
  }

  /// What the shard is known by; reads what is left of it first, where it can be read but once or all of it counts.
  func identity() throws -> ShardIdentity {
    guard let digest = records.digest else {
      try source.stored.drain()
      return source.identity(digest: source.stored.digest, kind: records.digestKind)
    }
    if source.file == nil { try source.stored.drain() }
    return source.identity(digest: digest(), kind: records.digestKind)
  }
}

extension CaptionBatch {
  /// Reads one block: its captions are handed on, and `position` says how many records were looked at.
  ///
  /// - Returns: the fault that ended it; a record's place counts from the block's first record.
  func read(_ block: any RecordBlock) -> (any Error)? {
    startBlock()
    do {
      try block.readCaptions(into: self)
      try flush()
      return nil
    } catch {
      discard()
      return error
    }
  }
}

extension ShardFault {
  /// The same fault, its record counted from so many records before.
  func after(records: Int) -> ShardFault {
    switch place {
    case .record(let number): ShardFault(reason, at: .record(records + number))
    case .sample(let number, let member):
      ShardFault(reason, at: .sample(record: records + number, member: member))
    default: self
    }
  }
}

/// A file's bytes at any place, counted by the meter as they are read.
private final class MeteredBytes: RandomAccessBytes {
  private let file: any RandomAccessBytes
  private let meter: ScanMeter?

  init(_ file: any RandomAccessBytes, meter: ScanMeter?) {
    self.file = file
    self.meter = meter
  }

  var size: Int { file.size }
  var isNear: Bool { file.isNear }

  func willRead(_ ranges: [Range<Int>], slack: Int) { file.willRead(ranges, slack: slack) }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    try file.read(at: offset, into: buffer)
    meter?.add(storedBytes: buffer.count)
  }
}
