import Corpus

extension Table {
  /// A class set's classes with their terms, which are joined by `|`; one row a class.
  public static func classes(of classSet: ClassSet) -> Table {
    var table = Table(columns: [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("id", .text, isDetail: true),
      .init("terms", .text),
    ])
    for (index, entry) in classSet.classes.enumerated() {
      let terms = entry.terms.map(\.text).joined(separator: "|")
      table.append([.integer(index), .text(entry.name), .init(entry.id), .text(terms)])
    }
    return table
  }

  /// The terms that several classes share, and the names that end in a parenthesis; one row a class and term.
  ///
  /// `reason` is `shared`, or `parenthesis` where the name without its parenthesis is the row's term; `counted` is 1
  /// where the class has the term, else 0.
  public static func ambiguousTerms(of classSet: ClassSet) -> Table {
    var table = Table(columns: [
      .init("reason", .text), .init("term", .text), .init("kind", .text, isDetail: true),
      .init("counted", .integer, isDetail: true), .init("class_index", .ordinal, heading: "#"),
      .init("class", .text),
    ])
    let terms = SharedTerms(classSet)
    for shared in terms.shared {
      for use in shared.uses {
        let entry = classSet.classes[use.classIndex]
        table.append([
          "shared", .text(shared.words), .text(entry.terms[use.term].kind.rawValue), 1,
          .integer(use.classIndex), .text(entry.name),
        ])
      }
    }
    for entry in terms.parenthesised {
      table.append([
        "parenthesis", .text(entry.base), "base", .integer(entry.hasBase ? 1 : 0), .integer(entry.classIndex),
        .text(classSet.classes[entry.classIndex].name),
      ])
    }
    return table
  }

  /// The terms that two classes share, and those inside another class's term; one row a pair.
  ///
  /// `relation` is `shared with` or `inside`.
  public static func overlappingTerms(of classSet: ClassSet) -> Table {
    var table = Table(columns: [
      .init("term", .text), .init("class_index", .ordinal, heading: "#"), .init("class", .text),
      .init("relation", .text), .init("other_term", .text), .init("other_index", .ordinal, heading: "#"),
      .init("other_class", .text),
    ])
    func append(_ one: SharedTerms.Use, _ relation: String, _ other: SharedTerms.Use) {
      let (first, second) = (classSet.classes[one.classIndex], classSet.classes[other.classIndex])
      table.append([
        .text(first.terms[one.term].text), .integer(one.classIndex), .text(first.name), .text(relation),
        .text(second.terms[other.term].text), .integer(other.classIndex), .text(second.name),
      ])
    }
    let terms = SharedTerms(classSet)
    for shared in terms.shared {
      for (position, use) in shared.uses.enumerated() {
        for other in shared.uses[(position + 1)...] where other.classIndex != use.classIndex {
          append(use, "shared with", other)
        }
      }
    }
    for contained in terms.contained { append(contained.inner, "inside", contained.outer) }
    return table
  }
}

extension Table {
  /// Class sets; one row each.
  public static func classSets(_ sets: [StoredClassSet]) -> Table {
    var table = Table(columns: [
      .init("class_set", .text), .init("classes", .integer), .init("options", .text),
      .init("source", .text, isDetail: true), .init("digest", .text, isDetail: true),
    ])
    for set in sets {
      table.append([
        .text(set.name), .integer(set.classCount), .text(set.options), .init(set.source),
        .text(set.digest.hex),
      ])
    }
    return table
  }
}
