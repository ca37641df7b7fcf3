import Corpus

/// The sentences about class lists.
extension NoteText {
  /// What is told of a class list; nil for a note about another file.
  var classSentence: String? {
    switch note.kind {
    case .classForm(let form, let classes, let terms):
      "\(ShownText.count(classes, "class", "classes")) with \(ShownText.count(terms, "term", "terms")), read as \(form)"
    case .blankLines(let lines):
      "\(ShownText.count(lines, "blank line", "blank lines")) between names skipped; the classes after one have a lower index than their line number suggests"
    case .ignoredColumns: "\(ShownText.count(count, "column was", "columns were")) not used"
    case .orderedByIndex: "the classes are in the order of their indices, not of their rows"
    case .indexFromOne: "the file numbers its classes from 1; here the first class has index 0"
    case .duplicateNames:
      "\(ShownText.count(count, "name belongs", "names belong")) to more than one class; these stay separate classes"
    case .equalNames:
      "\(ShownText.count(count, "group of names has", "groups of names have")) the same words after folding, and will have the same mentions"
    case .outerPunctuation:
      "\(ShownText.count(count, "name begins or ends", "names begin or end")) with punctuation, which matching ignores"
    case .parenthesis:
      "\(ShownText.count(count, "name ends", "names end")) with a parenthetical, which captions rarely contain"
    case .aliasesWithoutWords:
      "\(ShownText.count(count, "alias has", "aliases have")) neither a letter nor a number and will hardly ever match"
    case .addedTerms(let kind): addedTerms(kind)
    case .noSynset: "\(ShownText.count(count, "class is", "classes are")) not in WordNet and got no lemmas"
    case .ambiguousSynset:
      "\(ShownText.count(count, "class has", "classes have")) no identifier and a name with several meanings in WordNet, and got no lemmas"
    default: listSentence
    }
  }

  private func addedTerms(_ kind: ClassSet.Term.Kind) -> String {
    let what =
      switch kind {
      case .name: ("name", "names")
      case .alias: ("alias", "aliases")
      case .base: ("name without its parenthetical", "names without their parentheticals")
      case .plural: ("plural", "plurals")
      case .wordnet: ("WordNet lemma", "WordNet lemmas")
      }
    return "\(ShownText.count(count, what.0, what.1)) added"
  }

  /// What is told of how the names were found in the file.
  private var listSentence: String? {
    switch note.kind {
    case .columnsByContent(let roles, let header):
      (header.map {
        "the first row (\(ShownText.escaped($0.joined(separator: ", "), limit: 120))) is the header"
      }
        ?? "the table has no header") + "; its columns were read as \(roles.joined(separator: ", "))"
    case .columnChosen(let name, let others):
      "several columns have accepted names; of \(ShownText.names([name] + others)) the first was read"
    case .columnByContent(let name, let role):
      (name.isEmpty ? "the column without a header" : "the column \(ShownText.name(name))")
        + " was read as \(role)"
    case .ignoredFields: "\(ShownText.count(count, "field was", "fields were")) not used"
    case .listUnderKey(let key):
      "the classes are those under the key \(ShownText.name(key))"
        + (count == 0 ? "" : "; \(ShownText.count(count, "other key was", "other keys were")) not read")
    case .keysAsNames:
      "each key was read as a class, and what stands behind it as its aliases; if lists of classes stand under the keys, choose one"
    case .numbersAsIdentifiers(let first, let last, let count): numbers(first, last, count)
    case .orderedByNumber: "the classes are in ascending order of their numbers, not in the file's"
    case .listingParts(let numbers, let folders):
      (numbers && folders ? "numbers and one-letter folders" : numbers ? "numbers" : "one-letter folders")
        + " were taken off the names, and _ and / inside them read as spaces; the first names are now"
    case .identifiersTaken:
      "identifiers were taken off the names, and _ inside them read as spaces; the first names are now"
    case .identifiersUnused:
      "\(ShownText.count(count, "identifier", "identifiers")) beside the numbers \(count == 1 ? "was" : "were") not used"
    case .commentLines:
      "\(ShownText.count(count, "line", "lines")) of comment at the head \(count == 1 ? "was" : "were") left out"
    case .firstLine(let name):
      "the first line was read as a class, \(ShownText.name(name)); if it is a header, it has to be left out"
    case .numbersKept:
      "every name begins with a number, which was kept as a part of the name"
    case .namesWithCommas(let all):
      "\(ShownText.number(count)) of \(ShownText.count(all, "name", "names")) \(count == 1 ? "has a comma" : "have commas") inside, as lists of synonyms do, and will match only where a caption holds the whole of it"
    case .aliasesWithCommas(let all):
      "\(ShownText.number(count)) of \(ShownText.count(all, "alias", "aliases")) \(count == 1 ? "has a comma" : "have commas") inside, as lists of synonyms do, and will match only where a caption holds the whole of it"
    case .aliasesSplit(let aliases):
      "\(ShownText.count(aliases, "alias was", "aliases were")) split at commas"
    case .aliasLists(let cells):
      cells == 1
        ? "1 cell of aliases holds a list in brackets, and was read as one"
        : "\(ShownText.number(cells)) cells of aliases hold lists in brackets, and were read as such"
    case .aliasesDivided(let cells):
      "\(ShownText.count(cells, "cell of aliases was", "cells of aliases were")) divided at semicolons"
    case .quotesRemoved(let names):
      "the quotes around \(ShownText.count(names, "name", "names")) were removed"
    case .synonymsSplit(let names):
      "\(ShownText.count(names, "name was", "names were")) split at commas into a name and its aliases"
    default: nil
    }
  }

  private func numbers(_ first: Int, _ last: Int, _ count: Int) -> String {
    let gaps = max(0, last - first + 1 - count)
    let which =
      gaps == 0
      ? "from \(first) to \(last)" : "from \(first) to \(last) with \(ShownText.count(gaps, "gap", "gaps"))"
    return "the numbers beside the names, \(which), became the classes' identifiers; the numbering "
      + (first == 0 && gaps == 0
        ? "is that of the classes" : "is not the position of a class here, which counts from 0")
  }
}
