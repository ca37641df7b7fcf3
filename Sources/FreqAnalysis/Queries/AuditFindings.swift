import Corpus
import GRDB

/// How many of a class's mentions are the class, as far as a person judged.
public struct Precision: Sendable, Hashable {
  /// The mentions that were judged.
  public var judged: Int
  /// Those of them that are the class.
  public var right: Int

  /// Makes a precision.
  public init(judged: Int, right: Int) {
    self.judged = judged
    self.right = right
  }

  /// The share of right ones; nil where none was judged.
  public var value: Double? { judged > 0 ? Double(right) / Double(judged) : nil }
  /// Wilson's interval at 95 %, which takes the sample as a small part of all mentions; nil where none was judged.
  public var interval: Interval? { Wilson.interval(correct: right, total: judged).value }
  /// The mentions that are the class, were the share the same among all.
  public func corrected(_ mentions: Int) -> Double? { value.map { $0 * Double(mentions) } }
  /// The exact interval at 95 % of the mentions that are the class: the judged ones are known, and only the rest is not. nil where
  /// none was judged, or more than there are.
  func correctedInterval(_ mentions: Int) -> Interval? {
    Hypergeometric.interval(hits: right, drawn: judged, population: mentions).value
  }
}

/// The precisions of what a selection shows, for each of its groups: only from samples that were drawn from just the
/// same corpora and roles by the same rule set, with the same shards.
public struct AuditFindings: Sendable {
  /// For each group's label the precisions by class index.
  private var groups: [[UInt8]: [Int: Precision]] = [:]
  /// What a person should know, as sentences.
  public private(set) var notes: [String] = []
  /// Whether nothing of the selection was judged, so that a sample would have to be drawn first.
  public fileprivate(set) var isUnjudged = false

  /// The precision of a class in a group; in the only one where nothing is split.
  public func precision(of classIndex: Int, group: String?) -> Precision? {
    groups[Array((group ?? "").utf8)]?[classIndex]
  }

  /// Whether no class of any group has one.
  public var isEmpty: Bool { groups.values.allSatisfy(\.isEmpty) }

  fileprivate init() {}

  fileprivate mutating func add(_ precisions: [Int: Precision], group: String) {
    groups[Array(group.utf8)] = precisions
  }

  fileprivate mutating func note(_ sentence: String) {
    if !notes.contains(sentence) { notes.append(sentence) }
  }
}

extension CountStore {
  /// Finds the precisions of what a selection shows.
  ///
  /// - Parameter selection: What was resolved, for the grouping `pooled`, `corpus`, `stage` or `role`.
  /// - Returns: The precisions, none where nothing was judged, with notes on samples that do not fit.
  /// - Throws: `StoreError`, where the file cannot be read.
  /// - Complexity: O(*n*) in the shards' digests where the rule set has samples, else nothing.
  public func auditFindings(_ selection: ResolvedSelection) throws -> AuditFindings {
    try read { database in
      var findings = AuditFindings()
      guard try database.hasAudits() else { return findings }
      let layout = try layout(of: selection.classSet.id, in: database)
      for (label, part) in Self.groups(of: selection) {
        guard let scope = try AuditScope(of: part, in: database) else { continue }
        let (precisions, note) = try scope.precisions(in: database, layout: layout)
        findings.add(precisions, group: label)
        if let note { findings.note(note) }
      }
      if findings.isEmpty, findings.notes.isEmpty {
        findings.isUnjudged = true
      }
      return findings
    }
  }

  /// The parts of a selection that its groups are, by label.
  private static func groups(of selection: ResolvedSelection) -> [(label: String, part: ResolvedSelection)] {
    func parts(_ label: (ResolvedSelection.Pool) -> String) -> [(String, ResolvedSelection)] {
      var seen: Set<[UInt8]> = []
      return selection.pools.map(label).filter { seen.insert(Array($0.utf8)).inserted }.map { name in
        var part = selection
        part.pools = selection.pools.filter { label($0).utf8.elementsEqual(name.utf8) }
        return (name, part)
      }
    }
    switch selection.grouping {
    case .corpus: return parts(\.corpus.name)
    case .stage: return parts(\.corpus.stage)
    case .role:
      return Role.allCases.filter(selection.roles.contains).map { role in
        var part = selection
        part.roles = [role]
        return (role.name, part)
      }
    case .pooled, .shard, .term: return [("", selection)]
    }
  }
}

extension Table {
  /// What was judged of a sample, one row a class of it: `class_index,class,drawn,judged,precision,…`.
  public static func precisions(of mentions: [AuditMention], classNames: [String]) -> Table {
    Table(
      columns: [
        .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("drawn", .integer),
        .init("judged", .integer), .init("precision", .real), .init("precision_low", .real, heading: "low"),
        .init("precision_high", .real, heading: "high"),
      ],
      rows: Dictionary(grouping: mentions, by: \.classIndex).sorted { $0.key < $1.key }.map { index, own in
        let answers = own.compactMap(\.isClass)
        let precision = Precision(judged: answers.count, right: answers.count { $0 })
        return [
          .integer(index), .text(index < classNames.count ? classNames[index] : ""), .integer(own.count),
          .integer(answers.count), .init(precision.value), .init(precision.interval?.low),
          .init(precision.interval?.high),
        ]
      })
  }

  /// Samples: `sample,class_set,rule_set,corpora,roles,seed,mentions,judged`.
  public static func audits(_ audits: [StoredAudit]) -> Table {
    Table(
      columns: [
        .init("sample", .text), .init("class_set", .text), .init("rule_set", .text), .init("corpora", .text),
        .init("roles", .text, isDetail: true), .init("seed", .text, isDetail: true),
        .init("mentions", .integer),
        .init("judged", .integer),
      ],
      rows: audits.map { audit in
        [
          .text(audit.name), .text(audit.classSet), .text(audit.rulesName),
          .text(audit.corpora.joined(separator: "+")), .text(audit.roles), .text(audit.seed),
          .integer(audit.mentions), .integer(audit.judged),
        ]
      })
  }

  /// The table with what was judged beside its counts: how many mentions, the share that is the class with Wilson's
  /// interval, and the mentions that are the class were it the same among all. `group` names the column of the groups'
  /// labels; nil where nothing is split.
  public func with(_ findings: AuditFindings, group: String? = nil) -> Table {
    func place(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
    let (index, mentions, label) = (place("class_index"), place("mentions"), group.flatMap(place))
    var table = Table(
      columns: columns + [
        .init("judged", .integer), .init("precision", .real), .init("precision_low", .real, heading: "low"),
        .init("precision_high", .real, heading: "high"),
        .init("corrected_mentions", .real, heading: "corrected"),
        .init("corrected_low", .real, heading: "low", isDetail: true),
        .init("corrected_high", .real, heading: "high", isDetail: true),
      ])
    for row in rows {
      var found: Precision?
      if let index, case .integer(let classIndex) = row[index] {
        var name: String?
        if let label, case .text(let text) = row[label] { name = text }
        found = findings.precision(of: classIndex, group: name)
      }
      var corrected: Double?
      var range: Interval?
      if let mentions, case .integer(let count) = row[mentions] {
        corrected = found?.corrected(count)
        range = found?.correctedInterval(count)
      }
      table.append(
        row + [
          .init(found?.judged), .init(found?.value), .init(found?.interval?.low),
          .init(found?.interval?.high),
          .init(corrected), .init(range?.low), .init(range?.high),
        ])
    }
    return table
  }
}
