#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where a shard's errors become sentences.
struct ShardErrorText {
  let fault: ShardFault

  init(_ fault: ShardFault) { self.fault = fault }

  /// `record 812: the text is not valid UTF-8`.
  var sentence: String {
    guard let place else { return reason }
    return "\(place): \(reason)"
  }

  private var place: String? {
    switch fault.place {
    case .shard: nil
    case .byte(let offset): "byte \(offset)"
    case .record(let number): "record \(number)"
    case .member(let name): "member \(name)"
    }
  }

  private var reason: String {
    switch fault.reason {
    case .system(let operation, let code):
      "\(operation): \(String(cString: strerror(code)))"
    case .empty: "the file is empty"
    case .noRecords: "the file has no records"
    case .isDirectory: "this is a folder, not a file"
    case .truncated(let codec): "the \(codec) data ends early; is the file truncated?"
    case .corrupt(let codec, let detail): "the \(codec) data is corrupt (\(detail))"
    case .unknownLayout(let seen): "unrecognized file layout (\(seen))"
    case .notUTF8: "the text is not valid UTF-8"
    case .invalidJSON(let detail): "invalid JSON: \(detail)"
    case .unfinishedJSON: "the JSON ends before it is complete; is the file truncated?"
    case .noTextField(let seen):
      "no caption field was found; fields seen: \(list(seen)); name one with --text-field"
    case .missingTextField(let name, let seen):
      "no record has the text field \(name); fields seen: \(list(seen))"
    case .recordTooLarge(let limit):
      "the record is larger than \(limit) bytes; --max-record-bytes raises the limit"
    case .invalidRow(let detail): "invalid table row: \(detail)"
    case .nestingTooDeep(let limit): "values are nested deeper than \(limit) levels"
    case .parquet(let detail): "the Parquet file cannot be read: \(detail)"
    case .arrow(let detail): "the Arrow data cannot be read: \(detail)"
    case .unsupported(let what): "\(what) is not supported"
    case .commandFailed(let status, let message):
      "the command exited with status \(status)" + (message.isEmpty ? "" : ": \(message)")
    case .interrupted: "interrupted before the end"
    }
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}

extension ShardFault: CustomStringConvertible {
  /// The fault as a sentence, with its place.
  public var description: String { ShardErrorText(self).sentence }
}

extension ShardError: CustomStringConvertible {
  /// The error as a sentence: shard, place, reason.
  public var description: String {
    fault.place == .shard ? "\(shard): \(fault)" : "\(shard), \(fault)"
  }
}
