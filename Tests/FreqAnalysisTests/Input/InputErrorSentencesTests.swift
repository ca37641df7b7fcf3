import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Every reason why a class list, an accuracy file or a count file is refused, and the whole sentence that a person reads.
@Suite struct InputErrorSentencesTests {
  static let all: [(InputError.Reason, String)] = [
    (.system(operation: "open", code: 13), "f: it cannot be opened: Permission denied"),
    (.system(operation: "read", code: 5), "f: it cannot be read: Input/output error"),
    (.noSuchFile(near: []), "f: there is no such file"),
    (
      .noSuchFile(near: ["names.json", "name.json"]),
      "f: there is no such file; did you mean `names.json` or `name.json`?"
    ),
    (.isDirectory, "f: this is a folder, not a file"),
    (.tooLarge(limit: 268_435_456), "f: the file is larger than 268,435,456 bytes; is it the right file?"),
    (.lineTooLong(limit: 1_000_000), "f: the line is longer than 1,000,000 bytes"),
    (.empty, "f: the file is empty"),
    (.compressed(format: "Parquet"), "f: this is a Parquet file; write it as CSV or JSON first"),
    (.compressed(format: "gzip"), "f: this is a gzip file; decompress it first"),
    (.foreign(.workbook), "f: this is an Excel workbook (xlsx); save the sheet as CSV"),
    (.foreign(.oldWorkbook), "f: this is an Excel workbook (xls); save the sheet as CSV"),
    (.foreign(.openDocument), "f: this is an OpenDocument spreadsheet; save the sheet as CSV"),
    (
      .foreign(.matlab),
      "f: this is a MATLAB file; write its names as text first, one per line, or as a JSON list (in Python, scipy.io.loadmat reads it)"
    ),
    (
      .foreign(.hdf5),
      "f: this is an HDF5 file; write its names as text first, one per line, or as a JSON list"
    ),
    (
      .foreign(.numpy),
      "f: this is a NumPy array; write it as a JSON list first: json.dump(numpy.load(path, allow_pickle=True).tolist(), file)"
    ),
    (.foreign(.pickle), "f: this is a Python pickle; write its content as JSON first, with json.dump"),
    (
      .foreign(.lfsPointer),
      "f: this is a Git LFS pointer, not the file that it stands for; `git lfs pull` downloads that"
    ),
    (
      .foreign(.page),
      "f: this is an HTML or XML page; was an error page or a web page saved in place of the file?"
    ),
    (
      .foreign(.utf16),
      "f: the text is in UTF-16, as Excel's Unicode Text is; save it as CSV UTF-8, or convert it: iconv -f UTF-16 -t UTF-8"
    ),
    (
      .foreign(.utf16LittleEndian),
      "f: the text is in UTF-16, as Excel's Unicode Text is; save it as CSV UTF-8, or convert it: iconv -f UTF-16LE -t UTF-8"
    ),
    (
      .foreign(.utf16BigEndian),
      "f: the text is in UTF-16, as Excel's Unicode Text is; save it as CSV UTF-8, or convert it: iconv -f UTF-16BE -t UTF-8"
    ),
    (
      .notUTF8,
      "f: the text is not valid UTF-8; save it as UTF-8, or convert it, from Windows' Latin letters for instance: iconv -f WINDOWS-1252 -t UTF-8"
    ),
    (
      .json(.unexpected(found: "`x`", wanted: "a value")),
      "f: invalid JSON: found `x` where a value was expected"
    ),
    (.json(.unfinished), "f: invalid JSON: it ends before it is complete; is the file truncated?"),
    (.json(.trailing(found: "`x`")), "f: invalid JSON: `x` follows the end of the value"),
    (.json(.nestingTooDeep(limit: 512)), "f: invalid JSON: values are nested deeper than 512 levels"),
    (
      .json(.notFinite("NaN")),
      "f: invalid JSON: NaN is not a JSON number; omit unknown values, or write null"
    ),
    (.json(.badNumber), "f: invalid JSON: a number is malformed"),
    (.json(.badEscape), "f: invalid JSON: a string contains a malformed escape"),
    (.json(.loneSurrogate), "f: invalid JSON: a string contains an unpaired surrogate"),
    (.json(.controlCharacter), "f: invalid JSON: a string contains an unescaped control character"),
    (.json(.notUTF8), "f: invalid JSON: it is not valid UTF-8"),
    (.quoting(unclosed: true), "f: a quoted cell is not closed"),
    (.quoting(unclosed: false), "f: text follows the closing quote of a cell"),
    (.cellCount(found: 1, header: 3), "f: the row has 1 cell where the header has 3"),
    (
      .missingColumn(wanted: ["class", "name"], seen: ["a", "b\tc"]),
      "f: there is no column `class` or `name`; columns seen: `a`, `b\\tc`"
    ),
    (.repeatedColumn("class"), "f: the column `class` is duplicated in the header"),
    (.headerAlone, "f: the file has a header, but no row"),
    (.emptyCell(column: "a,b"), "f: the cell under `a,b` is empty"),
    (.noNames, "f: the file has no names"),
    (
      .namesWithoutWords(["--"]), "f: 1 name has neither a letter nor a number and can never be matched: `--`"
    ),
    (
      .namesWithoutWords(["--", "…"]),
      "f: 2 names have neither a letter nor a number and can never be matched: `--`, `…`"
    ),
    (
      .notAClassList(found: "a number"),
      "f: a JSON class list must be a list of names, or an object from name to aliases; this is a number"
    ),
    (.nameNotText(position: 3, found: "a list"), "f: element 3 of the list is a list, not a name"),
    (
      .aliasesNotTexts(name: "dog", found: "a number"),
      "f: the value of `dog` is a number; aliases must be a list of strings"
    ),
    (
      .aliasesNotTexts(name: "dog", found: "a number in quotes"),
      "f: the value of `dog` is a number in quotes; aliases must be a list of strings"
    ),
    (
      .aliasesNotTexts(name: "dog", found: "an object"),
      "f: the value of `dog` is an object; aliases must be a list of strings, and a class list inside it has to be chosen by its key"
    ),
    (
      .repeatedName("dog"),
      "f: the key `dog` is duplicated; a list of names can repeat a name, an object cannot"
    ),
    (
      .tableWithoutHeader,
      "f: the first line is separated by tabs, but the lines do not all have the same number of them; is a tab missing?"
    ),
    (
      .notASynsetLine,
      "f: the line does not begin with an identifier such as n01440764, as the first line does"
    ),
    (.indexNotNumber("x"), "f: the index `x` is not a number"),
    (.indexGap(expected: 3, found: 5), "f: the indices are not consecutive: 3 was expected, 5 found"),
    (
      .sourceText(.yaml),
      "f: this is YAML, which is not read as a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.python),
      "f: this is Python source or what Python prints, not a class list; write the names with json.dump(names, open(\"names.json\", \"w\"))"
    ),
    (
      .sourceText(.notebook),
      "f: this is a Jupyter notebook, not a class list; write the names with json.dump(names, open(\"names.json\", \"w\"))"
    ),
    (
      .sourceText(.javaScript),
      "f: this is JavaScript, not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.matlab),
      "f: this is MATLAB source, not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.r),
      "f: this is R source, not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.xml),
      "f: this is XML, not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.code),
      "f: this is source code, not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .sourceText(.quotedNames),
      "f: several names in quotes stand in one line; write them as a JSON list, with [ before and ] behind, or one per line"
    ),
    (
      .sourceText(.labelMap),
      "f: this is a label map of TensorFlow (protobuf text), not a class list; write its names as a JSON list, or one per line"
    ),
    (
      .identifiersAlone(["n01440764", "n01443537", "n01484850", "n01491361"]),
      "f: the list holds identifiers (`n01440764`, `n01443537`, `n01484850` and 1 more) and no names, and no caption contains an identifier; give a file that has both, with lines such as n01440764 tench"
    ),
    (
      .severalLists([.init(key: "a", count: 1)]),
      "f: there is a list under a key: `a` (1); choose one"
    ),
    (
      .severalLists([.init(key: "imagenet1k", count: 1_000), .init(key: "cifar10", count: 10)]),
      "f: there are 2 lists of names under keys: `imagenet1k` (1,000), `cifar10` (10); choose one"
    ),
    (
      .noSuchKey("imagnet", seen: ["imagenet", "cifar10"]),
      "f: there is no key `imagnet`; did you mean `imagenet`? Keys seen: `imagenet`, `cifar10`"
    ),
    (.noKeys("a.b", found: "a list"), "f: the key `a.b` chooses a list of a JSON object, and this is a list"),
    (.valueNotName(key: "21", found: "null"), "f: the value of `21` is null, not a name"),
    (
      .recordWithoutName(position: 2, field: "name", found: nil),
      "f: in element 2 of the list `name` is missing"
    ),
    (
      .recordWithoutName(position: 2, field: "name", found: "a number"),
      "f: in element 2 of the list `name` is a number, not a name"
    ),
    (.notATable(nameColumn: "2"), "f: the column `2` is to be one of a table, and this is none"),
    (
      .noSuchColumn("nmae", seen: ["id", "name"]),
      "f: there is no column `nmae`; the columns, by number: 1 `id`, 2 `name`"
    ),
    (
      .columnsUnknown(["a", "b"], isHeader: true),
      "f: the table has no column called name or class, and its content does not show which column holds the names; choose one by its header or its number: 1 `a`, 2 `b`"
    ),
    (
      .columnsUnknown(["a", "b"], isHeader: false),
      "f: the table has no column called name or class, and its content does not show which column holds the names; choose one by its number, or if the first line is a header by its header: 1 `a`, 2 `b`"
    ),
    (
      .repeatedNames("class", different: 2, rows: 1_200, others: ["genus"], columns: ["genus", "class"]),
      "f: the 1,200 rows have 2 different names under `class`, and more under `genus`; which column holds the names? By number: 1 `genus`, 2 `class`"
    ),
    (
      .noClassSetOrFile(near: ["names.json"]),
      "f: there is no class set and no file of this name; did you mean `names.json`?"
    ),
    (
      .noWordNet(folder: "/usr/share/wordnet"),
      "f: WordNet's files are not in /usr/share/wordnet; on Debian: apt-get install wordnet-base"
    ),
    (
      .otherWordNet(version: "3.1"),
      "f: these files are from WordNet 3.1; identifiers such as n01440764 are from WordNet 3.0"
    ),
    (.unknownForm(wanted: "a table", found: "a number"), "f: a table was expected; this is a number"),
    (.noRows, "f: the file has no classes"),
    (.repeatedClass("dog", firstLine: 2), "f: `dog` is duplicated; first in line 2"),
    (.repeatedClass("dog", firstLine: nil), "f: `dog` is duplicated"),
    (.rowWithoutName(column: "name"), "f: the row has nothing under `name`, where the class is named"),
    (
      .sameClass(first: "Dog", second: "dog", name: "dog"), "f: `Dog` and `dog` both refer to the class `dog`"
    ),
    (.valueNotNumber(name: "dog", found: "a string"), "f: the value of `dog` is a string, not a number"),
    (
      .accuracyOutOfRange(name: "dog", value: "101", unit: "percent"),
      "f: the accuracy of `dog` is 101, out of range for a percent"
    ),
    (
      .mixedUnits(fractions: ["a"], percent: ["b"]),
      "f: no accuracy of `a` is above 1, as if they were fractions, while `b` is in percent; if all share one unit, name it; else add the models of each unit separately"
    ),
    (
      .mixedUnits(fractions: ["a", "c"], percent: ["b", "d"]),
      "f: no accuracy of `a`, `c` is above 1, as if they were fractions, while `b`, `d` are in percent; if all share one unit, name it; else add the models of each unit separately"
    ),
    (
      .countNotWhole(name: "dog", column: "n", found: "1.5"),
      "f: n of `dog` is 1.5, not a whole number from 0 to 10^15"
    ),
    (.moreCorrectThanTotal(name: "dog", correct: 3, total: 2), "f: `dog` has 3 correct of 2"),
    (
      .fewerMentionsThanCaptions(name: "dog", mentions: 1, captions: 2),
      "f: `dog` has 1 mention in 2 captions; a caption that mentions it has at least one"
    ),
    (.noClasswise(model: "m"), "f: the model `m` has no object `classwise`"),
    (.repeatedModel("m"), "f: the model `m` is duplicated"),
    (
      .noSuchModel("clpi-b", models: ["clip-b", "eva"]),
      "f: the file has no model `clpi-b`; did you mean `clip-b`? Models: `clip-b`, `eva`"
    ),
    (
      .noSuchModel("clp-*", models: ["clip-b", "eva"]),
      "f: the file has no model `clp-*`; did you mean `clip-b`? Models: `clip-b`, `eva`"
    ),
    (
      .oneModel(given: 2),
      "f: the file holds one model's accuracies, so it takes one name for it; 2 were given"
    ),
    (
      .noColumn(what: "the accuracy", accepted: ["acc", "accuracy"], seen: ["class"]),
      "f: there is no column for the accuracy (accepted: `acc`, `accuracy`); columns seen: `class`"
    ),
    (
      .noTableColumn(what: "the class", accepted: ["class", "name"], seen: ["y_true", "y_pred"]),
      "f: there is no column for the class (accepted: `class`, `name`); columns seen: `y_true`, `y_pred`"
    ),
    (
      .positionOutside(1_000, classes: 1_000, base: 0),
      "f: the names are positions in the class list, but the list has 1,000 classes and none at 1000, counted from 0; if the first class has the number 1, say so"
    ),
    (
      .positionOutside(0, classes: 10, base: 1),
      "f: the names are positions in the class list, but the list has 10 classes and none at 0, counted from 1; if the first class has the number 0, say so"
    ),
    (.valueNotObject(name: "m", found: "a number"), "f: the value of `m` is a number, not an object"),
    (.workbook, "f: this is a workbook of a spreadsheet program; save it as CSV, or write JSON Lines"),
    (
      .noPrediction(seen: ["id", "image"]),
      "f: the record has no field for the prediction (`pred`, `prediction`, `response`, `output`, `generated_text`, `filtered_resps`, `model_answer`, `answer`, `text`); fields seen: `id`, `image`"
    ),
    (
      .severalPredictions(["a", "b"]),
      "f: `a` and `b` may each be the prediction; name the right one"
    ),
    (
      .questions(beside: ["question", "options"]),
      "f: `text` stands beside `question`, `options`, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      .questionMarks(3, of: 4),
      "f: 3 of 4 texts end with a question mark, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      .askingTexts(3, of: 4),
      "f: 3 of 4 texts ask a question or list options, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      .askingTexts(1, of: 1),
      "f: 1 of 1 text asks a question or lists options, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      .sameTexts(1_000),
      "f: all 1,000 texts are the same, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    ),
    (
      .recordLacks(field: "pred", seen: ["label"]),
      "f: the record has no `pred`; fields seen: `label`"
    ),
    (.fieldNotText(field: "pred", found: "an object"), "f: `pred` is an object, not a string"),
    (.answerTooLong(limit: 1_000_000), "f: the answer is longer than 1,000,000 bytes"),
    (.emptyLabel, "f: the label is empty"),
    (
      .noLabels(example: "q-1"),
      "f: the predictions have no label (`label`, `target`, `gt`, `answer`), and no class name is in the question's identifier (`q-1`); name the field of the labels, or give a file of labels"
    ),
    (
      .noLabels(example: nil),
      "f: the predictions have no label (`label`, `target`, `gt`, `answer`), and no class name is in the question's identifier; name the field of the labels, or give a file of labels"
    ),
    (
      .labelBaseNeeded(example: "7"),
      "f: the labels are whole numbers, such as `7`, but no class has such a name and none is 0; give the number of the first class"
    ),
    (
      .numbersForNames(3, of: 4),
      "f: 3 of 4 predictions are whole numbers, but their labels are names; give both as names, or the labels as numbers too"
    ),
    (
      .numbersFitTwice(example: "0"),
      "f: the classes have numbers as identifiers, and `0` is none of them, but all numbers of the file would be positions in the class list; give the number of the first class"
    ),
    (
      .optionNumbers(example: "1"),
      "f: the labels are whole numbers, such as `1`, and each record has options, of which they seem to be numbers, not of the classes; judge them by the rule letter"
    ),
    (
      .optionLetters(3, of: 4, example: "B"),
      "f: 3 of 4 labels are letters, such as `B`, which name options and no class; judge them by the rule letter"
    ),
    (
      .optionLetters(1, of: 1, example: "B"),
      "f: 1 of 1 label is a letter, such as `B`, which names an option and no class; judge them by the rule letter"
    ),
    (
      .identifiersForNames(3, of: 4, example: "n01440764"),
      "f: 3 of 4 predictions are identifiers, such as `n01440764`, which no class has; give the predictions as names, or use a class list with these identifiers"
    ),
    (
      .scores(3, of: 4, example: "-1.2"),
      "f: 3 of 4 predictions are numbers, such as `-1.2`, which name no class; give the text of the answers"
    ),
    (
      .scores(1, of: 1, example: "-1.2"),
      "f: 1 of 1 prediction is a number, such as `-1.2`, which names no class; give the text of the answers"
    ),
    (
      .numbersForLetters(3, of: 4),
      "f: 3 of 4 predictions are whole numbers, but their labels are letters or texts of options; give both as letters, or the labels as numbers too"
    ),
    (
      .answeredTwice(question: "q-1", firstLine: 2),
      "f: the question `q-1` has another answer or label here than in line 2; keep one of the two"
    ),
    (
      .labelNotAnOption("E"),
      "f: the label `E` is neither a letter nor one of the record's options"
    ),
    (
      .letterWithoutClass("B"),
      "f: the label `B` is an option without its text, so the class is unknown; name its field"
    ),
    (
      .labelsDoNotFit(example: "q-1"),
      "f: the labels file has no label for any question of the predictions, such as `q-1`"
    ),
    (.labelsDoNotFit(example: nil), "f: the labels file has no label for any question of the predictions"),
    (
      .twoLabels(question: "q-1", first: "dog", second: "cat"),
      "f: the question `q-1` has two labels, `dog` and `cat`"
    ),
    (.labelLineLacks(field: "label"), "f: the line has no `label`"),
    (
      .fewJoin(joined: 1, of: 10, side: .file, names: ["a"], classes: ["dog", "cat"]),
      "f: only 1 of the file's 10 names matched; is this the right class set? unmatched names: `a`; unmatched classes: `dog`, `cat`"
    ),
    (
      .fewJoin(joined: 1, of: 10, side: .classSet, names: ["a"], classes: ["dog"]),
      "f: only 1 of the class set's 10 classes matched; is this the right class set? unmatched names: `a`; unmatched classes: `dog`"
    ),
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
    let tried = Set(Self.all.map { Mirror(reflecting: $0.0).children.first?.label ?? "\($0.0)" })
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
