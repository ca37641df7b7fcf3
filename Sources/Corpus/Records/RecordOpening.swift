/// Recognises what a content is, by its first bytes, and makes its reader.
struct RecordOpening {
  let options: ReadingOptions
  let blockBytes: Int
  let pool: BufferPool
  /// Is told of bytes behind compressed data that are no part of it.
  var trailing = TrailingRecord()
  /// What is known of the samples of an archive.
  var samples = ShardSamples()
  /// The records of the content that are wanted; nil: all.
  var wanted: WantedRecords?
  /// The content once more, where its fields are read beside its text and its bytes are far, or where its end says how it
  /// is read; nil: it cannot be had.
  var reopened: FieldFile?
  /// The number of the archive that the content is in.
  var archive: ShardSamples.Key = 0

  /// Codecs around codecs beyond this number are refused.
  private static let maximumCodecs = 3

  /// Opens a content.
  ///
  /// - Parameters:
  ///   - stored: its bytes from the first.
  ///   - form: what its name says.
  ///   - file: the same bytes at any place; then images are passed over without being read.
  ///   - slice: the same bytes at any place, for a layout that cannot be read otherwise.
  ///   - depth: how many archives it is in.
  ///   - ownsDigest: asked before a layout that needs its bytes at any place is read; whether the archive around it
  ///     leaves them out of its own digest from then on.
  /// - Returns: The reader, and what it reads.
  /// - Throws: `ShardFault`.
  func open(
    _ stored: PeekedStream, form: NamedForm = .none, file: (any RandomAccessBytes)?,
    slice: (any RandomAccessBytes)? = nil, depth: Int = 0, ownsDigest: () -> Bool = { false }
  ) throws -> OpenRecords {
    var stream = stored
    var codec = Codec.none
    // As far as the content can be read twice without a way to a server.
    var again: (() throws -> any ByteStream)? =
      if let reopened, file?.isNear ?? false { { FileStream(try reopened.open()) } } else { nil }
    for level in 0...Self.maximumCodecs {
      let head = Array(try stream.peek(TarHeader.size).prefix(TarHeader.size))
      guard !head.isEmpty else { return try empty(form, codec, level) }
      if head[0] == 0, try Self.isTarFromZeros(stream, form) {
        let tar = level == 0 ? file.map { TarReader($0) } : nil
        return try archive(tar ?? TarReader(stream), "tar", codec, depth)
      }
      if var opened = try container(
        head, stream, file: level == 0 ? file : nil, slice: level == 0 ? slice : nil, codec, depth,
        level == 0 ? ownsDigest : { false })
      {
        if level > 0 { opened.rest = stream }
        return opened
      }
      try Self.passSkippableFrames(stream)
      let next = Codec(magic: try stream.peek(Codec.magicBytes))
      if next == .none { break }
      guard level < Self.maximumCodecs else {
        throw ShardFault(.unsupported(what: "more than \(Self.maximumCodecs) nested layers of compression"))
      }
      if level == 0 { codec = next }
      stream = PeekedStream(
        try next.decoded(stream, maximumWindow: options.maximumWindowBytes, trailing: trailing))
      again = again.map { stored in
        {
          let stream = PeekedStream(try stored())
          try Self.passSkippableFrames(stream)
          return try next.decoded(stream, maximumWindow: options.maximumWindowBytes)
        }
      }
    }
    if samples.phase == .names { return nothing(codec, "text") }
    let opened = try openTextRecords(
      stream, options: options, form: form, wasDecoded: codec != .none, blockBytes: blockBytes, pool: pool,
      again: again)
    return OpenRecords(
      reader: opened.reader, codec: codec, layout: opened.layout.rawValue, choice: opened.choice, digest: nil,
      digestKind: "whole-file")
  }

  /// Whether a content is a tar archive that begins with zeros: one of no file, which is an archive's end alone, of two
  /// blocks or of a few more; or others joined behind such a one.
  ///
  /// Of zeros alone a name has to say so, since they are also what a disk that failed leaves.
  private static func isTarFromZeros(_ stream: PeekedStream, _ form: NamedForm) throws -> Bool {
    let bytes = try stream.peek(mostZeros + TarHeader.size)
    guard let other = bytes.firstIndex(where: { $0 != 0 }) else {
      return form.layout.map(["tar", "tgz"].contains) ?? true && stream.endIsInSight
        && (2 * TarHeader.size...mostZeros).contains(bytes.count) && bytes.count % TarHeader.size == 0
    }
    let start = other / TarHeader.size * TarHeader.size
    return start >= 2 * TarHeader.size
      && TarReader.recognises(UnsafeRawBufferPointer(rebasing: bytes[start...]))
  }

