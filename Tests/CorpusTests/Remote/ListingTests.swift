import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct ListingTests {
  /// A listing that does not end is refused: too many names, too long ones, pages without any, pages in a circle.
  @Test func aListingHasAnEnd() {
    func refusal(_ bounds: ListingBounds, _ names: (Int) -> [String], next: (Int) -> String) -> (
      String?, pages: Int
    ) {
      var bounds = bounds
      for page in 1...1000 {
        let names = names(page)
        if let refusal = bounds.refusal(listed: names.count, names: names, next: next(page)) {
          return (refusal, page)
        }
      }
      return (nil, 1000)
    }
    let bounds = ListingBounds(mostEntries: 50, mostNameBytes: 300, mostEmptyPages: 5)
    #expect(refusal(bounds, { ["\($0)", "b"] }, next: { "\($0)" }) == ("it lists more than 50 files", 26))
    #expect(
      refusal(bounds, { [String(repeating: "a", count: $0)] }, next: { "\($0)" })
        == ("the names that it lists have more than 300 bytes", 25))
    #expect(
      refusal(bounds, { $0 < 10 ? ["a"] : [] }, next: { "\($0)" })
        == ("more than 5 pages in a row list nothing", 15))
    #expect(refusal(bounds, { _ in ["a"] }, next: { "\($0 % 7)" }) == ("its pages lead in a circle", 8))
    var last = bounds
    #expect(last.refusal(listed: 0, names: [], next: nil) == nil)
    #expect(last.refusal(listed: 51, names: [], next: nil) != nil)
  }

  @Test(arguments: [
    #"{"a": [1, -2.5e3, true, false, null, {"b": "c"}]}"#, #""\u00e9\ud83d\ude00\n\"\\\/""#, "[]", "{}",
    " [ 1 , 2 ] ",
    #"{"path": "a\u0000b", "lfs": {"oid": "x", "size": 12}}"#,
  ])
  func jsonIsReadAsFoundationReadsIt(text: String) throws {
    let ours = try #require(ListingJSON(Array(text.utf8)))
    let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    #expect(Self.isSame(ours, theirs), "\(ours)")
  }

  private static func isSame(_ ours: ListingJSON, _ theirs: Any) -> Bool {
    switch ours {
    case .null: theirs is NSNull
    case .bool(let value): (theirs as? Bool) == value
    case .number(let text): (theirs as? NSNumber)?.doubleValue == Double(text)
    case .string(let text): (theirs as? String) == text
    case .array(let values):
      (theirs as? [Any]).map { $0.count == values.count && zip(values, $0).allSatisfy(isSame) } ?? false
    case .object(let members):
      (theirs as? [String: Any]).map { others in
        others.count == members.count
          && members.allSatisfy { name, value in others[name].map { isSame(value, $0) } ?? false }
      } ?? false
    }
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "\"\\ud800\"", "\"a\nb\"", "nul", "[1] 2", "-", "\"\\x\"",
    String(repeating: "[", count: 100_000),
  ])
  func brokenJSONIsNone(text: String) { #expect(ListingJSON(Array(text.utf8)) == nil) }

  @Test func xmlIsReadAsElementsWithText() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?><!-- a > b -->
      <s3:ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/" a='/>'>
        <Contents><Key>a&amp;b &lt;&#233;&#x1F600;&gt; &quot;&apos;</Key><Size>12</Size></Contents>
        <Contents><Key><![CDATA[<raw>&amp;]]></Key></Contents><Empty/>
      </s3:ListBucketResult>
      """
    let root = try #require(ListingXML(Array(text.utf8)))
    #expect(root.name == "ListBucketResult")
    #expect(root.all("Contents").map { $0["Key"]?.text } == ["a&b <é😀> \"'", "<raw>&amp;"])
    #expect(root["Contents"]?["Size"]?.text == "12")
    #expect(root["Empty"]?.text == "")
  }

  @Test(arguments: [
    "", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a>&unknown;</a>", "<a>&#xD800;</a>", "<a>&#-5;</a>", "x<a/>",
    "<a", "<a b='>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a><!ELEMENT b></a>", "< a/>", "<1/>",
    String(repeating: "<a>", count: 100_000),
  ])
  func brokenOrDangerousXMLIsNone(text: String) { #expect(ListingXML(Array(text.utf8)) == nil) }

  /// Python's parser reads damaged listings, too: what it takes and what it says is the same, but for what is refused here.
  @Test(.enabled(if: ProjectPaths.python != nil)) func damagedXMLIsReadAsPythonReadsIt() throws {
    let listing = """
      <ListBucketResult><Name>b</Name><Contents><Key>a&amp;b/c.txt</Key><Size>1</Size></Contents>
      <Contents><Key>d.txt</Key><Size>22</Size></Contents><CommonPrefixes><Prefix>e/</Prefix></CommonPrefixes></ListBucketResult>
      """
    var mutator = Mutator(seed: 7)
    var texts: [String] = []
    while texts.count < 4_000 {
      let text = String(decoding: mutator.damage(Data(listing.utf8)), as: UTF8.self)
      if !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0.value > 0x7E }) {
        texts.append(text)
      }
    }
    let script = """
      import json, sys, xml.etree.ElementTree as E
      def flat(e): return [e.tag.split('}')[-1].split(':')[-1], [flat(c) for c in e]]
      for t in json.load(sys.stdin):
          try: print(json.dumps(flat(E.fromstring(t)), separators=(',', ':')))
          except E.ParseError: print('none')
      """
    let input = try JSONEncoder().encode(texts)
    let theirs = try Run.python(["-c", script], input: input).stdout.split(separator: "\n").map(String.init)
    try #require(theirs.count == texts.count)
    func flat(_ element: ListingXML) -> String {
      "[\"\(element.name)\",[\(element.children.map(flat).joined(separator: ","))]]"
    }
    var read = 0
    for (text, answer) in zip(texts, theirs) where answer != "none" {
      read += 1
      #expect(ListingXML(Array(text.utf8)).map(flat) == answer, "\(text)")
    }
    #expect(read > 20)
  }

  @Test(arguments: [
    (#"<https://h/x?cursor=a%3D>; rel="next""#, "https://h/x?cursor=a%3D"),
    (#"<https://h/1>; rel="prev", <https://h/2,3>; rel=next"#, "https://h/2,3"),
    (#"<https://h/1>; title="a"; rel="next""#, "https://h/1"),
    (#"<https://h/1>; rel="last""#, nil), ("", nil), ("<", nil), ("<a", nil), ("<a>", nil),
  ])
  func linkTargets(header: String, target: String?) {
    #expect(LinkHeader.target(of: "next", in: header) == target)
  }
}
