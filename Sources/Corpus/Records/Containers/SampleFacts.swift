/// What is known of one sample of an archive, in eight bytes: enough to see, when a member of it comes later, whether what
/// was read of it stays right.
struct SampleFacts {
  /// The best text among its members; `noText` where none has any.
  var best = SampleRank.noText
  /// What else is known.
  var marks: Marks = []

  /// What is known or not.
  struct Marks: OptionSet {
    let rawValue: UInt8
    /// Several files are its.
    static let severalFiles = Marks(rawValue: 1)
    /// It has a picture, film or sound.
    static let media = Marks(rawValue: 2)
    /// It has a member that may hold text.
    static let parts = Marks(rawValue: 4)
    /// Its record was begun.
    static let record = Marks(rawValue: 8)
    /// Its text was read, in the second reading.
    static let read = Marks(rawValue: 16)
    /// Some of its text was read, where the user named fields.
    static let someText = Marks(rawValue: 128)
    /// Its one file was read as a shard.
    static let shard = Marks(rawValue: 32)
    /// An ending of its members may belong to the key.
    static let middles = Marks(rawValue: 64)
  }

  /// Whether it is a record whatever its texts are.
  var isSample: Bool { !marks.isDisjoint(with: [.media, .parts]) }

  /// Adds what the name of a member says.
  mutating func add(_ kind: MemberKind) {
    switch kind.use {
    case .media: marks.insert(.media)
    case .text, .json:
      marks.insert(.parts)
      best = min(best, kind.rank)
    default: break
    }
    if !kind.middle.isEmpty { marks.insert(.middles) }
  }

  /// Adds what is known of members that came later.
  mutating func merge(_ later: SampleFacts) {
    best = min(best, later.best)
    marks.formUnion(later.marks.union(.severalFiles))
  }
}

/// What is known of a sample besides, where the user named the fields that are read.
struct NamedFacts {
  /// The best JSON among its members.
  var bestJSON = SampleRank.noText
  /// Which of the first 64 fields are the ending of one of its members; the others are sought in its JSON.
  var endings: UInt64 = 0

  /// Adds what the name of a member says.
  mutating func add(_ kind: MemberKind, _ rule: ReadingRule) {
    if case .json = kind.use { bestJSON = min(bestJSON, kind.rank) }
    for (bit, field) in rule.textFields.prefix(64).enumerated() where kind.isNamed(by: field) {
      endings |= 1 << UInt64(bit)
    }
  }

  /// Adds what is known of other members.
  mutating func merge(_ other: NamedFacts) {
    bestJSON = min(bestJSON, other.bestJSON)
    endings |= other.endings
  }

  /// Whether a field is not the ending of any member.
  func lacks(_ bit: Int) -> Bool { bit >= 64 || endings & 1 << UInt64(bit) == 0 }
}

extension MemberKind {
  /// Whether a field that the user named is this member's whole content, by its ending.
  func isNamed(by field: ReadingRule.TextField) -> Bool {
    switch use {
    case .text, .json: ending != "json" && ending.utf8.elementsEqual(field.path.description.utf8)
    default: false
    }
  }
}

/// Which of a sample's texts is read: the smallest. By the kind first, then by the ending, so that it does not depend on the order
/// in which the members lie.
struct SampleRank: Comparable {
  private let value: UInt32

  /// A sample without any text.
  static let noText = SampleRank(value: .max)

  private init(value: UInt32) { self.value = value }

  /// The rank of a member by its ending; `noText` where it is none that is read unasked.
  init(_ ending: String, _ use: MemberKind.Use) {
    switch use {
    case .text(let preference) where preference != MemberKind.neverPreferred, .json(let preference):
      var ending = ending
      // The first letter, and of the rest only what tells it from others.
      value = ending.withUTF8 { bytes in
        let rest = UInt32(truncatingIfNeeded: Digest(of: UnsafeRawBufferPointer(bytes)).high & 0xFFFF)
        return UInt32(preference) << 24 | UInt32(bytes.first ?? 0) << 16 | rest
      }
    default: value = .max
    }
  }

  static func < (left: SampleRank, right: SampleRank) -> Bool { left.value < right.value }
}
