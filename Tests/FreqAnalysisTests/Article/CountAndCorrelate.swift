import Corpus
import FreqAnalysis

func countAndCorrelate(
  classes: String, accuracies: String, shards: [String], database: String
) async throws -> [String] {
  // What is looked for.
  let store = try CountStore(path: database, mode: .create)
  let classSet = try ChosenClassSet(nameOrFile: classes, in: store)
  let stored = try classSet.register(in: store).stored

  // How often each class is mentioned. Shards that were counted before are not read again.
  let options = IndexRun.Options(threads: AvailableCores.count, toolVersion: "my-study 1")
  let run = try IndexRun(store: store, classSets: [classSet], options: options, corpus: "captions")
  let summary = try await run.run(run.plan(ShardExpansion(shards).shards))
  guard summary.failed == 0 else { return ["\(summary.failed) shards could not be read"] }

  // How good models are on each class.
  let file = try AccuracyFile(path: accuracies, classSet: classSet.classSet)
  _ = try store.addAccuracies(file, of: stored, source: accuracies)

  // Whether the two go together.
  let answer = try PointQuery(selection: Selection(classSet: .named(stored.name))).ask(store)
  return answer.correlations.map { one in
    switch one.spearman {
    case .success(let rho): "\(one.model): rho = \(rho.coefficient) over \(one.n) classes"
    case .failure(let reason): "\(one.model): rho is undefined, because \(reason)"
    }
  }
}
