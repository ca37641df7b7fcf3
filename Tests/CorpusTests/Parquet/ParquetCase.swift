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
  private let captions: [[Cell]]?

  private enum Cell: Decodable {
    case number(Int)
    case text(String)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .text(text)
      } else {
        self = .number(try value.decode(Int.self))
      }
    }
  }

  /// The captions, empty ones left out.
  var expected: [ParquetCaptions.Caption] {
    (captions ?? []).compactMap {
      guard case .number(let record) = $0[0], case .text(let role) = $0[1], case .text(let text) = $0[2]
      else {
        return nil
      }
      return ParquetCaptions.Caption(record: record, role: role, text: text)
    }
  }

  /// The fields, of which one name may stand for several of a record: `human:a assistant:b`.
  var textFields: [String] { fields.flatMap { $0.split(separator: " ").map(String.init) } }

  /// Runs one of the scripts, once for all its files.
  static func made(by script: String, _ arguments: String..., in folder: TemporaryFolder) throws
    -> [ParquetCase]
  {
    let path = ProjectPaths.root.appending(path: "Tests/Fixtures/parquet/\(script)").path
    let run = try Run.python([path, folder.url.path] + arguments)
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode(
      [ParquetCase].self, from: Data(contentsOf: folder.url.appending(path: "cases.json")))
  }

  /// Reads the file in every way that must make no difference, and says what is wrong; nil where nothing is.
  func fault(_ bytes: MemoryBytes, thorough: Bool = true) -> String? {
    do {
      let found = try ParquetCaptions(bytes, options: ReadingOptions(fields: textFields))
      if let error { return "no error, but it should say: \(error)" }
      if found.records != records { return "\(found.records) records of \(records ?? 0)" }
      if found.excluded != excluded ?? 0 { return "\(found.excluded) records left out of \(excluded ?? 0)" }
      let expected = expected
      if found.captions != expected {
        let first = zip(found.captions, expected).first { $0 != $1 }
        return
          "\(found.captions.count) captions of \(expected.count), first difference \(String(describing: first))"
      }
      if !thorough { return nil }
      // Captions merged by their dictionary, every row group taken as too large to hold, blocks of a page each.
      let tiny = ParquetContext.Sizes(block: 1, smallRowGroup: 0)
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
