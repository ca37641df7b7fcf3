import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The real data sets that the tool has to read: each has a fixture of its shape.
@Suite struct DataSetTests {
  @Test func everyFixtureIsThere() throws {
    let shapes = Set((shapeCases + dataSetShapes).map(\.name))
    func text(_ path: String) throws -> String {
      try String(contentsOf: ProjectPaths.root.appending(path: path), encoding: .utf8)
    }
    let parquet = try text("Tests/Fixtures/parquet/by_shape.py")
    let archives = try text("Tests/Fixtures/archives/by_python.py")
    for (row, fixtures) in DataSetRow.fixtures {
      #expect(!fixtures.isEmpty)
      for fixture in fixtures {
        switch fixture {
        case .shape(let name): #expect(shapes.contains(name), "\(row): \(name)")
        case .parquet(let name): #expect(parquet.contains("case(\"\(name)\""), "\(row): \(name)")
        case .archive(let name):
          #expect(archives.contains("put(\"\(name)\"") || name == "samples_pax.tar", "\(row): \(name)")
        case .names: break
        }
      }
    }
  }

  @Test(.enabled(if: ProjectPaths.shared != nil, "needs the shared list of data sets"))
  func everyRowOfTheListHasOne() throws {
    let list = try String(contentsOf: ProjectPaths.sharedFile("SCHEMAS.md"), encoding: .utf8)
    let rows = list.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2).map {
      $0.dropFirst(2).prefix { $0 != "|" }.trimmingCharacters(in: .whitespaces)
    }
    #expect(rows.count == DataSetRow.fixtures.count)
    for row in rows {
      #expect(DataSetRow.fixtures.contains { row.hasPrefix($0.row) }, "\(row)")
    }
  }

  /// Lists beside the captions that look like them but have none.
  @Test(arguments: [
    // CC12M's list of digests.
    "http://x.org/1.jpg\t\(String(repeating: "0a", count: 32))\t\(String(repeating: "1b", count: 16))\n",
    // YFCC15M's list of its photos.
    "0\t6985418911\t4e2f7a26a1dfbf165a7e30bdabf7e72a\n1\t6137696\t5dee8cf6f2b0c9a8e4f6a7c8e0b1f2aa\n",
  ])
  func listsWithoutTextAreRefused(text: String) {
    let reading = ShardReading(text, options: ReadingOptions())
    guard case .noTextField? = reading.fault?.reason else {
      Issue.record("\(String(describing: reading.fault)) \(reading.captions)")
      return
    }
  }

  /// Folders with brackets and commas, copies that a hub made, sidecars, and a mixture's names.
  @Test func namesOfTheRealFiles() throws {
    let folder = try TemporaryFolder()
    let config = "LLaVA-OneVision-Data/aokvqa(cauldron,llava_format)"
    for name in [
      "\(config)/train-00000-of-00014.parquet", "\(config)/train-00001-of-00014.parquet",
      "LLaVA-OneVision-Data/refs/convert/parquet/aokvqa/train/0000.parquet",
      "blip_laion_cc_sbu_558k.json", "blip_laion_cc_sbu_558k_meta.json",
      "i2d/00000.tar", "i2d/00000.parquet", "i2d/00000_stats.json", "i2d/00001.tar",
    ] { try folder.write(name, "x") }
    func kept(_ words: String...) throws -> [String] {
      let root = folder.url.path + "/"
      return ShardSiblings(try ShardExpansion(words.map { root + $0 }).shards).kept.map {
        String($0.description.dropFirst(root.count))
      }
    }
    let both = ["\(config)/train-00000-of-00014.parquet", "\(config)/train-00001-of-00014.parquet"]
    #expect(try kept("LLaVA-OneVision-Data") == both)
    #expect(try kept("\(config)/*.parquet") == both)
    #expect(try kept("LLaVA-OneVision-Data/aokvqa*/train-*") == both)
    #expect(try kept(config) == both)
    #expect(try kept("blip_laion_cc_sbu_558k{,_meta}.json") == ["blip_laion_cc_sbu_558k.json"])
    #expect(try kept("i2d") == ["i2d/00000.parquet", "i2d/00001.tar"])
    #expect(try kept("i2d/{00000..00001}.tar") == ["i2d/00000.tar", "i2d/00001.tar"])
  }
}
