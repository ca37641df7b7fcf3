/// Under which names the class sets of merged databases are taken: `OLD=NEW`, a word each.
///
/// A name may hold `=` itself, so that a word is not divided before it is known which class sets there are.
struct ClassSetRenaming: Sendable {
  /// The words as they were given.
  let words: [String]

  /// The name under which a database's class set is taken: what follows the first word's `NAME=`, else its own.
  func name(of classSet: String) -> String {
    for word in words {
      let rest = word.utf8.dropFirst(classSet.utf8.count)
      if word.utf8.starts(with: classSet.utf8), rest.first == UInt8(ascii: "="), rest.count > 1,
        let name = String(rest.dropFirst())
      {
        return name
      }
    }
    return classSet
  }

  /// Refuses a word that renames none of the class sets of the databases.
  ///
  /// - Throws: `StoreError.noClassSetToRename`.
  func check(_ classSets: [String]) throws {
    for word in words {
      let one = ClassSetRenaming(words: [word])
      guard classSets.allSatisfy({ one.name(of: $0).utf8.elementsEqual($0.utf8) }) else { continue }
      // Somebody who renames a class set to its own name has got what they asked for.
      guard !classSets.contains(where: { word.utf8.elementsEqual("\($0)=\($0)".utf8) }) else { continue }
      throw StoreError.noClassSetToRename(word: word, known: classSets)
    }
  }
}
