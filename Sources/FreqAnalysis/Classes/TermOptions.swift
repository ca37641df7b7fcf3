import Corpus

/// Which terms are added to those of a class list; nothing is added unasked.
public struct TermOptions: Sendable, Hashable {
  /// Adds, for a name that ends in a parenthesis, the name without it.
  public var baseNames: Bool
  /// Adds the English plurals of every other term.
  public var plurals: Bool
  /// Adds the lemmas that WordNet lists for a class.
  public var wordNet: Bool
  /// The folder of WordNet's files.
  public var wordNetFolder: String

  /// Makes options; without arguments no term is added.
  public init(
    baseNames: Bool = false, plurals: Bool = false, wordNet: Bool = false,
    wordNetFolder: String = WordNetLemmas.debianFolder
  ) {
    self.baseNames = baseNames
    self.plurals = plurals
    self.wordNet = wordNet
    self.wordNetFolder = wordNetFolder
  }
}

extension TermOptions: CustomStringConvertible {
  /// The options in one word each, as they are stored: `base-names plurals wordnet`; empty where none is asked for.
  public var description: String {
    [(baseNames, "base-names"), (plurals, "plurals"), (wordNet, "wordnet")].filter(\.0).map(\.1)
      .joined(separator: " ")
  }

  /// The options in words, as a class set is stored with them; empty where nothing is added.
  var words: String {
    [(baseNames, "base-names"), (plurals, "plurals"), (wordNet, "aliases=wordnet")]
      .filter(\.0).map(\.1).joined(separator: " ")
  }
}

extension ClassSet {
  /// The class set with the terms that the options ask for, each after the class's own terms.
  ///
  /// A term whose bytes the class already has is not added. Plurals come last, so that they are formed of all
  /// other terms.
  func adding(_ options: TermOptions, _ notes: inout [Note]) throws -> ClassSet {
    var set = self
    if options.baseNames {
      set.add(.base, &notes) { entry in Self.baseName(of: entry.name).map { [$0] } ?? [] }
    }
    if options.wordNet {
      let wordNet = try WordNetLemmas(folder: options.wordNetFolder)
      var unknown: [String] = []
      var ambiguous: [String] = []
      set.add(.wordnet, &notes) { entry in
        switch wordNet.lemmas(id: entry.id, name: entry.name) {
        case .lemmas(let lemmas): return lemmas
        case .unknown: unknown.append(entry.name)
        case .ambiguous: ambiguous.append(entry.name)
        }
        return []
      }
      notes.append(Note(.noSynset, unknown))
      notes.append(Note(.ambiguousSynset, ambiguous))
    }
    if options.plurals {
      set.add(.plural, &notes) { entry in entry.terms.flatMap { Plurals.plurals(of: $0.text) } }
    }
    return set
  }

  private mutating func add(_ kind: Term.Kind, _ notes: inout [Note], _ further: (Class) -> [String]) {
    var added: [String] = []
    for index in classes.indices {
      var seen = Set(classes[index].terms.map { Array($0.text.utf8) })
      for text in further(classes[index]) where seen.insert(Array(text.utf8)).inserted {
        classes[index].terms.append(Term(text, kind: kind))
        added.append("\(classes[index].name): \(text)")
      }
    }
    notes.append(Note(.addedTerms(kind), added))
  }

  /// A name without the parenthesis at its end: `kite` of `kite (bird of prey)`; nil where it does not end in
  /// one, or where nothing that has a letter or a number stands before it.
  static func baseName(of name: String) -> String? {
    let scalars = Array(InputFile.trimmed(name).unicodeScalars)
    guard scalars.last == ")" || scalars.last == "\u{FF09}" else { return nil }
    var open = 0
    for position in scalars.indices.reversed() {
      switch scalars[position] {
      case ")", "\u{FF09}": open += 1
      case "(", "\u{FF08}":
        open -= 1
        guard open == 0 else { continue }
        var base = String.UnicodeScalarView()
        base.append(contentsOf: scalars[..<position])
        let text = InputFile.trimmed(String(base))
        return NameKey.hasWord(text) ? text : nil
      default: break
      }
    }
    return nil
  }
}
