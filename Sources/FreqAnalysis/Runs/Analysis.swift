import Corpus
import Foundation

/// The main job in one go: classes, accuracies and shards in; a folder with a database, points, bins and a summary out.
///
/// All inputs but the shards are read before anything is written. A second analysis into the same folder reads only
/// shards that are new, and reports the counts of its own rule set alone.
public struct Analysis: Sendable {
  /// What is to be analysed.
  public struct Inputs: Sendable {
    /// The class list's file.
    public var classes: String
    /// Files of accuracies or predictions; a model is named by its file's stem, or in the file.
    public var accuracies: [String]
    /// The options with which the accuracy files are read.
    public var accuracyOptions = AccuracyFile.Options()
    /// Shards of the corpus `pretrain`.
    public var pretrain: [ShardName] = []
    /// Shards of the corpus `instruct`.
    public var instruct: [ShardName] = []
    /// How shards are read and matched.
    public var counting: IndexRun.Options
    /// The roles to look at; nil: supervised.
    public var roles: Set<Role>?
    /// The quantity that is counted.
    public var measure = Selection.Measure.captions
    /// Whether files of the folder that are no earlier results are written over.
    public var replaces = false
    /// The folder that takes the results.
    public var folder: String

    /// Makes inputs without shards.
    public init(classes: String, accuracies: [String], counting: IndexRun.Options, folder: String) {
      self.classes = classes
      self.accuracies = accuracies
      self.counting = counting
      self.folder = folder
    }

    /// The files that are read.
    var files: [String] {
      var files: [String] = [classes]
      files += accuracies
      if let labels = accuracyOptions.predictions.labels { files.append(labels) }
      for case .file(let path) in pretrain + instruct { files.append(path) }
      return files
    }

    /// The database in the folder.
    public var database: String { file("corpus.sqlite") }

    /// A file of the folder.
    func file(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }
  }

  /// The shards of one corpus and the run that counts them.
  public struct Part: Sendable {
    /// The run.
    public var run: IndexRun
    /// The shards.
    public var shards: [ShardName]
  }

  /// The runs to make, pretraining first.
  public let parts: [Part]
  /// What is to be told about the class list and the accuracies.
  public let notes: [Note]
  private let inputs: Inputs
  private let policy: OutputPolicy
  private let store: CountStore
  private let selection: Selection

  /// Reads class list and accuracies, and makes the folder and its database.
  ///
  /// Throws `InputError`, `StoreError`, `OutputFileError`, `OutputFolderError`, or `AnalysisError`.
  public init(_ inputs: Inputs) throws {
    self.inputs = inputs
    let database = inputs.database
    // Nobody named it, so that a link there is not the user's way to say where it is.
    try OutputFile(database, OutputPolicy(replaces: true)).check()
    policy = OutputPolicy(database: database, inputs: inputs.files, replaces: inputs.replaces)
    for name in ["points.csv", "binned.csv", "summary.json"] {
      try OutputFile(inputs.file(name), policy).check()
    }
    let known =
      FileManager.default.fileExists(atPath: database) ? try CountStore(path: database, mode: .create) : nil
    let chosen = try ChosenClassSet(nameOrFile: inputs.classes, in: known)
    let files = try inputs.accuracies.map {
      try AccuracyFile(path: $0, classSet: chosen.classSet, options: inputs.accuracyOptions)
    }
    var models: [String] = []
    for name in files.flatMap(\.models).map(\.model) {
      guard !models.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
        throw AnalysisError.sameModel(name)
      }
      models.append(name)
    }

    try OutputFolder.make(inputs.folder)
    store = try known ?? CountStore(path: database, mode: .create)
    let stored = try chosen.register(in: store).stored
    var replaced: [String] = []
    for (file, path) in zip(files, inputs.accuracies) {
      let added = try store.addAccuracies(file, of: stored, source: path, replace: true)
      replaced += added.filter { $0.done == .replaced }.map(\.model)
    }
    notes =
      chosen.notes + files.flatMap(\.notes) + [Note(.replacedModels, replaced)].filter { !$0.isEmptyList }
    let corpora = [("pretrain", inputs.pretrain), ("instruct", inputs.instruct)].filter { !$0.1.isEmpty }
    parts = try corpora.map { [store] name, shards in
      Part(
        run: try IndexRun(
          store: store, classSets: [chosen], options: inputs.counting, corpus: name, stage: name),
        shards: shards)
    }
    let rules = RuleSet(
      classSet: chosen.classSet, matching: inputs.counting.matching, overlap: inputs.counting.overlap)
    selection = Selection(
      classSet: .named(stored.name), corpora: corpora.map(\.0), roles: inputs.roles,
      rules: [rules.digest.hex],
      models: models, measure: inputs.measure)
  }

  /// What an analysis found.
  public struct Findings: Sendable {
    /// The coefficients of each model: each stage on its own, then all.
    public var correlations: [FrequencyCorrelation]
    /// What a person should know.
    public var notes: [SelectionNote]
    /// What stands beside the bins that were written: a sentence a model with the coefficient of its classes.
    public var bins: [String]
    /// The files that were written.
    public var files: [String]
  }

  /// Computes the coefficients from all that is counted, and writes points.csv, binned.csv and summary.json.
  ///
  /// - Parameters:
  ///   - summaries: What the runs counted.
  ///   - command: The command line, for the summary.
  /// - Returns: What was found and written.
  /// - Throws: `StoreError` where nothing was counted, `OutputFileError`.
  public func finish(_ summaries: [IndexSummary], command: [String]) throws -> Findings {
    let pooled = try PointQuery(selection: selection, usesOwnCorpora: true).ask(store)
    let correlations = try PointQuery(selection: selection, split: .eachStage, usesOwnCorpora: true)
      .ask(store).correlations
    let provenance = try Provenance(
      of: pooled.resolved, in: store, toolVersion: inputs.counting.toolVersion, command: command)
    let summary: JSONValue = [
      "made_from": provenance.json, "correlations": JSONValue(.correlations(correlations)),
      "runs": .list(summaries.map(\.json)),
    ]
    let binned = try Table.binned(pooled.series, measure: inputs.measure).get()
    let points = Table.points(pooled.series)
    let files: [(name: String, text: String)] = [
      ("points.csv", CSVText(points).text), ("binned.csv", CSVText(binned).text),
      ("summary.json", JSONText(summary).text),
    ]
    for (name, text) in files { try OutputFile(inputs.file(name), policy).write(text) }
    var notes: [SelectionNote] = []
    for part in parts {
      let earlier = try store.shardsBeside(part.shards, in: part.run.target)
      if earlier > 0 { notes.append(.earlierShards(corpus: part.run.target.corpus, count: earlier)) }
    }
    return Findings(
      correlations: correlations, notes: notes + pooled.notes, bins: BinnedCurve.sentences(pooled.known),
      files: (["corpus.sqlite"] + files.map(\.name)).map(inputs.file))
  }
}

/// Why an analysis cannot begin.
public enum AnalysisError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Two accuracy files are of the same model.
  case sameModel(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .sameModel(let name):
      "two accuracy files give the model `\(name)`; a model is named after its file, without the extension, so rename one"
    }
  }
}
