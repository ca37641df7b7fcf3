import ArgumentParser
import FreqAnalysis

/// How often the model saw each corpus: `--weight`, `--mixture`.
struct ExposureOptions: ParsableArguments {
  @Option(
    name: .customLong("weight"),
    help: ArgumentHelp(
      "Weight of a corpus: epochs times the share that was used; can be repeated.", valueName: "corpus=w"))
  var weights: [String] = []

  @Option(
    help: ArgumentHelp(
      "A LLaVA-NeXT mixture: YAML with json_path and sampling_strategy; weights each corpus by the share of "
        + "its records that was used.", valueName: "file.yaml"))
  var mixture: String?

  /// Whether corpora are weighted at all.
  var isGiven: Bool { !weights.isEmpty || mixture != nil }

  /// The files that are read.
  var files: [String] { mixture.map { [$0] } ?? [] }

  func validate() throws {
    do { _ = try Exposure(parsing: weights) } catch let error as ExposureError {
      throw ValidationError("\(error)")
    }
  }

  /// The weights, with those of the mixture's file; tells what a person should know of it.
  func exposure(for selection: Selection, in store: CountStore) throws -> Exposure {
    let given = try Exposure(parsing: weights)
    guard let mixture else { return given }
    let reading = try Mixture(path: mixture).reading(
      of: store.resolve(selection).pools, in: store, known: given)
    for sentence in reading.told { Messages.note(sentence) }
    return given.times(reading.exposure)
  }
}