  /// Programs fill a tar archive up to 20 blocks of 512 bytes, some to a few more.
  private static let mostZeros = 64 << 10

  /// A content without a byte, which is a shard without a record where its name says that it may be: Spark writes such
  /// parts. Elsewhere it is what a failed download leaves.
  private func empty(_ form: NamedForm, _ codec: Codec, _ level: Int) throws -> OpenRecords {
    if level == 0, let ending = form.endingWithBytes { throw ShardFault(.failedDownload(ending: ending)) }
    guard form.mayBeEmpty else { throw ShardFault(level == 0 ? .empty : .noRecords) }
    return nothing(codec, "empty")
  }

  private func nothing(_ codec: Codec, _ layout: String) -> OpenRecords {
    OpenRecords(
      reader: NoRecords(), codec: codec, layout: layout, choice: nil, digest: nil, digestKind: "whole-file")
  }

  /// Opens a content that is no text: Parquet, tar, zip.
  private func container(
    _ head: [UInt8], _ stream: PeekedStream, file: (any RandomAccessBytes)?, slice: (any RandomAccessBytes)?,
    _ codec: Codec, _ depth: Int, _ ownsDigest: () -> Bool
  ) throws -> OpenRecords? {
    if head.starts(with: "PAR1".utf8) || head.starts(with: "PARE".utf8) {
      if samples.phase == .names { return nothing(codec, "parquet") }
      let hasOwnDigest = file == nil && ownsDigest()
      // Fields are read by another task than text is, which far bytes do not allow.
      let near = slice.flatMap { options.fields != nil && !$0.isNear ? nil : $0 }
      let bytes = try file ?? near ?? SpooledBytes(stream, options: options)
      let fieldFile = options.fields.flatMap { _ in bytes.isNear ? FieldFile(bytes) : reopened }
      let reader = try ParquetReader(
        bytes, options: options, pool: pool, wanted: wanted, fieldFile: fieldFile)
      return OpenRecords(
        reader: reader, codec: codec, layout: "parquet", innerCodecs: reader.codecs, choice: reader.choice,
        digest: { reader.digest },
        digestKind: "parquet-columns", hasOwnDigest: hasOwnDigest)
    }
    if head.withUnsafeBytes({ ArrowMessages.recognises($0) }) {
      let reader = try ArrowReader(stream, options: options, pool: pool)
      return OpenRecords(
        reader: reader, codec: codec, layout: "arrow", innerCodecs: reader.codecs, choice: reader.choice,
        digest: nil, digestKind: "whole-file")
    }
    if head.withUnsafeBytes({ ZipReader.recognises($0) }) {
      let members =
        try file.map { try ZipReader($0, maximumWindow: options.maximumWindowBytes) }
        ?? ZipReader(stream, maximumWindow: options.maximumWindowBytes)
      return try archive(members, "zip", codec, depth)
    }
    if head.withUnsafeBytes({ TarReader.recognises($0) }) {
      return try archive(file.map { TarReader($0) } ?? TarReader(stream), "tar", codec, depth)
    }
    return nil
  }

  private func archive(
    _ members: any ArchiveMembers, _ layout: String, _ codec: Codec, _ depth: Int
  ) throws -> OpenRecords {
    var own = self
    // The numbers of records are those of the whole shard, not of a member.
    own.wanted = nil
    own.reopened = nil
    let reader = try ArchiveRecords(members, opening: own, depth: depth)
    return OpenRecords(
      reader: reader, codec: codec, layout: layout, choice: nil, digest: { reader.digest },
      digestKind: layout + "-text")
  }

  /// Passes over skippable frames at the front, which zstd and lz4 share, so that what follows says which it is.
  private static func passSkippableFrames(_ stream: PeekedStream) throws {
    var frames = EmptyRun(.zstd, part: "frame")
    while true {
      let head = try stream.peek(8)
      guard head.count >= 8, head[0] & 0xF0 == 0x50, head[1..<4].elementsEqual([0x2A, 0x4D, 0x18]) else {
        return
      }
      var left = 8 + head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
      defer { rest.deallocate() }
      while left > 0 {
        let count = try stream.read(
          into: UnsafeMutableRawBufferPointer(rebasing: rest[..<min(left, rest.count)]))
        guard count > 0 else { throw ShardFault(.truncated(codec: "zstd")) }
        left -= count
      }
      try frames.endPart()
    }
  }
}
