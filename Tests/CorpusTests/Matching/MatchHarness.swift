@testable import Corpus

extension ClassSet {
  /// A class set of terms alone; each class is named by its first.
  init(terms: [[String]]) {
    self.init(
      name: "test",
      classes: terms.map { terms in
        Class(
          name: terms[0],
          terms: terms.enumerated().map { Term($1, kind: $0 == 0 ? .name : .alias) })
      })
  }
}

/// Counts captions as a worker does, without any shard.
struct MatchHarness {
  let plan: MatchPlan
  let kernels: WordKernels

  init(_ plan: MatchPlan, kernels: WordKernels = .best) {
    self.plan = plan
    self.kernels = kernels
  }

  func tally(
    _ captions: [String], role: Role = .caption, weight: Int = 1, counterLimit: UInt32 = .max
  ) throws -> Tally {
    try tally(batches: [captions], role: role, weight: weight, counterLimit: counterLimit)
  }

  /// Counts batch by batch with one matcher.
  func tally(
    batches: [[String]], role: Role = .caption, weight: Int = 1, counterLimit: UInt32 = .max
  ) throws -> Tally {
    let tally = Tally(plan, counterLimit: counterLimit)
    let matcher = Matcher(plan, kernels: kernels)
    let batch = CaptionBatch { batch in
      tally.begin(batch)
      var sink = CountingSink(tally)
      matcher.match(batch, into: &sink)
    }
    for captions in batches {
      for caption in captions {
        batch.beginRecord()
        var caption = caption
        try caption.withUTF8 { try batch.append(UnsafeRawBufferPointer($0), role: role, weight: weight) }
      }
      try batch.flush()
    }
    return tally
  }

  /// Mentions and captions of each class of all sets.
  func counts(_ captions: [String]) throws -> [[Int]] {
    let tally = try tally(captions)
    return (0..<plan.slotCount).map { [tally[.caption, $0].mentions, tally[.caption, $0].captions] }
  }

  /// Mentions of each class and of each term in one text, in the slow model's form.
  func mentions(in text: String) throws -> SlowModel.Answer {
    let tally = try tally([text])
    var terms: [Int] = []
    var term = 0
    for (slot, entry) in plan.classSets.flatMap(\.classes).enumerated() {
      for _ in entry.terms {
        terms.append(
          entry.terms.count > 1
            ? tally[.caption, plan.slotCount + term].mentions : tally[.caption, slot].mentions)
        term += 1
      }
    }
    return SlowModel.Answer(classes: (0..<plan.slotCount).map { tally[.caption, $0].mentions }, terms: terms)
  }
}
