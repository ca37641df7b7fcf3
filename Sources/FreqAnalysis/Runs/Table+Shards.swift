import Corpus

extension Table {
  /// What a run does with each shard: `shard`, `action`, and `of`, the shard that is read in its place.
  public static func steps(of plan: IndexPlan) -> Table {
    let missing = Set(plan.missing)
    return Table(
      columns: [Column("shard", .text), Column("action", .text), Column("of", .text)],
      rows: plan.steps.map { step in
        var kept: String?
        if case .sibling(let shard) = step.action { kept = shard.description }
        return [
          .text(step.shard.description), .text(missing.contains(step.shard) ? "missing" : step.action.name),
          Value(kept),
        ]
      })
  }

  /// The shards that a run reads: `shard`, and the `bytes` of its file where it has one.
  public static func shardsToRead(_ plan: IndexPlan) -> Table {
    Table(
      columns: [Column("shard", .text), Column("bytes", .integer)],
      rows: plan.steps.filter { $0.action == .read }.map { step in
        [.text(step.shard.listLine), Value(step.size)]
      })
  }
}
