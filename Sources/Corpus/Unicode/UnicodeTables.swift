import CByteMask

/// What the generated tables say of one scalar: Unicode 17.0.0, whatever toolchain or system library is there.
///
/// The tables are constant arrays of C (`unicode_tables.c`, written by `Scripts/unicode_tables.py`). A scalar is at
/// most 0x10FFFF throughout.
enum UnicodeTables {
  /// What a scalar does to the words of a text, and what an entry of the folding table asks for.
  enum Kind {
    /// Its folding depends on its neighbours or is several scalars: the normaliser has to see it.
    static let normalize: UInt32 = 0
    /// Ignored: nothing of it stays.
    static let drop: UInt32 = 1
    /// A letter or number.
    static let letter: UInt32 = 2
    /// A letter or number of a script written without spaces: a word of its own.
    static let spaceless: UInt32 = 3
    /// A mark: part of the word that it follows.
    static let mark: UInt32 = 4
    /// May stand between the words of any term: white space, a dash, `_`, `'`.
    static let joiner: UInt32 = 5
    /// Any other character outside printable ASCII.
    static let separator: UInt32 = 6
    /// Any other printable ASCII character.
    static let punctuation: UInt32 = 7
  }

  /// One scalar's row: what is added to it, its kind and its combining class.
  struct Entry {
    let bits: UInt32

    /// The kind of the scalar.
    @inline(__always) var kind: UInt32 { bits >> 21 & 7 }
    /// Its canonical combining class; in the folding table 0 for all that start a segment.
    @inline(__always) var combiningClass: UInt32 { bits >> 24 }
    /// Whether a scalar that needs the normaliser starts a segment.
    @inline(__always) var startsSegment: Bool { bits & 1 != 0 }
    /// What the scalar becomes.
    @inline(__always) func mapped(_ scalar: UInt32) -> UInt32 { (scalar &+ bits) & 0x1F_FFFF }
  }

  /// The row of a letter of a spaceless script that folding leaves as it is.
  static let plainSpaceless: UInt32 = Kind.spaceless << 21

  /// The whole folding of a scalar, or that it needs the normaliser.
  @inline(__always) static func folding(_ scalar: UInt32) -> Entry { Entry(bits: unicode_folding(scalar)) }

  /// Lowercase, the kind of that lowercase, and the combining class of a scalar that is normalised.
  @inline(__always) static func plain(_ scalar: UInt32) -> Entry { Entry(bits: unicode_plain(scalar)) }

  /// Whether NFKC of a text may be taken apart before this scalar.
  @inline(__always) static func startsSegment(_ scalar: UInt32) -> Bool {
    let entry = folding(scalar)
    switch entry.kind {
    case Kind.normalize: return entry.startsSegment
    case Kind.drop: return false
    default: return entry.combiningClass == 0
    }
  }

  /// What a scalar is before NFKC: nothing for an ignored one, else the space, the apostrophe or itself.
  static func first(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x200B, 0x2120, 0x2122: return 0x20
    case 0x60, 0xB4, 0x2BB, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032: return 0x27
    default: return folding(scalar).kind == Kind.drop ? nil : scalar
    }
  }

  /// The one scalar whose lowercase is two: U+0130, `i` and a dot above.
  static let dottedCapitalI: UInt32 = 0x130
  /// The dot above, U+0307.
  static let dotAbove: UInt32 = 0x307
}
