/// The substitutions of NLTK's word tokenizer, each a pass over a text in UTF-8.
///
/// The order in which `TreebankTokenizer` takes them is NLTK's. Substitutions are together in one pass only where
/// none can make or break what another looks for.
///
/// SOUND: a `Source` has 64 readable zero bytes after it, and no pass looks further than four bytes ahead.
/// WHY: as regular expressions the same rules take fifty times as long.
struct TreebankPasses {
  /// What a text holds, by which it is known which passes it needs.
  struct Seen: OptionSet {
    let rawValue: UInt8
    /// A full stop.
    static let period = Seen(rawValue: 1)
    /// A quotation mark that may open, ASCII or not, or a backtick.
    static let openingQuote = Seen(rawValue: 2)
    /// One of `: , ; @ # $ % & ? !`, or two full stops.
    static let punctuation = Seen(rawValue: 4)
    /// An ASCII apostrophe.
    static let apostrophe = Seen(rawValue: 8)
    /// A bracket, an asterisk, two hyphens, or a quotation mark that may close.
    static let bracket = Seen(rawValue: 16)
    /// Two of `n`, `m` or `t`, or an apostrophe: there may be a contraction such as `cannot`.
    static let contraction = Seen(rawValue: 32)
  }

  /// What each byte says of the text.
  private let marks: [Seen]

  init() {
    var marks = [Seen](repeating: [], count: 256)
    for (characters, mark) in [
      (".", Seen.period), ("`\"'", .openingQuote), (":,;@#$%&?!", .punctuation), ("'", .apostrophe),
      ("*[](){}<>\"", .bracket), ("'", .contraction),
    ] {
      for byte in characters.utf8 { marks[Int(byte)].insert(mark) }
    }
    // The first bytes of the quotation marks outside ASCII, those of some other characters as well.
    for lead in [0xC2, 0xE2] { marks[lead] = [.openingQuote, .bracket] }
    self.marks = marks
  }

  /// Writes the text in Python's lowercase and says what it holds.
  func lowercase(
    _ caption: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, _ seen: inout Seen
  ) -> Int {
    guard let target = room.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let source = Source(caption)
    return marks.withUnsafeBufferPointer { marks in
      var found = Seen()
      var out = target
      var last: UInt8 = 0
      var at = 0
      while at < source.count {
        let byte = source.bytes[at]
        found.formUnion(marks[Int(byte)])
        if byte >= 0x80 {
          at = PythonText.lowercase(source, at, to: &out)
          last = 0
          continue
        }
        let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
        if small == last { found.formUnion(Self.doubled(small, out - 1, target)) }
        last = small
        out.pointee = small
        out += 1
        at += 1
      }
      seen = found
      return out - target
    }
  }

  /// What a second equal byte says of the text; `first` is where the first of them was written.
  ///
  /// Double letters are common, contractions are not: the letter before must be that of `cannot`, `gonna`, `wanna`,
  /// `gotta`, `gimme` (also with a dotless i, whose last byte is 0xB1) or `lemme`.
  private static func doubled(
    _ byte: UInt8, _ first: UnsafeMutablePointer<UInt8>, _ start: UnsafeMutablePointer<UInt8>
  ) -> Seen {
    switch byte {
    case 0x2E: return .punctuation
    case 0x2D: return .bracket
    case 0x6D, 0x6E, 0x74:
      guard first - start >= 2 else { return [] }
      switch (first[-1], byte) {
      case (0x61, 0x6E), (0x6F, 0x6E), (0x6F, 0x74), (0x69, 0x6D), (0x65, 0x6D), (0xB1, 0x6D):
        let letter = first[-2]
        return letter == 0x63 || letter == 0x67 || letter == 0x77 || letter == 0x6C || letter == 0xC4
          ? .contraction : []
      default: return []
      }
    default: return []
    }
  }

