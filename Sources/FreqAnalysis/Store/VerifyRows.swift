import Corpus
import Foundation
import GRDB

extension CountStore {
  /// Checks every file of rows that the database names: it is there, its bytes are those that were written, and its rows add up to
  /// the shard's counts.
  ///
  /// - Returns: How many files were checked, their rows, and what is wrong.
  /// - Throws: `StoreError`.
  public func verifyRows() throws -> (files: Int, rows: Int, problems: [VerifyProblem]) {
    var (files, rows, problems): (Int, Int, [VerifyProblem]) = (0, 0, [])
    for (shard, file) in try rowFiles(shards()) {
      guard let file, problems.count < VerifyReport.limit else { continue }
      files += 1
      rows = try StoredCount.sum(rows, file.rows)
      if let detail = try fault(of: file, shard) {
        problems.append(.rows(shard: shard.label, file: file.path, detail: detail))
      }
    }
    return (files, rows, problems)
  }

  /// The digest of the rule set by which a shard was counted.
  private func ruleSet(of shard: StoredShard) throws -> Digest? {
    try read { database in
      try database.row(
        "SELECT rule_set.digest FROM rule_set JOIN shard ON shard.rule_set = rule_set.id WHERE shard.id = ?",
        [shard.id]
      ).map { try $0.digest(0) }
    }
  }

  /// What is wrong with a file of rows; nil: nothing.
  private func fault(of file: StoredRowFile, _ shard: StoredShard) throws -> String? {
    guard let state = FileState(path: file.path) else { return "the file is missing" }
    guard state.size == file.size else {
      return "the file has \(state.size) bytes; \(file.size) were written"
    }
    let sums: RowSums
    let ruleSet = try ruleSet(of: shard)
    do {
      guard try RowFile.digest(ofFile: file.path) == file.digest else {
        return "the file's bytes are not those that were written"
      }
      sums = try RowSums(of: file, rules: ruleSet)
    } catch let error as ShardError {
      return "\(error.fault)"
    } catch let error as RowsOfOtherRules {
      return "\(error)"
    }
    guard sums.rows == file.rows else { return "the file has \(sums.rows) rows; \(file.rows) were written" }
    let counts = try counts(of: shard)
    for count in counts.classes {
      let sum = sums[count.role, count.index]
      guard sum.captions == count.captions, sum.mentions == count.mentions else {
        return "its rows of class \(count.index), role \(count.role.name), are \(sum.captions) captions and "
          + "\(sum.mentions) mentions; \(count.captions) and \(count.mentions) are counted"
      }
    }
    let counted = counts.classes.reduce(0) { $0 + $1.captions }
    return sums.rows == counted ? nil : "the file has \(sums.rows) rows; \(counted) are counted"
  }
}

/// The rows of a file added up by role and class.
struct RowSums {
  /// What one class has.
  struct Sum: Equatable {
    var captions = 0
    var mentions = 0
  }

  private(set) var rows = 0
  private var sums: [[Sum]] = Array(repeating: [], count: Role.allCases.count)

  /// Reads a file; throws `ShardError`, `RowsOfOtherRules`.
  init(of file: StoredRowFile, rules: Digest?) throws {
    try RowColumns.read(["role", "class_index", "mentions"], of: file, rules: rules) { columns in
      for row in 0..<columns.rows {
        let (role, index) = (Int(columns.role(row).rawValue), Int(columns.integers[1][row]))
        if index >= sums[role].count {
          sums[role] += Array(repeating: Sum(), count: index + 1 - sums[role].count)
        }
        sums[role][index].captions += 1
        sums[role][index].mentions &+= Int(columns.integers[2][row])
      }
      rows += columns.rows
    }
  }

  subscript(role: Role, index: Int) -> Sum {
    let own = sums[Int(role.rawValue)]
    return index < own.count ? own[index] : Sum()
  }
}
