#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file of rows could not be written.
public struct RowFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The folder.
  public var folder: String
  /// The operating system's error number.
  public var code: Int32

  /// The error as a sentence.
  public var description: String { "rows cannot be written to \(folder): \(String(cString: strerror(code)))" }
}

extension ShardFault {
  /// Whether the shard's rows could not be written, which is none of the shard's own faults.
  public var isOfRows: Bool { if case .rows = reason { true } else { false } }
}
