import CByteMask

/// Which instructions find words and candidates; all of them give the same answer.
public enum WordKernels: Sendable, CaseIterable {
  /// The best that the processor has, chosen once at start.
  case best
  /// Those with AVX2, even where the processor has wider ones.
  case avx2
  /// Those that every processor of its kind has.
  case baseline
  /// Plain code without wide instructions; the twin that the others are tested against.
  case plain
  /// The best, without the filter from the first word on, as it is soon chosen where most words start a term.
  case unfiltered

  /// The kernels.
  var table: UnsafePointer<bytemask_words_kernels> {
    switch self {
    case .best, .unfiltered: bytemask_word_kernels(Int32(BYTEMASK_BEST))
    case .avx2: bytemask_word_kernels(Int32(BYTEMASK_AVX2))
    case .baseline: bytemask_word_kernels(Int32(BYTEMASK_BASELINE))
    case .plain: bytemask_word_kernels(Int32(BYTEMASK_PLAIN))
    }
  }

  /// What the kernels are made for: `AVX-512`, `AVX2`, `SSE2`, `NEON` or `plain`.
  public var name: String { String(cString: table.pointee.name) }
}
