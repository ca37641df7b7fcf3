import CByteMask

/// Which instructions look at the bytes of records: all give the same captions, in different time.
enum ReadingKernels: CaseIterable, Sendable {
  /// The widest instructions that the processor has.
  case best
  /// Those with AVX2, even where the processor has wider ones.
  case avx2
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
    case .avx2: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_AVX2))
    case .baseline: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_BASELINE))
    case .plain, .careful: bytemask_json_kernels_for(Int32(BYTEMASK_JSON_PLAIN))
    }
  }
}
