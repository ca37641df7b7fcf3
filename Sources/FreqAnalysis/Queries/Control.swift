import Corpus

/// What is held fixed in a partial correlation, as `--control` names it.
public enum Control: Sendable, Hashable {
  /// The number of characters of each class's name.
  case nameLength
  /// The number of words of each class's name.
  case nameWords
  /// The accuracies of another model.
  case model(String)
  /// log10(count + 1) in another corpus.
  case corpus(String)
  /// A file with a number for each class.
  case file(String)

  /// Reads `name-length`, `name-words`, `model=NAME`, `corpus=NAME` or `file=PATH`; nil for anything else.
  public init?(_ text: String) {
    if text == "name-length" {
      self = .nameLength
    } else if text == "name-words" {
      self = .nameWords
    } else {
      guard let sign = text.firstIndex(of: "=") else { return nil }
      let rest = String(text[text.index(after: sign)...])
      guard !rest.isEmpty else { return nil }
      switch text[..<sign] {
      case "model": self = .model(rest)
      case "corpus": self = .corpus(rest)
      case "file": self = .file(rest)
      default: return nil
      }
    }
  }

  /// Finds the numbers.
  ///
  /// - Parameters:
  ///   - selection: What is looked at; another model or corpus is read under the same roles, rules and measure.
  ///   - store: The database.
  ///   - imagesPerClass: The images of each class, where another model's are not known.
  /// - Returns: A number for each class that has one, and what a person is to be told.
  /// - Throws: `StoreError` where there is no such model or corpus; `InputError` where a file cannot be read.
  func covariate(
    for selection: Selection, in store: CountStore, imagesPerClass: Int? = nil
  ) throws -> (covariate: Covariate, notes: [Note]) {
    var other = selection
    switch self {
    case .nameLength, .nameWords, .file:
      let classSet = try store.load(store.resolve(selection).classSet)
      if case .file(let path) = self { return try CovariateFile.read(path, classSet: classSet) }
      let names = classSet.classes.map(\.name)
      return (self == .nameLength ? .nameLength(names) : .nameWords(names), [])
    case .model(let name):
      other.models = [name]
      let (series, _) = try store.points(store.resolve(other))
      guard let points = series.first else { throw StoreError.noModel(name: name, known: []) }
      let known = KnownPoints(points, measure: selection.measure).supposing(imagesPerClass: imagesPerClass)
      return (.accuracy(of: known), [])
    case .corpus(let name):
      other.corpora = [name]
      other.stages = []
      let frequencies = try store.frequencies(store.resolve(other))
      let counts = frequencies.groups.first?.values.map { $0.count(selection.measure) } ?? []
      return (.frequency(name, counts), [])
    }
  }
}

extension Covariate {
  /// The number of words in each class's name; what separates words is a space, a hyphen, an underscore or a slash.
  static func nameWords(_ classNames: [String]) -> Covariate {
    Covariate(
      name: "words in the name",
      values: Dictionary(
        uniqueKeysWithValues: classNames.enumerated().map { index, name in
          (index, Double(name.split { " -_/\t".contains($0) }.count))
        }))
  }

  /// log10(count + 1) of a corpus, class by class; a class of unknown count has none.
  static func frequency(_ corpus: String, _ counts: [Int?]) -> Covariate {
    var values: [Int: Double] = [:]
    for (index, count) in counts.enumerated() {
      if let count { values[index] = LogCounts.plusOne([Double(count)]).value?[0] }
    }
    return Covariate(name: "frequency in \(corpus)", values: values)
  }
}
