import Corpus

/// The classes of a set that an answer mentions, found in one walk along its words.
struct ClassMentions: Sendable {
  /// A class's term in an answer.
  struct Place: Hashable {
    var words: Range<Int>
    var classIndex: Int
  }

  private var tree = WordTree()
  private var terms: [(classIndex: Int, words: [Folding.Word])] = []

  /// Looks for the classes' names, or for all their terms.
  init(_ classSet: ClassSet, allTerms: Bool) {
    for (index, entry) in classSet.classes.enumerated() {
      for text in allTerms ? entry.terms.map(\.text) + [entry.name] : [entry.name] {
        let words = Folding.words(of: text)
        tree.insert(words, use: terms.count)
        terms.append((index, words))
      }
    }
    tree.link()
  }

  /// All terms in an answer's words, the leftmost first, of one start the longest first.
  func places(in answer: [Folding.Word]) -> [Place] {
    var places: Set<Place> = []
    tree.matches(inside: answer) { use, range in
      let term = terms[use]
      guard SharedTerms.gapsAllow(term.words, in: answer[range]) else { return }
      places.insert(Place(words: range, classIndex: term.classIndex))
    }
    return places.sorted { lhs, rhs in
      (lhs.words.lowerBound, -lhs.words.upperBound, lhs.classIndex)
        < (rhs.words.lowerBound, -rhs.words.upperBound, rhs.classIndex)
    }
  }

  /// The classes of places, leftmost-longest: one that lies inside a longer one, or overlaps one before, is left out.
  static func longest(_ places: [Place]) -> Set<Int> {
    var classes: Set<Int> = []
    var last = 0..<0
    for place in places where place.words == last || place.words.lowerBound >= last.upperBound {
      classes.insert(place.classIndex)
      last = place.words
    }
    return classes
  }
}
