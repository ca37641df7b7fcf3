import CByteMask

/// Which instructions find words and candidates; all of them give the same answer.
public enum WordKernels: Sendable, CaseIterable {
  /// The best that the processor has, chosen once at start.
  case best
  /// Plain code without wide instructions; the twin that the others are tested against.
  case plain
  /// The best, without the filter from the first word on, as it is soon chosen where most words start a term.
  case unfiltered

  /// The kernels.
  var table: UnsafePointer<bytemask_words_kernels> {
    bytemask_word_kernels(Int32(self == .plain ? BYTEMASK_PLAIN : BYTEMASK_BEST))
  }

  /// What the kernels are made for: `AVX2`, `SSE2`, `NEON` or `plain`.
  public var name: String { String(cString: table.pointee.name) }
}
