/// Folds single scalars where they stand: most texts outside ASCII hold a few dashes, signs or letters with accents, whose
/// folded form is as long as they are.
extension CaptionFolder {
  /// Whether a text may be folded in place at all. What no term has in a gap is written as a control character, so no term
  /// may have one.
  var foldsInPlace: Bool { (gaps.first ?? 0x20) >= 0x20 }

  /// Folds the scalar that starts at a place, by bytes of the same number: a letter becomes its small letter, a character
  /// that joins becomes spaces, one that no term has in a gap becomes `separator` and spaces.
  ///
  /// A text that is folded so throughout, its ASCII left as it is, has the words and gaps of its matcher's form.
  ///
  /// SOUND: three bytes after the place are readable, as in a padded buffer; only the scalar's own bytes are written.
  ///
  /// - Returns: false where the form is not as long as the scalar or depends on its neighbours, and where the bytes are no
  ///   UTF-8; nothing is written then.
  @inline(__always)
  func foldInPlace(_ place: UnsafeMutablePointer<UInt8>) -> Bool {
    let (scalar, length) = Self.decode(place, place + 4)
    for index in 1..<max(length, 2) where place[index] & 0xC0 != 0x80 { return false }
    let entry = UnicodeTables.folding(scalar)
    guard length > 1, entry.combiningClass == 0 else { return false }
    switch entry.kind {
    case UnicodeTables.Kind.letter:
      let small = entry.mapped(scalar)
      if small == scalar { return true }
      guard MatcherForm.length(small) == length else { return false }
      var out = place
      MatcherForm.encode(small, to: &out)
      return true
    case UnicodeTables.Kind.joiner: place[0] = 0x20
    case UnicodeTables.Kind.separator where !isInSomeGap(scalar): place[0] = Self.separator
    default: return false
    }
    for index in 1..<length { place[index] = 0x20 }
    return true
  }

  private func isInSomeGap(_ scalar: UInt32) -> Bool {
    filter >> UInt64(scalar & 63) & 1 != 0 && gaps.contains(scalar)
  }
}
