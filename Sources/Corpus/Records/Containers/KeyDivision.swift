/// Whether the names that share a path up to their first full stop are one sample's, or divide at the last one.
///
/// `0.jpg`, `0.txt` and `0.seg.png` are one sample's; `photo.2020.0000.txt` and `photo.2020.0001.txt` are not. The last
/// full stop divides where the first would bring two texts of one kind together, or pairs such as a picture and its text
/// more than once. What is asked does not depend on the order of the names.
struct KeyDivision {
  /// A key with more such members than this is none of one sample.
  private static let mostMembers = 1000

  private var members = 0
  /// For each middle of a name the kind that was met first under it.
  private var kinds: [Substring: String] = [:]
  /// For each kind of text the middle under which it was met first.
  private var texts: [String: Substring] = [:]
  private var hasPair = false
  private var hasTwoTexts = false
  private var hasNumberedText = false
  private var marks: SampleFacts.Marks = []

  /// Whether the last full stop divides; `plain` is what the key's members are whose ending is a kind alone, as in `1.txt`
  /// beside `1.5.txt`.
  func divides(beside plain: SampleFacts.Marks) -> Bool {
    let shared = marks.intersection(plain).intersection([.media, .parts])
    return hasTwoTexts || hasPair && (kinds.count > 1 || !shared.isEmpty)
      || hasNumberedText && plain.contains(.parts) || members > Self.mostMembers
  }

  /// Takes a name that shares the path up to the first full stop with those before.
  mutating func add(_ kind: MemberKind) {
    guard !kind.middle.isEmpty else { return }
    members += 1
    let label = kind.label
    if let first = kinds[kind.middle] {
      if first != label { hasPair = true }
    } else if kinds.count <= Self.mostMembers {
      kinds[kind.middle] = label
    }
    switch kind.use {
    case .media: marks.insert(.media)
    case .text, .json:
      marks.insert(.parts)
      if kind.middle.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) {
        hasNumberedText = true
      }
      if let first = texts[label] {
        if first != kind.middle { hasTwoTexts = true }
      } else {
        texts[label] = kind.middle
      }
    default: break
    }
  }
}
