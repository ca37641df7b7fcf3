import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Files of other programs that are no UTF-8: each kind of input says what they are and how to convert them.
@Suite struct TextEncodingTests {
  private let set = ClassSet(names: ["tench", "crane"])

  private static let encodings: [(String.Encoding, [UInt8], String)] = [
    (.utf16LittleEndian, [0xFF, 0xFE], "UTF-16"), (.utf16BigEndian, [0xFE, 0xFF], "UTF-16"),
    (.utf16LittleEndian, [], "UTF-16LE"), (.utf16BigEndian, [], "UTF-16BE"),
  ]

  private static let files: [(String, String)] = [
    ("f.csv", "label,pred\ncrane,crane\n"), ("f.jsonl", "{\"label\": \"crane\", \"pred\": \"crane\"}\n"),
    ("f.json", "[{\"label\": \"crane\", \"pred\": \"crane\"}]"), ("f.csv", "class,accuracy\ncrane,0.5\n"),
    ("f.json", "{\"crane\": 0.5}"), ("f.tsv", "class\tcaptions\ncrane\t5\n"), ("f.txt", "tench\ncrane\n"),
  ]

  @Test(arguments: files) func utf16IsNamed(_ name: String, _ text: String) throws {
    for (encoding, mark, iconv) in Self.encodings {
      let bytes = try mark + Array(#require(text.data(using: encoding)))
      let expected =
        ": the text is in UTF-16, as Excel's Unicode Text is; save it as CSV UTF-8, or convert it: iconv -f \(iconv) -t UTF-8"
      let fields = PredictionFile.Options(labelField: RecordPath("label"))
      #expect(try JudgedFile(bytes, named: name, set).shown == name + expected)
      #expect(try JudgedFile(bytes, named: name, set, fields).shown == name + expected)
      #expect { try ClassFile(bytes, file: name, name: "s") } throws: { "\($0)" == name + expected }
      #expect { try FrequencyFile(bytes, file: name, classSet: set) } throws: { "\($0)" == name + expected }
      let folder = try TemporaryFolder()
      let path = folder.url.appending(path: name)
      try Data(bytes).write(to: path)
      let predictions = #"{"question_id": 1, "pred": "crane"}"#
      #expect(
        try JudgedFile(predictions, set, .init(labels: path.path)).shown.hasSuffix(
          "iconv -f \(iconv) -t UTF-8"))
    }
  }

  @Test func latinLettersAreNamed() throws {
    let expected =
      ": the text is not valid UTF-8; save it as UTF-8, or convert it, from Windows' Latin letters for instance: iconv -f WINDOWS-1252 -t UTF-8"
    let text = Array("label,pred\ncrane,cr".utf8) + [0xE9, 0x0A]
    #expect(try JudgedFile(text, named: "f.csv", set).shown == "f.csv, line 2" + expected)
    let lines = Array("{\"label\": \"crane\", \"pred\": \"cr".utf8) + [0xE9] + Array("\"}".utf8)
    #expect(try JudgedFile(lines, named: "f.jsonl", set).shown == "f.jsonl, line 1" + expected)
  }

  @Test(arguments: ["ab", "a\u{0}", "tench", "a\u{0}b\u{0}c\u{0}de", "日本語の名前", "\u{FEFF}tench"])
  func otherTextIsLeft(_ text: String) {
    #expect(ForeignContent.encoding(of: Array(text.utf8)) == nil)
  }

  /// Rows that Excel leaves behind hold nothing.
  @Test func emptyRowsAreLeftOut() throws {
    for (name, text) in [
      ("f.csv", "label,pred\ncrane,crane\n,\n,\n"), ("f.tsv", "label\tpred\n\t\ncrane\tcrane\n"),
      ("f.csv", "label;pred\ncrane;crane\n;\n"), ("f.csv", "label,pred\ncrane,crane\n,,,\n"),
    ] {
      #expect(try JudgedFile(text, named: name, set).shown == "crane 1/1", "\(text)")
    }
    #expect(try JudgedFile("class,accuracy\n,\ntench,0.25\n,\n", named: "f.csv", set).shown == "tench 0.25")
    for list in [
      "index,name\n0,tench\n1,crane\n,\n", "0,tench\n1,crane\n,\n", "name,aliases\ntench,\n,\ncrane,\n",
    ] {
      let file = try ClassFile(Array(list.utf8), file: "f.csv", name: "s")
      #expect(file.classSet.classes.map(\.name) == ["tench", "crane"], "\(list)")
    }
    let counts = try FrequencyFile(Array("class,n\ncrane,5\n,\n".utf8), file: "f.csv", classSet: set)
    #expect(counts.frequencies.map(\.captions) == [5])
  }
}
