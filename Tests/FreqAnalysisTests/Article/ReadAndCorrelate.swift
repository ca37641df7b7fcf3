import Corpus
import FreqAnalysis

func readAndCorrelate(shard: ShardName, classes: [String], accuracies: [Double]) async throws -> String {
  let plan = MatchPlan(
    classSets: [ClassSet(name: "mine", classes: classes.map { ClassSet.Class(name: $0) })])

  // The captions of a shard, and what each mentions.
  for try await caption in ShardCaptions(shard) where caption.role == .caption {
    for mention in plan.mentions(in: caption.text) {
      print(
        "record \(caption.record) mentions \(classes[mention.classIndex]) at byte \(mention.bytes.lowerBound)"
      )
    }
  }

  // The counts of a shard, on all cores and without a database.
  var captions = classes.map { _ in 0.0 }
  try await ShardScan(plan: plan, threads: AvailableCores.count).run([shard]) { outcome in
    for count in try outcome.result.get().counts.sets[0].classes where Role.supervised.contains(count.role) {
      captions[count.index] += Double(count.captions)
    }
  }

  // Whether frequency and accuracy go together.
  let rho = try Spearman.correlation(captions, accuracies).get()
  return "rho = \(rho.coefficient), p = \(try rho.p.get())"
}
