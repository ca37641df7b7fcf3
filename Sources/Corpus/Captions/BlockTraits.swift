import CByteMask

/// Which kinds of bytes a block has, so that what is rare is looked for only where it may be.
struct BlockTraits {
  /// Whether all of the block is valid UTF-8.
  let isValidUTF8: Bool
  /// Whether a placeholder may stand in it.
  let hasLess: Bool
  /// Whether an HTML entity may stand in it.
  let hasAmpersand: Bool
  /// Whether a quoted cell may stand in it.
  let hasQuote: Bool

  /// Looks at a block.
  ///
  /// - Complexity: O(*n*), 32 bytes a step where they are ASCII.
  init(_ bytes: UnsafeRawBufferPointer, engine: ReadingKernels = .best) {
    guard let base = bytes.baseAddress else {
      (isValidUTF8, hasLess, hasAmpersand, hasQuote) = (true, false, false, false)
      return
    }
    // SOUND: the kernel reads `count` bytes. WHY: four searches and a validation in one pass over the block.
    let traits = engine.kernels.pointee.traits(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    hasLess = traits & Int32(BYTEMASK_JSON_HAS_LESS) != 0
    hasAmpersand = traits & Int32(BYTEMASK_JSON_HAS_AMPERSAND) != 0
    hasQuote = traits & Int32(BYTEMASK_JSON_HAS_QUOTE) != 0
    isValidUTF8 =
      traits & Int32(BYTEMASK_JSON_HAS_HIGH) == 0 || UTF8Validation.firstInvalidByte(in: bytes) == nil
  }
}
