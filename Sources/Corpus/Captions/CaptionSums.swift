/// What the captions of a batch have in all, noted as each is appended.
///
/// WHY: whoever appends a caption has its length and role in registers; a loop over the entries afterwards took a twentieth of the
/// time of matching.
struct CaptionSums: Equatable {
  /// The captions, each as often as its weight says.
  private(set) var captions = 0
  /// The bytes of their text, as often.
  private(set) var bytes = 0
  /// The records of which a caption is the first one in its block.
  private(set) var records = 0
  /// The roles among them, a bit each.
  private var roles: UInt8 = 0

  /// Makes sums of no caption.
  init() {}

  /// Captions of one role that stand for themselves alone, each a record of its own.
  init(records: Int, bytes: Int, role: Role) {
    add(captions: records, bytes: bytes, roles: Self.bit(role), records: records)
  }

  /// Adds captions.
  @inline(__always)
  mutating func add(captions: Int, bytes: Int, roles: UInt8, records: Int) {
    self.captions += captions
    self.bytes += bytes
    self.roles |= roles
    self.records += records
  }

  /// A role among roles.
  @inline(__always)
  static func bit(_ role: Role) -> UInt8 { 1 << role.rawValue }

  /// Whether any caption has a role.
  func has(_ role: Role) -> Bool { roles & Self.bit(role) != 0 }

  /// The role that all have; nil where there are several, or none.
  var onlyRole: Role? { roles.nonzeroBitCount == 1 ? Role(rawValue: UInt8(roles.trailingZeroBitCount)) : nil }
}
