/// Random texts of many scripts, made of pieces that nest, join and fold into one another.
struct RandomTexts {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  private static let words: [[String]] = [
    [
      "dog", "Dog", "a", "the", "polar", "bear", "St", "potter's", "cannot", "gonna", "don't", "T-shirt",
      "U.S.", "2", "3.5",
    ],
    ["café", "CAFE\u{301}", "naïve", "Straße", "ﬁsh", "ﬄ", "Ångström", "İstanbul", "ǆ", "ﬀ"],
    ["σκύλος", "ΣΚΎΛΟΣ", "σοφοσ", "ΑΣ", "ὈΔΥΣΣΕΎΣ"], ["собака", "СОБАКА", "йод", "и\u{306}од"],
    ["كلب", "قِطَّة", "ﷺ", "لا"], ["कुत्ता", "बिल्ली", "क\u{93C}", "क़"], ["狗", "犬小屋", "白い犬", "㍿", "〇"],
    ["イヌ", "ｲﾇ", "ガ", "カ\u{3099}", "ー", "いぬ"], ["개", "강아지", "\u{1112}\u{1161}\u{11AB}", "한"],
    ["หมา", "แมว", "น้ำ"], ["🐕", "👩‍👩‍👧", "👍🏽", "🇩🇪", "❤️"], ["Ｄｏｇ", "ｆｉｓｈ", "１２", "①", "℃", "½"],
    [
      "\u{FFFD}", "\u{300}", "\u{AD}", "\u{200D}", "\u{FE0F}", "x\u{302}\u{323}", "x\u{323}\u{302}",
      "\u{1D400}",
    ],
  ]
  private static let gaps = [
    " ", " ", " ", " ", " ", "", "-", "–", "_", "'", "’", "`", "  ", "\t", "\r", "\u{A0}", "\u{2028}",
    "\u{200B}", ". ", ", ",
    "; ", ": ", "! ", "? ", "...", "…", " (", ") ", " \"", "\" ", "“", "”", "''", "``", "--", " $", "% ", "&",
    "/", "#", "##",
    "·", "\u{1}", "\u{B}", "™", ".", "[", "]", "{", "}", "<", ">", ".\" ", ".) ", "@", "*", "=", "+", "^",
    "~", "|", "\\", "\u{FF40}", "\u{1FEF}", "\u{FF07}", "\u{FF0D}", "\u{FF3F}", "\u{FE63}", "´",
  ]

  /// A text of up to `length` words, most of them of one script.
  mutating func text(upTo length: Int) -> String {
    let script = Int.random(in: 0..<Self.words.count, using: &random)
    var text = Bool.random(using: &random) ? "" : pick(Self.gaps)
    for _ in 0..<Int.random(in: 0...length, using: &random) {
      let words = Int.random(in: 0..<3, using: &random) == 0 ? pick(Self.words) : Self.words[script]
      text += pick(words) + pick(Self.gaps)
    }
    return Bool.random(using: &random) ? text : String(text.unicodeScalars.dropLast())
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }
}
