import Foundation
import TestSupport

@testable import Corpus

/// One corpus and the shards that Python made of it.
struct LaidOutCorpus {
  /// A corpus that is to be laid out.
  struct Job: Encodable {
    var name: String
    var seed: UInt64
    var captions: [String]
    /// Those wanted; nil: all.
    var layouts: [String]?
  }

  /// A shard and what is in it.
  struct Shard: Decodable {
    var file: String
    var layout: String
    var records: Int
    /// For each caption of the corpus the first letter of its role; `-` where the layout cannot hold it.
    fileprivate var roles: String
    /// For each caption of the corpus its record, from 1.
    var places: [Int]

    /// The captions of the corpus that the shard holds, with their roles, in order.
    var held: [(index: Int, role: Role)] {
      roles.utf8.enumerated().compactMap { index, letter in
        Self.roles[letter].map { (index, $0) }
      }
    }

    private static let roles = Dictionary(
      uniqueKeysWithValues: Role.allCases.map { ($0.name.utf8.first ?? 0, $0) })
  }

  private struct Made: Decodable {
    var name: String
    var plain: [String]
    var unescaped: [String]
    var shards: [Shard]
  }

  let job: Job
  let folder: TemporaryFolder
  /// The captions without placeholders, by Python's regular expressions; empty ones are no captions.
  let plain: [String]
  /// The same with their HTML unescaped, by Python.
  let unescaped: [String]
  let shards: [Shard]

  /// The captions as a reading rule has them.
  func texts(unescapesHTML: Bool) -> [String] { unescapesHTML ? unescaped : plain }

  /// Where a shard is.
  func name(of shard: Shard) -> ShardName { .file(path: folder.path(shard.file)) }

  /// Lays corpora out in one run of Python.
  static func make(_ jobs: [Job]) throws -> [LaidOutCorpus] {
    let folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Tests/Fixtures/layouts/write_corpora.py").path
    let run = try Run.python([script, folder.url.path], input: JSONEncoder().encode(jobs))
    guard run.status == 0 else { throw Failure(description: "write_corpora.py: \(run.stderr)") }
    let made = try JSONDecoder().decode(
      [Made].self, from: Data(contentsOf: folder.url.appending(path: "made.json")))
    return zip(jobs, made).map { job, made in
      LaidOutCorpus(
        job: job, folder: folder, plain: made.plain, unescaped: made.unescaped, shards: made.shards)
    }
  }

  struct Failure: Error, CustomStringConvertible { var description: String }
}
