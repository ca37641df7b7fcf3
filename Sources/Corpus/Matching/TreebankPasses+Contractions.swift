/// MacIntyre's contractions, the last of the passes, and the split that follows them.
extension TreebankPasses {
  /// `\b(can)(not)\b` and the like to ` \1 \2 `, in any case, which in Python makes `ı` an `i` and `ſ` an `s`.
  ///
  /// They are one pass: none can stand inside another, and the spaces put around one stand where a word ended anyway.
  static func splitContractions(_ source: Source, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var out = target
    var at = 0
    while at < source.count {
      let byte = source.bytes[at]
      if let (first, second) = contraction(source, at), !PythonText.isWord(before: at, source) {
        write(" ", to: &out)
        source.copy(at..<at + first, to: &out)
        write(" ", to: &out)
        source.copy(at + first..<at + first + second, to: &out)
        write(" ", to: &out)
        at += first + second
      } else {
        put(byte, to: &out)
        at += 1
      }
    }
    return out - target
  }

  /// The lengths of the two parts of the contraction at a place, its end checked, its start not.
  @inline(__always)
  private static func contraction(_ source: Source, _ at: Int) -> (Int, Int)? {
    let parts: (StaticString, StaticString)
    switch (source.bytes[at], source.bytes[at + 1]) {
    case (0x63, 0x61): parts = ("can", "not")
    case (0x64, 0x27): parts = ("d", "'ye")
    case (0x67, 0x69), (0x67, 0xC4): parts = ("gim", "me")
    case (0x67, 0x6F): parts = source.bytes[at + 2] == 0x6E ? ("gon", "na") : ("got", "ta")
    case (0x6C, 0x65): parts = ("lem", "me")
    case (0x6D, 0x6F): parts = ("more", "'n")
    case (0x77, 0x61): parts = ("wan", "na")
    default: return nil
    }
    guard let first = length(of: parts.0, source, at), let second = length(of: parts.1, source, at + first)
    else { return nil }
    let end = at + first + second
    // `wanna` alone asks for white space after it, which NLTK puts at every text's end.
    if source.bytes[at] == 0x77 {
      return end == source.count || PythonText.isSpace(at: end, source) ? (first, second) : nil
    }
    return PythonText.isWord(at: end, source) ? nil : (first, second)
  }

  /// ` ('t)(is)\b` to ` \1 \2 `, in any case; `rest` is `is` or `was`.
  static func splitTis(
    _ source: Source, to target: UnsafeMutablePointer<UInt8>, _ rest: StaticString
  ) -> Int {
    var out = target
    var at = 0
    while at < source.count {
      if source.bytes[at] == 0x20, source.bytes[at + 1] == 0x27, source.bytes[at + 2] == 0x74,
        let length = length(of: rest, source, at + 3), !PythonText.isWord(at: at + 3 + length, source)
      {
        write(" 't ", to: &out)
        source.copy(at + 3..<at + 3 + length, to: &out)
        write(" ", to: &out)
        at += 3 + length
      } else {
        put(source.bytes[at], to: &out)
        at += 1
      }
    }
    return out - target
  }

  /// How many bytes of the text are a lowercase ASCII word in the sense of Python's `(?i)`, or nil.
  private static func length(of word: StaticString, _ source: Source, _ at: Int) -> Int? {
    var next = at
    for i in 0..<word.utf8CodeUnitCount {
      let letter = word.utf8Start[i]
      if source.bytes[next] == letter {
        next += 1
      } else if letter == 0x69, source.bytes[next] == 0xC4, source.bytes[next + 1] == 0xB1 {
        next += 2
      } else if letter == 0x73, source.bytes[next] == 0xC5, source.bytes[next + 1] == 0xBF {
        next += 2
      } else {
        return nil
      }
    }
    return next - at
  }

  /// Appends the ranges between white space, as Python's `str.split()`.
  static func split(_ tokens: TokenList, from start: Int) {
    let source = Source(tokens.text.bytes)
    var at = start
    var token = start
    while at < source.count {
      let byte = source.bytes[at]
      if byte > 0x20, byte < 0x80 {
        at += 1
        continue
      }
      var length = 1
      var isSpace = byte == 0x20 || byte &- 9 < 5 || byte &- 0x1C < 4
      if byte >= 0x80 {
        let (scalar, bytes) = source.scalar(at)
        length = bytes
        isSpace = PythonText.isSpace(scalar)
      }
      if isSpace {
        if at > token { tokens.append(token, at) }
        token = at + length
      }
      at += length
    }
    if at > token { tokens.append(token, at) }
  }
}
