/// Random corpora of captions that are hard to carry from a file to a count: what a layout escapes, a reading rule takes out,
/// or folding changes, at the edges of wide loads, in all mixtures.
struct HardCaptions {
  /// What is looked for in them; placeholders and names of entities are traps.
  static let classes: [[String]] = [
    ["tench"], ["great white shark", "white shark"], ["shark"], ["hammerhead shark", "hammerhead"], ["crane"],
    ["café", "cafe\u{301} au lait"], ["Lego set", "lego"], ["polar bear", "Polarbär"], ["犬"], ["หมา", "แมว"],
    ["St. Bernard", "St Bernard"], ["T-shirt"], ["potter's wheel"], ["can't", "cannot"],
    ["İstanbul", "istanbul"],
    ["σκύλος"], ["fish", "ﬁsh"], ["½"], ["image"], ["amp", "quot"], ["n", "u00e9"], ["x"], ["a"],
    ["dog", "a dog", "Dog ."],
    ["number 7"], ["tm"],
  ]

  /// What begins each corpus, so that every layout is recognised, whatever follows.
  static let plainStart = ["a tench by the water", "two cranes, one of them grey", "the great white shark"]

  private var random: SeededRandom
  private var scripts: RandomTexts

  init(seed: UInt64) {
    random = SeededRandom(seed: seed &* 2_654_435_761 &+ 17)
    scripts = RandomTexts(seed: seed &+ 99)
  }

  private static let sentences = [
    "a tench", "a crane", "a great white shark", "the hammerhead shark and a dog", "Lego™ set", "a café",
    "POLAR BEAR", "St. Bernard",
    "potter's wheel", "I cannot see it. A dog.", "x, y and a T-shirt", "number 7", "fish \"and\" chips", "",
    "a",
  ]
  private static let odd = [
    "…", "™", "½", "ﬁ", "é", "e\u{301}", "x\u{302}\u{323}", "犬", "犬小屋", "หมา", "น้ำ", "🐕", "👩‍👩‍👧", "\u{200B}",
    "\u{200D}", "\u{FEFF}",
    "\u{AD}", "İ", "ı", "ß", "ǅ", "ΑΣ", "ﷺ", "㍿", "Å", "\u{2028}", "\u{85}", "\u{A0}", "\u{FFFD}", "\u{E000}",
    "\u{1D400}", "ｄｏｇ", "’", "`",
    "\u{300}", "\u{1F88}", "각", "\u{1112}\u{1161}\u{11AB}",
  ]
  private static let markup = [
    "<image>", "<image>\n", "\n<video> ", " <image> <image> ", "<Image>", "<image", "image>",
    "<ima<image>ge>", "< image>", "<video><image>",
    "&amp;", "&amp;amp;", "&lt;image&gt;", "&#8217;", "&#x2122;", "&#X1F415", "&eacute;", "&eacute",
    "&notit;", "&nbsp;", "&", "&;", "&#;",
    "&#0;", "&#128;", "&#xD800;", "&ThickSpace;", "&fjlig;", "&quot;", "&#55555555555;", "&unknown;", "a&b",
    "&NotEqualTilde;",
  ]
  private static let escapes = [
    "\\", "\\\\", "\\n", "\\u00e9", "\"", "\\\"", "/", "</s>", "'", "\t", "\n", "\r", "\r\n", "\u{1}",
    "\u{8}", "\u{C}", "\u{B}", "\u{1F}",
    "\u{7F}", "\0", ",", ",,", "\"\"", "{", "}", "[", "]", "{\"caption\": \"tench\"}", ":", "%s", "''",
  ]

  /// A corpus: its plain start, and up to 400 captions of one temper.
  mutating func corpus() -> [String] {
    let count = [below(8), 60 + below(80), 60 + below(80), 150 + below(250)][below(4)]
    // In most corpora a text comes again, as a dictionary wants it; in some nearly all are plain, with something odd between.
    let pool = (0..<1 + below(12)).map { _ in unmarkedCaption() }
    let (again, plain) = ([0, 3, 8][below(3)], [0, 5, 9][below(3)])
    var captions = (0..<count).map { _ -> String in
      if below(10) < again { return pool[below(pool.count)] }
      return below(10) < plain ? pick(Self.sentences) : unmarkedCaption()
    }
    if below(12) == 0 { captions.insert(long(), at: below(captions.count + 1)) }
    return Self.plainStart + captions
  }

  /// A caption that begins with no byte order mark, which a file of its own would lose.
  private mutating func unmarkedCaption() -> String {
    let caption = caption()
    return caption.unicodeScalars.first == "\u{FEFF}" ? "a " + caption : caption
  }

  private mutating func caption() -> String {
    switch below(9) {
    case 0: return pick(Self.sentences)
    case 1: return scripts.text(upTo: 12)
    case 2: return mixture(of: [Self.sentences, Self.markup])
    case 3: return mixture(of: [Self.sentences, Self.odd])
    case 4: return mixture(of: [Self.sentences, Self.escapes])
    case 5: return mixture(of: [Self.sentences, Self.markup, Self.odd])
    case 6: return mixture(of: [Self.sentences, Self.markup, Self.odd, Self.escapes])
    case 7: return edge()
    default: return pick(Self.markup) + " " + String(repeating: pick(Self.odd), count: 1 + below(40))
    }
  }

  private mutating func mixture(of lists: [[String]]) -> String {
    var text = ""
    for _ in 0..<below(7) {
      let list = lists[below(lists.count)]
      text += pick(list) + [" ", "", " ", "\n"][below(below(5) == 0 ? 4 : 3)]
    }
    return text
  }

  /// A text that ends within a few bytes of where a wide load does, in a word or an odd character.
  private mutating func edge() -> String {
    let end = [pick(Self.odd), "tench", "crane", "<image>", "é", "\"", "&amp;"][below(7)]
    let filler = [".", "a ", "é", "犬", "\\"][below(5)]
    let bytes = 64 * (1 + below(3)) - 3 + below(7) - end.utf8.count
    var text = String(repeating: filler, count: max(bytes, 0) / filler.utf8.count)
    while text.utf8.count < bytes { text += "." }
    return text + end
  }

  /// About 100 kB.
  private mutating func long() -> String {
    var text = ""
    while text.utf8.count < 100_000 {
      let piece = below(3) == 0 ? unmarkedCaption() : pick(Self.sentences)
      text += String(repeating: piece + " ", count: 1 + below(200))
    }
    return text
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
  private mutating func pick(_ list: [String]) -> String { list[below(list.count)] }
}
