#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where the errors of class lists, accuracy files and count files become sentences.
struct InputErrorText {
  let error: InputError

  init(_ error: InputError) { self.error = error }

  /// `names.json, line 3, column 12: invalid JSON: …`.
  var line: String {
    let file = ShownText.escaped(error.file)
    switch error.place {
    case .file: return "\(file): \(reason)"
    case .line(let line): return "\(file), line \(line): \(reason)"
    case .column(let line, let column): return "\(file), line \(line), column \(column): \(reason)"
    }
  }

  private var reason: String {
    switch error.reason {
    case .system(let operation, let code):
      "it cannot be \(operation == "open" ? "opened" : operation): \(String(cString: strerror(code)))"
    case .noSuchFile(let near): "there is no such file\(Self.meant(near))"
    case .isDirectory: "this is a folder, not a file"
    case .tooLarge(let limit):
      "the file is larger than \(ShownText.number(limit)) bytes; is it the right file?"
    case .lineTooLong(let limit): "the line is longer than \(ShownText.number(limit)) bytes"
    case .empty: "the file is empty"
    case .compressed(format: "Parquet"): "this is a Parquet file; write it as CSV or JSON first"
    case .compressed(let format): "this is a \(format) file; decompress it first"
    case .foreign(let content): content.sentence
    case .notUTF8:
      "the text is not valid UTF-8; save it as UTF-8, or convert it, from Windows' Latin letters for instance: iconv -f WINDOWS-1252 -t UTF-8"
    case .json(let fault): "invalid JSON: \(fault.sentence)"
    case .quoting(let unclosed):
      unclosed ? "a quoted cell is not closed" : "text follows the closing quote of a cell"
    case .cellCount(let found, let header):
      "the row has \(ShownText.count(found, "cell", "cells")) where the header has \(header)"
    case .missingColumn(let wanted, let seen):
      "there is no column \(wanted.map(ShownText.name).joined(separator: " or ")); columns seen: \(ShownText.names(seen, limit: 20))"
    case .repeatedColumn(let name): "the column \(ShownText.name(name)) is duplicated in the header"
    case .headerAlone: "the file has a header, but no row"
    case .emptyCell(let column): "the cell under \(ShownText.name(column)) is empty"
    default: classReason ?? tableReason ?? "the file cannot be used"
    }
  }

  /// The models that a word may have been meant for; of one letter or two all are near.
  private static func near(_ word: String, _ models: [String]) -> [String] {
    word.count > 2 ? NearMiss.names(meantBy: word, among: models) : []
  }

  private var tableReason: String? {
    switch error.reason {
    case .unknownForm(let wanted, let found): "\(wanted) was expected; this is \(found)"
    case .noRows: "the file has no classes"
    case .rowWithoutName(let column):
      "the row has nothing under \(ShownText.name(column)), where the class is named"
    case .repeatedClass(let name, let firstLine):
      "\(ShownText.name(name)) is duplicated" + (firstLine.map { "; first in line \($0)" } ?? "")
    case .sameClass(let first, let second, let name):
      "\(ShownText.name(first)) and \(ShownText.name(second)) both refer to the class \(ShownText.name(name))"
    case .valueNotNumber(let name, let found):
      "the value of \(ShownText.name(name)) is \(found), not a number"
    case .accuracyOutOfRange(let name, let value, let unit):
      "the accuracy of \(ShownText.name(name)) is \(ShownText.escaped(value, limit: 40)), out of range for a \(unit)"
    case .countNotWhole(let name, let column, let found):
      "\(column) of \(ShownText.name(name)) is \(ShownText.escaped(found, limit: 40)), not a whole number from 0 to 10^15"
    case .mixedUnits(let fractions, let percent):
      "no accuracy of \(ShownText.names(fractions, limit: 3)) is above 1, as if they were fractions, while "
        + "\(ShownText.names(percent, limit: 3)) \(percent.count == 1 ? "is" : "are") in percent; if all share one "
        + "unit, name it; else add the models of each unit separately"
    case .moreCorrectThanTotal(let name, let correct, let total):
      "\(ShownText.name(name)) has \(correct) correct of \(total)"
    case .fewerMentionsThanCaptions(let name, let mentions, let captions):
      "\(ShownText.name(name)) has \(NumberText.counted(mentions, "mention")) in \(NumberText.counted(captions, "caption")); a caption that mentions it has at least one"
    case .noClasswise(let model): "the model \(ShownText.name(model)) has no object `classwise`"
    case .repeatedModel(let model): "the model \(ShownText.name(model)) is duplicated"
    case .noSuchModel(let model, let models):
      "the file has no model \(ShownText.name(model))\(Self.meant(Self.near(model, models)))"
        + Self.listed("models", models, limit: 30, after: Self.near(model, models))
    case .oneModel(let given):
      "the file holds one model's accuracies, so it takes one name for it; \(given) were given"
    default: predictionReason
    }
  }
}