  /// `(?<=[^\s.])\.(?=[\])}>"'»”’]*\s)` becomes ` . `.
  /// `first` is the first of these full stops, from `fullStop`.
  static func separateFullStops(
    _ source: Source, to target: UnsafeMutablePointer<UInt8>, first: Int
  ) -> Int {
    var out = target
    var at = 0
    var stop: Int? = first
    while let found = stop {
      source.copy(at..<found, to: &out)
      write(" . ", to: &out)
      at = found + 1
      stop = fullStop(source, from: at)
    }
    source.copy(at..<source.count, to: &out)
    return out - target
  }

  /// The next full stop before white space.
  static func fullStop(_ source: Source, from start: Int) -> Int? {
    var at = start
    while at < source.count {
      if source.bytes[at] == 0x2E, at > 0, source.bytes[at - 1] != 0x2E,
        !PythonText.isSpace(before: at, source)
      {
        var next = at + 1
        while true {
          let closer = closerLength(source, next)
          if closer == 0 { break }
          next += closer
        }
        if PythonText.isSpace(at: next, source) { return at }
      }
      at += 1
    }
    return nil
  }

  /// The rules for opening quotes: `([«“‘„]|[`]+)` padded; `"` at the start and pairs of backticks made ` `` `;
  /// `([ (\[{<])("|'')` to `\1 `` `; `'` before a word of one character set apart, unless that is a clitic.
  static func startQuotes(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    // Where the last replaced quote ended: the space that it brought is no space for the next.
    var replaced: UnsafeMutablePointer<UInt8>?
    var at = 0
    while at < source.count {
      let byte = source.bytes[at]
      if byte == 0x60 {
        var end = at + 1
        while end < source.count, source.bytes[end] == 0x60 { end += 1 }
        write(" ", to: &out)
        while end - at >= 2 {
          write(" `` ", to: &out)
          at += 2
        }
        if end > at {
          write("`", to: &out)
          at += 1
        }
        write(" ", to: &out)
        continue
      }
      if byte == 0x22, at == 0 {
        write(" `` ", to: &out)
        at += 1
        continue
      }
      let isPair = byte == 0x27 && at + 1 < source.count && source.bytes[at + 1] == 0x27
      if byte == 0x22 || isPair, out > target, out != replaced, opens(out[-1]) {
        write(" `` ", to: &out)
        replaced = out
        at += isPair ? 2 : 1
        continue
      }
      if byte == 0x27 {
        put(byte, to: &out)
        at += 1
        if startsSingleWord(source, at) { write(" ", to: &out) }
        continue
      }
      let quote = openingQuoteLength(source, at)
      if quote > 0 {
        write(" ", to: &out)
        source.copy(at..<at + quote, to: &out)
        write(" ", to: &out)
        at += quote
        continue
      }
      put(byte, to: &out)
      at += 1
    }
    return out - target
  }

  /// `([^.])(\.)([\])}>"'»”’ ]*)\s*$`: where the full stop is and where the closing characters after it end.
  static func finalPeriod(_ source: Source) -> (period: Int, end: Int)? {
    var end = source.count
    while end > 0, PythonText.isSpace(before: end, source) { end = source.before(end) }
    var at = end
    while at > 0 {
      let start = source.before(at)
      if source.bytes[start] != 0x20, closerLength(source, start) != at - start { break }
      at = start
    }
    guard at >= 2, source.bytes[at - 1] == 0x2E, source.bytes[at - 2] != 0x2E else { return nil }
    return (at - 1, end)
  }

