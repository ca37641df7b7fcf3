/// What is wrong with a JSON text; the reader adds the record.
enum JSONFault: Error, Equatable {
  /// It is not valid; the detail says what and at which byte of the record, from 1.
  case invalid(String)
  /// It ends before its value does.
  case unfinished
  /// Values are nested deeper than the bound.
  case tooDeep

  /// The fault as a shard's.
  var reason: ShardFault.Reason {
    switch self {
    case .invalid(let detail): .invalidJSON(detail: detail)
    case .unfinished: .unfinishedJSON
    case .tooDeep: .nestingTooDeep(limit: ReadingOptions.maximumNesting)
    }
  }
}
