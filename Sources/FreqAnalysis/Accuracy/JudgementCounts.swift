import Corpus

/// Judgements added up by class.
struct JudgementCounts {
  private var correct: [Int]
  private var total: [Int]
  /// How many predictions were judged.
  private(set) var known = 0
  /// How many of them are right.
  private(set) var right = 0
  /// How many contain the label, and in how many its words stand.
  private(set) var contains = 0
  private(set) var hasWords = 0
  /// How many name three or more other classes.
  private(set) var namesMany = 0

  /// Makes zeros for a number of classes.
  init(classes: Int) {
    correct = Array(repeating: 0, count: classes)
    total = correct
  }

  mutating func add(_ judgement: Judgement, of classes: [Int]) {
    known += 1
    right += judgement.isRight ? 1 : 0
    contains += judgement.contains ? 1 : 0
    hasWords += judgement.hasWords ? 1 : 0
    namesMany += judgement.namesMany ? 1 : 0
    for index in classes {
      total[index] += 1
      correct[index] += judgement.isRight ? 1 : 0
    }
  }

  mutating func add(_ other: JudgementCounts) {
    known += other.known
    right += other.right
    contains += other.contains
    hasWords += other.hasWords
    namesMany += other.namesMany
    for index in total.indices {
      total[index] += other.total[index]
      correct[index] += other.correct[index]
    }
  }

  /// Adds judgements that were counted without their classes.
  mutating func add(_ other: JudgementCounts, of classes: [Int]) {
    known += other.known
    right += other.right
    contains += other.contains
    hasWords += other.hasWords
    namesMany += other.namesMany
    for index in classes {
      total[index] += other.known
      correct[index] += other.right
    }
  }

  /// How many predictions a class has.
  func total(of index: Int) -> Int { total[index] }

  /// Correct and total of each class that has predictions, ascending by class.
  var values: [ClassAccuracy] {
    total.indices.filter { total[$0] > 0 }.map { index in
      ClassAccuracy(
        index: index, accuracy: Double(correct[index]) / Double(total[index]), correct: correct[index],
        total: total[index])
    }
  }
}
