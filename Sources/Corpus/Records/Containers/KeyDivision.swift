/// Whether the names that share a path up to their first full stop are one sample's, or divide at the last one.
///
/// `0.jpg`, `0.txt` and `0.seg.png` are one sample's; `photo.2020.0000.txt` and `photo.2020.0001.txt` are not. The last
/// full stop divides where the first would bring two texts of one kind together, or pairs such as a picture and its text
/// more than once. What is asked does not depend on the order of the names, and takes some thirty bytes.
struct KeyDivision {
  /// A key with more such members than this is none of one sample.
  private static let mostMembers = 1000

  private var members: UInt16 = 0
  private var marks: SampleFacts.Marks = []
  private var flags: Flags = []
  /// The middle that was met first, as a hash that is not 0.
  private var firstMiddle: UInt32 = 0
  /// The same for each kind of text.
  private var texts = SIMD4<UInt32>()

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let severalMiddles = Flags(rawValue: 1)
    static let pair = Flags(rawValue: 2)
    static let twoTexts = Flags(rawValue: 4)
    static let numberedText = Flags(rawValue: 8)
  }

  /// Whether the last full stop divides; `plain` is what the key's members are whose ending is a kind alone, as in `1.txt`
  /// beside `1.5.txt`.
  func divides(beside plain: SampleFacts.Marks) -> Bool {
    let shared = marks.intersection(plain).intersection([.media, .parts])
    return flags.contains(.twoTexts) || members > Self.mostMembers
      || flags.contains(.pair) && (flags.contains(.severalMiddles) || !shared.isEmpty)
      || flags.contains(.numberedText) && plain.contains(.parts)
  }

  /// Takes a name that shares the path up to the first full stop with those before; `isPair` says that one before has the
  /// same middle.
  mutating func add(_ kind: MemberKind, isPair: Bool) {
    guard !kind.middle.isEmpty else { return }
    if members <= Self.mostMembers { members += 1 }
    if isPair { flags.insert(.pair) }
    let middle = Self.hash(kind.middle)
    if firstMiddle == 0 { firstMiddle = middle }
    if firstMiddle != middle { flags.insert(.severalMiddles) }
    switch kind.use {
    case .media: marks.insert(.media)
    case .text, .json:
      marks.insert(.parts)
      if kind.middle.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) {
        flags.insert(.numberedText)
      }
      let slot = ["txt", "caption", "text"].firstIndex(of: kind.label) ?? 3
      if texts[slot] == 0 { texts[slot] = middle }
      if texts[slot] != middle { flags.insert(.twoTexts) }
    default: break
    }
  }

  private static func hash(_ middle: Substring) -> UInt32 {
    var middle = String(middle)
    return middle.withUTF8 { UInt32(truncatingIfNeeded: Digest(of: UnsafeRawBufferPointer($0)).high) | 1 }
  }
}
