import Corpus

/// What a corpus shows of a class set after a run: hardly a class seen in many captions means that the wrong names
/// were looked for, or the wrong text read.
struct UnseenClasses: Sendable {
  /// Fewer captions than this may well mention nothing.
  static let captionLimit = 1_000

  /// How many classes the set has.
  let classes: Int
  /// How many of them are mentioned in what a loss sees.
  let seen: Int
  /// How many captions a loss sees.
  let captions: Int
  /// How many captions of other roles there are, as what a person asks.
  let others: Int
  /// Three terms of classes that are not seen, in the form in which they were looked for.
  let lookedFor: [String]

  /// Takes what the corpus holds.
  ///
  /// - Parameters:
  ///   - classSet: The classes and their terms.
  ///   - mentioned: Whether each class is mentioned.
  ///   - captions: How many captions there are of each role.
  ///   - matching: How the terms were looked for.
  init(_ classSet: ClassSet, mentioned: [Bool], captions: RoleCounts, matching: Matching) {
    classes = classSet.classes.count
    seen = mentioned.count { $0 }
    self.captions = Role.supervised.reduce(0) { $0 + captions[$1] }
    others = captions.total - self.captions
    let unseen = zip(classSet.classes, mentioned).lazy.filter { !$0.1 }.prefix(3)
    lookedFor = unseen.map { entry, _ in
      let term = entry.terms.first?.text ?? entry.name
      switch matching {
      case .word, .bag: return String(decoding: NameKey.words(term), as: UTF8.self)
      case .paper, .treebank, .metaclip: return term
      }
    }
  }

  /// Whether no or nearly no class is seen: under one in a hundred, in more than 1,000 captions.
  var isSuspicious: Bool { captions + others > Self.captionLimit && seen * 100 < classes }

  /// What a person is to be told; nil where enough is seen.
  func warning(corpus: String, classSet: String) -> String? {
    guard isSuspicious else { return nil }
    let number = seen == 0 ? "none" : "only \(NumberText.grouped(seen))"
    return
      "\(number) of \(NumberText.grouped(classes)) classes of \(ShownText.name(classSet)) "
      + "\(seen == 1 ? "is" : "are") mentioned in \(NumberText.grouped(captions)) captions and answers of "
      + ShownText.name(corpus)
      + (others > 0 ? " (\(NumberText.grouped(others)) more are of other roles)" : "")
      + "; what was looked for is, for example, \(ShownText.names(lookedFor)); "
      + "are these names as captions write them, and is the right text read?"
  }
}
