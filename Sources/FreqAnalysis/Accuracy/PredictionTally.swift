import Corpus

/// Adds up judged predictions by class; what found no class is counted, and its first names are kept.
struct PredictionTally {
  /// How many different names without a class are kept; a hostile file cannot make the list grow further.
  private static let listLimit = 10_000

  private let classSet: ClassSet
  private let names: NameJoin
  private var correct: [Int]
  private var total: [Int]
  private var matches: [[UInt8]: NameJoin.Match] = [:]
  private var labels: [String] = []
  private var strange = NameList(limit: listLimit)
  private var unlabelled = NameList(limit: listLimit)
  private var byIdentifier = 0
  /// How many predictions have a label that is a class.
  private(set) var known = 0
  /// How many of these are right.
  private(set) var right = 0

  init(classSet: ClassSet) {
    self.classSet = classSet
    names = NameJoin(classSet)
    correct = Array(repeating: 0, count: classSet.classes.count)
    total = correct
  }

  /// Adds a prediction by its label; `isRight` judges it by the label, or by the class's name where the label is an
  /// identifier, which no prediction would hold.
  mutating func add(label: String, isRight: (String) -> Bool) {
    guard let match = match(label) else {
      strange.add(label)
      return
    }
    known += 1
    let judged = match.way == .id ? classSet.classes[match.classes[0]].name : label
    byIdentifier += match.way == .id ? 1 : 0
    let gain = isRight(judged) ? 1 : 0
    right += gain
    for index in match.classes {
      total[index] += 1
      correct[index] += gain
    }
  }

  mutating func addUnlabelled(_ question: String) { unlabelled.add(question) }

  private mutating func match(_ label: String) -> NameJoin.Match? {
    let key = Array(label.utf8)
    if let match = matches[key] { return match }
    guard let match = names.match(label) else { return nil }
    // A class may be written in many ways (`Tench`, `TENCH`); past the limit they are found anew each time.
    if matches.count < Self.listLimit + 2 * classSet.classes.count {
      matches[key] = match
      labels.append(label)
    }
    return match
  }

  /// How the labels, each spelling once, found their classes.
  func join(file: String) throws -> NameJoin.Result {
    var result = NameJoin.Result(matches: [])
    for label in labels {
      guard let match = matches[Array(label.utf8)] else { continue }
      result.matches.append(match)
      switch match.way {
      case .name: result.byName += 1
      case .id: result.byID += 1
      case .alias: result.byAlias += 1
      }
      if match.classes.count > 1 { result.twins.append(label) }
    }
    result.matches += Array(repeating: nil, count: strange.names.count)
    result.namesWithoutClass = strange.names
    result.classesWithoutName = classSet.classes.indices.filter { total[$0] == 0 }
    try names.check(result, file: file)
    result.notes = names.notes(result)
    return result
  }

  var values: [ClassAccuracy] {
    total.indices.filter { total[$0] > 0 }.map { index in
      ClassAccuracy(
        index: index, accuracy: Double(correct[index]) / Double(total[index]), correct: correct[index],
        total: total[index])
    }
  }

  var notes: [Note] {
    var notes: [Note] = []
    if byIdentifier > 0 { notes.append(Note(.identifiersAsLabels(byIdentifier))) }
    if unlabelled.count > 0 { notes.append(Note(.unlabelled(unlabelled.count), unlabelled.names)) }
    if strange.count > 0 { notes.append(Note(.strangeLabels(strange.count))) }
    return notes
  }
}

/// The different names among many, in the order of their first use, up to a limit.
private struct NameList {
  let limit: Int
  private(set) var names: [String] = []
  private(set) var count = 0
  private var seen: Set<[UInt8]> = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ name: String) {
    count += 1
    guard names.count < limit, seen.insert(Array(name.utf8)).inserted else { return }
    names.append(name)
  }
}
