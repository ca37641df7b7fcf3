import Foundation
import TestSupport
import Testing

@testable import Corpus

/// A Parquet file and what it must give, as the scripts in `Fixtures/parquet` write them.
struct ParquetCase: Decodable {
  let file: String
  let fields: [String]
  let records: Int?
  let excluded: Int?
  let error: String?
  private let captions: [Row]?
  /// The captions as one text, `record role text` and U+001E each, where there are many cases.
  private let joined: String?

  /// A caption as `[record, role, text]`.
  private struct Row: Decodable {
    let caption: ParquetCaptions.Caption

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      caption = ParquetCaptions.Caption(
        record: try row.decode(Int.self), role: try row.decode(String.self), text: try row.decode(String.self)
      )
    }
  }

  /// The captions, empty ones left out.
  var expected: [ParquetCaptions.Caption] { (captions ?? []).map(\.caption) }

  /// The fields, of which one name may stand for several of a record: `human:a assistant:b`.
  var textFields: [String] { fields.flatMap { $0.split(separator: " ").map(String.init) } }

  /// Runs one of the scripts, once for all its files.
  static func made(
    by script: String, of fixtures: String = "parquet", _ arguments: String..., in folder: TemporaryFolder
  ) throws -> [ParquetCase] {
    let path = ProjectPaths.root.appending(path: "Tests/Fixtures/\(fixtures)/\(script)").path
    let run = try Run.python([path, folder.url.path] + arguments)
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode(
      [ParquetCase].self, from: Data(contentsOf: folder.url.appending(path: "cases.json")))
  }

  func difference(of found: [ParquetCaptions.Caption]) -> String? {
    if let joined {
      var text = ""
      for caption in found { text += "\(caption.record) \(caption.role) \(caption.text)\u{1E}" }
      if text.utf8.elementsEqual(joined.utf8) { return nil }
      let (ours, theirs) = (text.split(separator: "\u{1E}"), joined.split(separator: "\u{1E}"))
      let first = zip(ours, theirs).first { $0 != $1 }
      return "\(ours.count) captions of \(theirs.count), first difference \(String(describing: first))"
    }
    let expected = expected
    if found == expected { return nil }
    let first = zip(found, expected).first { $0 != $1 }
    return "\(found.count) captions of \(expected.count), first difference \(String(describing: first))"
  }

  /// Reads the file in every way that must make no difference, and says what is wrong; nil where nothing is.
  func fault(_ bytes: MemoryBytes, thorough: Bool = true) -> String? {
    do {
      let found = try ParquetCaptions(bytes, options: ReadingOptions(fields: textFields))
      if let error { return "no error, but it should say: \(error)" }
      if found.records != records { return "\(found.records) records of \(records ?? 0)" }
      if found.excluded != excluded ?? 0 { return "\(found.excluded) records left out of \(excluded ?? 0)" }
      if let difference = difference(of: found.captions) { return difference }
      if !thorough { return nil }
      // Captions merged by their dictionary, every row group taken as too large to hold, blocks of a page each, the
      // footer read byte by byte where values end.
      let tiny = ParquetContext.Sizes(block: 1, smallRowGroup: 0, footerWindow: 1)
      let merged = try ParquetCaptions(
        bytes, options: ReadingOptions(fields: textFields, keepsOrder: false), sizes: tiny)
      if merged.tally != found.tally || merged.records != found.records || merged.excluded != found.excluded {
        return "captions differ where they are merged"
      }
      if merged.digest != found.digest { return "the digest depends on how the file is read" }
      return nil
    } catch {
      guard let expected = self.error else { return "\(error)" }
      let sentence = "\(error)"
      return sentence.contains(expected) ? nil : "it says: \(sentence); it should say: \(expected)"
    }
  }
}
