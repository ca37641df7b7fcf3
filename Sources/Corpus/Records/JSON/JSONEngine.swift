import CByteMask

/// How JSON is read: all give the same captions, in different time.
enum JSONEngine: CaseIterable, Sendable {
  /// The widest instructions that the processor has.
  case best
  /// The instructions that every processor of the kind has.
  case baseline
  /// The kernels' plain twins.
  case plain
  /// The walker alone, record by record, and the cutter byte by byte.
  case careful

  /// The kernels over bytes; the walker needs none of them.
  var kernels: UnsafePointer<bytemask_json_kernels> {
    switch self {
    case .best: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_BEST))
    case .baseline: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_BASELINE))
    case .plain, .careful: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_PLAIN))
    }
  }
}

/// Which kinds of bytes a block has, so that what is rare is looked for only where it may be.
struct BlockTraits {
  /// Whether all of the block is valid UTF-8.
  let isValidUTF8: Bool
  /// Whether a placeholder may stand in it.
  let hasLess: Bool
  /// Whether an HTML entity may stand in it.
  let hasAmpersand: Bool

  /// Looks at a block.
  ///
  /// - Complexity: O(*n*), 32 bytes a step where they are ASCII.
  init(_ bytes: UnsafeRawBufferPointer, engine: JSONEngine = .best) {
    guard let base = bytes.baseAddress else {
      (isValidUTF8, hasLess, hasAmpersand) = (true, false, false)
      return
    }
    // SOUND: the kernel reads `count` bytes. WHY: three searches and a validation in one pass over the block.
    let traits = engine.kernels.pointee.traits(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    hasLess = traits & Int32(BYTEMASK_JSON_HAS_LESS) != 0
    hasAmpersand = traits & Int32(BYTEMASK_JSON_HAS_AMPERSAND) != 0
    isValidUTF8 =
      traits & Int32(BYTEMASK_JSON_HAS_HIGH) == 0 || UTF8Validation.firstInvalidByte(in: bytes) == nil
  }
}
