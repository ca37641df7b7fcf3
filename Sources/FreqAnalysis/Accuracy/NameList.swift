/// The different names among many, in the order of their first use, up to a limit.
struct NameList {
  /// How many different names are kept; a hostile file cannot make the list grow further.
  static let limit = 10_000

  private(set) var names: [String] = []
  /// How many names were added, equal ones each time.
  private(set) var count = 0
  private var seen: Set<[UInt8]> = []

  mutating func add(_ name: String) {
    count += 1
    guard names.count < Self.limit, seen.insert(Array(name.utf8)).inserted else { return }
    names.append(name)
  }

  mutating func add(_ name: String, times: Int) {
    add(name)
    count += times - 1
  }

  mutating func add(_ other: NameList) {
    for name in other.names { add(name) }
    count += other.count - other.names.count
  }
}
