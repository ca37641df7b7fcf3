import Corpus

/// Where the classes of a set get in each other's way: terms that two of them share, terms inside other classes'
/// terms, and names that end in a parenthesis.
struct SharedTerms: Sendable {
  /// One term of one class.
  struct Use: Sendable, Hashable {
    /// The class's index.
    var classIndex: Int
    /// The term's position among the class's terms.
    var term: Int
  }

  /// A term that several classes have, compared by its words.
  struct Shared: Sendable, Hashable {
    /// The term's words with a space between.
    var words: String
    /// Its uses, at least one in each of two classes, in the order of the classes.
    var uses: [Use]
  }

  /// A term whose words lie inside those of another class's term: `shark` in `hammerhead shark`.
  struct Contained: Sendable, Hashable {
    /// The shorter term.
    var inner: Use
    /// The longer term.
    var outer: Use
  }

  /// A class whose name ends in a parenthesis.
  struct Parenthesised: Sendable, Hashable {
    /// The class's index.
    var classIndex: Int
    /// The name without the parenthesis.
    var base: String
    /// Whether the class has the base as a term.
    var hasBase: Bool
  }

  /// Terms that several classes share, in the order of their first use.
  let shared: [Shared]
  /// Terms inside other classes' terms, in the order of the inner term.
  let contained: [Contained]
  /// The classes whose names end in a parenthesis, in order.
  let parenthesised: [Parenthesised]

  /// Looks through all terms of a class set, in time in proportion to their words and to what is found.
  init(_ classSet: ClassSet) {
    var tree = WordTree()
    var terms: [(use: Use, words: [Folding.Word])] = []
    for (index, entry) in classSet.classes.enumerated() {
      for (position, term) in entry.terms.enumerated() {
        let use = Use(classIndex: index, term: position)
        let words = Folding.words(of: term.text)
        terms.append((use, words))
        tree.insert(words, use: terms.count - 1)
      }
    }
    tree.link()
    shared = tree.ends.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.compactMap { ends in
      guard Set(ends.map { terms[$0].use.classIndex }).count > 1 else { return nil }
      let words = terms[ends[0]].words.map(\.text).joined(separator: " ")
      return Shared(words: words, uses: ends.map { terms[$0].use })
    }
    var contained: Set<Contained> = []
    for outer in terms where outer.words.count > 1 {
      tree.matches(inside: outer.words) { inner, place in
        let term = terms[inner]
        guard term.use.classIndex != outer.use.classIndex, term.words.count < outer.words.count,
          Self.gapsAllow(term.words, in: outer.words[place])
        else { return }
        contained.insert(Contained(inner: term.use, outer: outer.use))
      }
    }
    self.contained = contained.sorted { lhs, rhs in
      (lhs.inner.classIndex, lhs.inner.term, lhs.outer.classIndex, lhs.outer.term)
        < (rhs.inner.classIndex, rhs.inner.term, rhs.outer.classIndex, rhs.outer.term)
    }
    parenthesised = Self.parenthesised(in: classSet)
  }

  /// The classes whose names end in a parenthesis, in order; looks at names alone.
  static func parenthesised(in classSet: ClassSet) -> [Parenthesised] {
    classSet.classes.enumerated().compactMap { index, entry in
      guard let base = ClassSet.baseName(of: entry.name) else { return nil }
      let hasBase = entry.terms.contains { $0.text.utf8.elementsEqual(base.utf8) }
      return Parenthesised(classIndex: index, base: base, hasBase: hasBase)
    }
  }

  /// Whether the signs between the outer term's words may stand between the inner term's: spaces, dashes,
  /// underscores and apostrophes may, and the punctuation that the inner term itself has there.
  static func gapsAllow(_ inner: [Folding.Word], in outer: ArraySlice<Folding.Word>) -> Bool {
    zip(inner, outer).dropFirst().allSatisfy { own, found in
      found.gap.unicodeScalars.allSatisfy { scalar in
        Folding.joins(scalar) || own.gap.unicodeScalars.contains(scalar)
      }
    }
  }
}