  /// `([:,])([^\d])` to ` \1 \2`; `([:,])$` padded; two full stops or more padded; each of `; @ # $ % & ? !` padded.
  static func padPunctuation(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    var at = 0
    // A character that the comma before it took as its own second one.
    var taken = -1
    let last = source.count - 1
    while at < source.count {
      let byte = source.bytes[at]
      switch byte {
      case 0x3A, 0x2C:
        if at != taken, at < last, !PythonText.isDecimal(at: at + 1, source) {
          taken = at + 1
          pad(byte, to: &out)
        } else if at == last || at == last - 1 && source.bytes[last] == 0x0A {
          pad(byte, to: &out)
        } else {
          put(byte, to: &out)
        }
        at += 1
      case 0x2E:
        var end = at + 1
        while end < source.count, source.bytes[end] == 0x2E { end += 1 }
        if end - at >= 2 { write(" ", to: &out) }
        source.copy(at..<end, to: &out)
        if end - at >= 2 { write(" ", to: &out) }
        at = end
      case 0x3B, 0x40, 0x23, 0x24, 0x25, 0x26, 0x3F, 0x21:
        pad(byte, to: &out)
        at += 1
      default:
        put(byte, to: &out)
        at += 1
      }
    }
    return out - target
  }

  /// `([^'])' ` to `\1 ' `.
  static func separateApostrophes(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    var at = 0
    var free = 0
    while at < source.count {
      if source.bytes[at] == 0x27, at > free, source.bytes[at - 1] != 0x27, source.bytes[at + 1] == 0x20 {
        write(" ' ", to: &out)
        at += 2
        free = at
      } else {
        put(source.bytes[at], to: &out)
        at += 1
      }
    }
    return out - target
  }

  /// `*`, brackets, `--` and `» ” ’` padded, `''` and `"` made ` '' `, and a space put at either end.
  static func padBracketsAndQuotes(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    write(" ", to: &out)
    var at = 0
    while at < source.count {
      let byte = source.bytes[at]
      switch byte {
      case 0x2A, 0x5B, 0x5D, 0x28, 0x29, 0x7B, 0x7D, 0x3C, 0x3E:
        pad(byte, to: &out)
        at += 1
      case 0x22:
        write(" '' ", to: &out)
        at += 1
      case 0x27 where source.bytes[at + 1] == 0x27:
        write(" '' ", to: &out)
        at += 2
      case 0x2D where source.bytes[at + 1] == 0x2D:
        write(" -- ", to: &out)
        at += 2
      case 0xC2, 0xE2:
        let quote = closingQuoteLength(source, at)
        if quote > 0 {
          write(" ", to: &out)
          source.copy(at..<at + quote, to: &out)
          write(" ", to: &out)
          at += quote
        } else {
          put(byte, to: &out)
          at += 1
        }
      default:
        put(byte, to: &out)
        at += 1
      }
    }
    write(" ", to: &out)
    return out - target
  }

  /// `([^' ])('s|'m|'d|') ` to `\1 \2 `.
  static func separatePossessives(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    var at = 0
    var free = 0
    while at < source.count {
      if source.bytes[at] == 0x27, at > free, !isQuoteOrSpace(source.bytes[at - 1]) {
        let letter = source.bytes[at + 1]
        let length =
          letter == 0x20
          ? 1 : (letter == 0x73 || letter == 0x6D || letter == 0x64) && source.bytes[at + 2] == 0x20 ? 2 : 0
        if length > 0 {
          write(" ", to: &out)
          source.copy(at..<at + length + 1, to: &out)
          at += length + 1
          free = at
          continue
        }
      }
      put(source.bytes[at], to: &out)
      at += 1
    }
    return out - target
  }

  /// `([^' ])('ll|'re|'ve|n't) ` to `\1 \2 `.
  static func separateClitics(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    var at = 0
    var free = 0
    while at < source.count {
      let byte = source.bytes[at]
      if byte == 0x27 || byte == 0x6E, at > free, source.bytes[at + 3] == 0x20,
        !isQuoteOrSpace(source.bytes[at - 1])
      {
        let pair = (source.bytes[at + 1], source.bytes[at + 2])
        let isClitic =
          byte == 0x6E
          ? pair == (0x27, 0x74) : pair == (0x6C, 0x6C) || pair == (0x72, 0x65) || pair == (0x76, 0x65)
        if isClitic {
          write(" ", to: &out)
          source.copy(at..<at + 4, to: &out)
          at += 4
          free = at
          continue
        }
      }
      put(byte, to: &out)
      at += 1
    }
    return out - target
  }
}
