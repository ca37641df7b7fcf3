import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct CaptionWriterTests {
  /// The captions that a text gives.
  private func captions(_ text: String, unescapesHTML: Bool = false) throws -> [String] {
    var found: [String] = []
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        found.append(String(decoding: batch.text[Int(entry.start)..<Int(entry.end)], as: UTF8.self))
      }
    }
    batch.beginRecord()
    var writer = CaptionWriter(rule: ReadingRule(unescapesHTML: unescapesHTML))
    try Array(text.utf8).withUnsafeBytes { try writer.append($0, role: .caption, to: batch) }
    try batch.flush()
    return found
  }

  @Test(arguments: [
    ("<image>", []), ("", []), ("<image>\n<image>", []), (" ", [" "]),
    ("<image>\nWhat is it?", ["What is it?"]), ("What is it?\n<image>", ["What is it?"]),
    ("a <image> b", ["a b"]), ("a<image>b<video>", ["a b"]), ("  a <im> < b ", ["  a <im> < b "]),
    ("Picture 1: <img>/a/crane.jpg</img>\nWhat?", ["Picture 1: What?"]), ("<img>a.jpg</img>", []),
    ("<img> a <b>x</img>", ["<img> a <b>x</img>"]), ("an <img> tag", ["an <img> tag"]),
    ("<ref>a cat</ref><box>(1,2),(3,4)</box> sits", ["a cat sits"]), ("see<ref>it</ref>now", ["see it now"]),
    ("<box>(1,2)", ["<box>(1,2)"]), ("</box>", ["</box>"]), ("a<ref></ref>b", ["a b"]),
    ("<|im_start|>user\na dog<|im_end|>", ["user\na dog"]), ("<|endoftext|>", []), ("<||>", ["<||>"]),
    ("<|a b|>", ["<|a b|>"]), ("<|a", ["<|a"]), ("<|é|> x", ["x"]), ("a <| b |> c", ["a <| b |> c"]),
    ("<|\(String(repeating: "x", count: 70))|>", ["<|\(String(repeating: "x", count: 70))|>"]),
    ("<PERSON> and <imagery>", ["<PERSON> and <imagery>"]), ("<image", ["<image"]),
  ])
  func placeholdersAreNoText(_ text: String, _ expected: [String]) throws {
    #expect(try captions(text) == expected)
  }

  @Test(.enabled(if: ProjectPaths.python != nil))
  func unescapesAsPythonDoes() throws {
    var generator = SplitMix(state: 3)
    var texts = [
      "&amp;amp; &lt; &#39; &#x27; &#X27 &#0; &#128; &#xD800; &#1114112; &#99999999999999999999; &#11; &#xfdd0 &#1;",
      "&notit; &notin; &not &copy2 &COPY; & &; &# &#; &#x; &#xg; &a &amp",
      "&CounterClockwiseContourIntegral; &fjlig;",
      "&NotEqualTilde; &ngE; &eacute&eacute; &hearts; caf&eacute!", "&&amp;&", "&#133;&#159;&#129;",
    ]
    let pieces = [
      "&", "#", ";", "x", "amp", "39", "not", "in", " ", "lt", "é", "A", "eacute", "0", "quot", "&#", "&g",
      "t",
    ]
    for _ in 0..<3000 {
      texts.append((0..<Int(generator.next() % 9)).map { _ in pieces[Int(generator.next() % 18)] }.joined())
    }
    let script = """
      import sys, json, html
      from html.entities import html5
      texts = json.load(sys.stdin)
      json.dump([[html.unescape(t) for t in texts], ["&" + k for k in html5], list(html5.values())], sys.stdout)
      """
    let run = try Run.python(["-c", script], input: try JSONEncoder().encode(texts))
    let answers = try JSONDecoder().decode([[String]].self, from: run.output)
    for (text, answer) in zip(texts + answers[1], answers[0] + answers[2]) {
      var result: [UInt8] = []
      Array(text.utf8).withUnsafeBytes { HTMLEntities.unescape($0, into: &result) }
      #expect(result == Array(answer.utf8), "\(text)")
    }
  }
}
