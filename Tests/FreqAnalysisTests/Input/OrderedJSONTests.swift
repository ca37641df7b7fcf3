import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct OrderedJSONTests {
  private func fault(_ text: String) -> JSONSyntaxFault? {
    do {
      _ = try OrderedJSON(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func keepsOrderDuplicatesAndNumbersAsWritten() throws {
    let value = try OrderedJSON(Array(#" {"b": 1e3, "a": [true, null, -0.50],\#n "b": "x"} "#.utf8))
    #expect(
      value
        == .object([
          .init(key: "b", value: .number("1e3"), line: 1),
          .init(key: "a", value: .array([.bool(true), .null, .number("-0.50")]), line: 1),
          .init(key: "b", value: .string("x"), line: 2),
        ]))
  }

  @Test(arguments: [
    (#""\u00e9\n\/\"""#, "é\n/\""), (#""\ud83d\ude00""#, "😀"), (#""a\u0000b""#, "a\0b"), (#""é""#, "é"),
    (#""""#, ""),
  ])
  func resolvesEscapes(_ json: String, _ text: String) throws {
    guard case .string(let read) = try OrderedJSON(Array(json.utf8)) else {
      Issue.record("not a text: \(json)")
      return
    }
    #expect(Array(read.utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    ("", 1, 1, JSONSyntaxFault.Reason.unfinished),
    ("[1,\n 2", 2, 3, .unfinished),
    ("{\"a\": tru", 1, 10, .unfinished),
    ("[1,]", 1, 4, .unexpected(found: "`]`", wanted: "a value")),
    ("{a: 1}", 1, 2, .unexpected(found: "`a`", wanted: "a key")),
    ("[\"é\" 2]", 1, 6, .unexpected(found: "`2`", wanted: "a comma or ]")),
    ("[1] x", 1, 5, .trailing(found: "`x`")),
    ("{\"a\":\n  NaN}", 2, 3, .notFinite("NaN")),
    ("[-Infinity]", 1, 2, .notFinite("-Infinity")),
    ("[01]", 1, 2, .badNumber), ("[1.]", 1, 2, .badNumber), ("[1e]", 1, 2, .badNumber),
    ("[-]", 1, 2, .badNumber),
    ("[\"\\x\"]", 1, 3, .badEscape), ("[\"\\u12g4\"]", 1, 3, .badEscape),
    ("[\"\\ud800\"]", 1, 3, .loneSurrogate), ("[\"\\ud800\\u0041\"]", 1, 3, .loneSurrogate),
    ("[\"\\udc00\"]", 1, 3, .loneSurrogate),
    ("[\"a\tb\"]", 1, 4, .controlCharacter), ("[\"a", 1, 4, .unfinished),
    ("[True]", 1, 2, .unexpected(found: "`True`", wanted: "a value")),
  ])
  func saysWhereItIsWrong(_ json: String, _ line: Int, _ column: Int, _ reason: JSONSyntaxFault.Reason) {
    #expect(fault(json) == JSONSyntaxFault(line: line, column: column, reason: reason), "\(json)")
  }

  @Test func boundsDepth() {
    let deepest = OrderedJSON.depthLimit
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(fault(nested(deepest)) == nil)
    #expect(fault(nested(deepest + 1))?.reason == .nestingTooDeep(limit: deepest))
    #expect(fault(String(repeating: "{\"a\":", count: 1_000_000))?.reason == .nestingTooDeep(limit: deepest))
  }

  @Test func refusesWhatIsNoUTF8() {
    #expect(throws: JSONSyntaxFault(line: 2, column: 2, reason: .notUTF8)) {
      try OrderedJSON([0x5B, 0x0A, 0x22, 0xFF, 0x22, 0x5D])
    }
  }

  /// Every prefix of a valid text, and each of its bytes replaced, is read or refused, and agrees with Foundation on
  /// which it is.
  @Test func agreesWithFoundationOnBrokenText() throws {
    let text = Array(#"{"tench": [1.5e-3, "a\u00e9\\", null], "x": {"y": -0}, "z": false}"#.utf8)
    var variants = (0..<text.count).map { Array(text[..<$0]) }
    for position in text.indices {
      for byte in [0x22, 0x2C, 0x5D, 0x7D, 0x30, 0x5C] as [UInt8] {
        var changed = text
        changed[position] = byte
        variants.append(changed)
      }
    }
    for variant in variants {
      let ours = (try? OrderedJSON(variant)) != nil
      let theirs = (try? JSONSerialization.jsonObject(with: Data(variant), options: .fragmentsAllowed)) != nil
      #expect(ours == theirs, "\(String(decoding: variant, as: UTF8.self))")
    }
  }

  /// Keys, texts and numbers of every real file in order, against Python's reading.
  @Test(.enabled(if: ProjectPaths.hasOracle))
  func readsEveryRealFile() throws {
    let script = """
      import json,sys
      def flat(v, out):
        if isinstance(v, tuple):
          for k, x in v[1]: out.append(k); flat(x, out)
        elif isinstance(v, list):
          for x in v: flat(x, out)
        else: out.append(repr(v) if isinstance(v, float) else str(v))
        return out
      print(json.dumps([flat(json.load(open(p), object_pairs_hook=lambda l: ("o", l)), []) for p in sys.argv[1:]]))
      """
    var files: [String] = []
    for folder in ["classes", "accuracy", "search_counts"] {
      let url = ProjectPaths.sharedFile("data/\(folder)")
      files += try FileManager.default.contentsOfDirectory(atPath: url.path).map {
        url.appending(path: $0).path
      }
    }
    #expect(files.count > 13)
    let run = try Run.python(["-c", script] + files)
    let expected = try JSONDecoder().decode([[String]].self, from: run.output)
    for (file, flat) in zip(files, expected) {
      let value = try OrderedJSON(Array(Data(contentsOf: URL(fileURLWithPath: file))))
      #expect(flattened(value) == flat, "\(file)")
    }
  }

  private func flattened(_ value: OrderedJSON) -> [String] {
    switch value {
    case .null: ["None"]
    case .bool(let bool): [bool ? "True" : "False"]
    case .number(let text): [Int(text).map(String.init) ?? "\(Double(text) ?? .nan)"]
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(flattened)
    case .object(let members): members.flatMap { [$0.key] + flattened($0.value) }
    }
  }
}
