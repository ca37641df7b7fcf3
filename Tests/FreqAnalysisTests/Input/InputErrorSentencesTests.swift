import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Every reason why a class list, an accuracy file or a count file is refused, and the whole sentence that a person reads.
@Suite struct InputErrorSentencesTests {
  static let all: [(InputError.Reason, String)] = [
    (.system(operation: "open", code: 13), ""),
    (.system(operation: "read", code: 5), ""),
    (.noSuchFile(near: []), ""),
    (.noSuchFile(near: ["names.json", "name.json"]), ""),
    (.isDirectory, ""),
    (.tooLarge(limit: 268_435_456), ""),
    (.lineTooLong(limit: 1_000_000), ""),
    (.empty, ""),
    (.compressed(format: "gzip"), ""),
    (.foreign(.workbook), ""),
    (.foreign(.oldWorkbook), ""),
    (.foreign(.openDocument), ""),
    (.foreign(.matlab), ""),
    (.foreign(.hdf5), ""),
    (.foreign(.numpy), ""),
    (.foreign(.pickle), ""),
    (.foreign(.lfsPointer), ""),
    (.foreign(.page), ""),
    (.notUTF8, ""),
    (.json(.unexpected(found: "`x`", wanted: "a value")), ""),
    (.json(.unfinished), ""),
    (.json(.trailing(found: "`x`")), ""),
    (.json(.nestingTooDeep(limit: 512)), ""),
    (.json(.notFinite("NaN")), ""),
    (.json(.badNumber), ""),
    (.json(.badEscape), ""),
    (.json(.loneSurrogate), ""),
    (.json(.controlCharacter), ""),
    (.json(.notUTF8), ""),
    (.quoting(unclosed: true), ""),
    (.quoting(unclosed: false), ""),
    (.cellCount(found: 1, header: 3), ""),
    (.missingColumn(wanted: ["class", "name"], seen: ["a", "b\tc"]), ""),
    (.repeatedColumn("class"), ""),
    (.noNames, ""),
    (.namesWithoutWords(["--"]), ""),
    (.namesWithoutWords(["--", "…"]), ""),
    (.notAClassList(found: "a number"), ""),
    (.nameNotText(position: 3, found: "a list"), ""),
    (.aliasesNotTexts(name: "dog", found: "a number"), ""),
    (.aliasesNotTexts(name: "dog", found: "an object"), ""),
    (.repeatedName("dog"), ""),
    (.tableWithoutHeader, ""),
    (.notASynsetLine, ""),
    (.indexNotNumber("x"), ""),
    (.indexGap(expected: 3, found: 5), ""),
    (.sourceText(.yaml), ""),
    (.sourceText(.python), ""),
    (.sourceText(.notebook), ""),
    (.sourceText(.javaScript), ""),
    (.sourceText(.matlab), ""),
    (.sourceText(.labelMap), ""),
    (.identifiersAlone(["n01440764", "n01443537", "n01484850", "n01491361"]), ""),
    (.severalLists([.init(key: "a", count: 1)]), ""),
    (.severalLists([.init(key: "imagenet1k", count: 1_000), .init(key: "cifar10", count: 10)]), ""),
    (.noSuchKey("imagnet", seen: ["imagenet", "cifar10"]), ""),
    (.noKeys("a.b", found: "a list"), ""),
    (.valueNotName(key: "21", found: "null"), ""),
    (.recordWithoutName(position: 2, field: "name", found: nil), ""),
    (.recordWithoutName(position: 2, field: "name", found: "a number"), ""),
    (.notATable(nameColumn: "2"), ""),
    (.noSuchColumn("nmae", seen: ["id", "name"]), ""),
    (.columnsUnknown(["a", "b"], isHeader: true), ""),
    (.columnsUnknown(["a", "b"], isHeader: false), ""),
    (.noClassSetOrFile(near: ["names.json"]), ""),
    (.noWordNet(folder: "/usr/share/wordnet"), ""),
    (.otherWordNet(version: "3.1"), ""),
    (.unknownForm(wanted: "a table", found: "a number"), ""),
    (.noRows, ""),
    (.repeatedClass("dog", firstLine: 2), ""),
    (.repeatedClass("dog", firstLine: nil), ""),
    (.sameClass(first: "Dog", second: "dog", name: "dog"), ""),
    (.valueNotNumber(name: "dog", found: "a string"), ""),
    (.accuracyOutOfRange(name: "dog", value: "101", unit: "percent"), ""),
    (.mixedUnits(fractions: ["a"], percent: ["b"]), ""),
    (.mixedUnits(fractions: ["a", "c"], percent: ["b", "d"]), ""),
    (.countNotWhole(name: "dog", column: "n", found: "1.5"), ""),
    (.moreCorrectThanTotal(name: "dog", correct: 3, total: 2), ""),
    (.fewerMentionsThanCaptions(name: "dog", mentions: 1, captions: 2), ""),
    (.noClasswise(model: "m"), ""),
    (.repeatedModel("m"), ""),
    (.noSuchModel("clpi-b", models: ["clip-b", "eva"]), ""),
    (.noSuchModel("clp-*", models: ["clip-b", "eva"]), ""),
    (.oneModel(given: 2), ""),
    (.noColumn(what: "the accuracy", accepted: ["acc", "accuracy"], seen: ["class"]), ""),
    (.positionOutside(1_000, classes: 1_000, base: 0), ""),
    (.positionOutside(0, classes: 10, base: 1), ""),
    (.valueNotObject(name: "m", found: "a number"), ""),
    (.workbook, ""),
    (.noPrediction(seen: ["id", "image"]), ""),
    (.severalPredictions(["a", "b"]), ""),
    (.questions(beside: ["question", "options"]), ""),
    (.questionMarks(3, of: 4), ""),
    (.recordLacks(field: "pred", seen: ["label"]), ""),
    (.fieldNotText(field: "pred", found: "an object"), ""),
    (.answerTooLong(limit: 1_000_000), ""),
    (.emptyLabel, ""),
    (.noLabels(example: "q-1"), ""),
    (.noLabels(example: nil), ""),
    (.labelBaseNeeded(example: "7"), ""),
    (.numbersForNames(3, of: 4), ""),
    (.answeredTwice(question: "q-1", firstLine: 2), ""),
    (.labelNotAnOption("E"), ""),
    (.letterWithoutClass("B"), ""),
    (.labelsDoNotFit(example: "q-1"), ""),
    (.labelsDoNotFit(example: nil), ""),
    (.twoLabels(question: "q-1", first: "dog", second: "cat"), ""),
    (.labelLineLacks(field: "label"), ""),
    (.fewJoin(joined: 1, of: 10, side: .file, names: ["a"], classes: ["dog", "cat"]), ""),
    (.fewJoin(joined: 1, of: 10, side: .classSet, names: ["a"], classes: ["dog"]), ""),
  ]

  @Test(arguments: all.indices) func isTheWholeSentence(_ index: Int) {
    let (reason, sentence) = Self.all[index]
    #expect(InputError(file: "f", reason).description == sentence)
  }

  /// No case of the enumeration is left out.
  @Test func everyCaseIsHere() throws {
    let source = try String(
      contentsOf: ProjectPaths.root.appending(path: "Sources/FreqAnalysis/Input/InputError.swift"),
      encoding: .utf8)
    let start = try #require(source.range(of: "enum Reason: "))
    let body = source[start.upperBound...].prefix { $0 != "}" }
    let named = Set(
      body.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("case ") }
        .map { String($0.dropFirst(5).prefix { $0.isLetter || $0.isNumber }) })
    let tried = Set(Self.all.map { "\($0.0)".prefix { $0.isLetter || $0.isNumber } }.map(String.init))
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
