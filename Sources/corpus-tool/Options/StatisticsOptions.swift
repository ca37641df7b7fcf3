import ArgumentParser
import FreqAnalysis

/// How the full statistics are computed: `--control`, `--bins`, `--resamples`, `--seed`.
struct StatisticsOptions: ParsableArguments {
  @Option(
    name: .customLong("control"),
    help: ArgumentHelp(
      "Control for this: name-length, name-words, model=NAME (its accuracy), corpus=NAME (its frequency), or "
        + "file=CSV (class and a number); can be repeated.", valueName: "what"))
  var controls: [Control] = []

  @Option(
    help: ArgumentHelp("paper, equal:N, or edges such as 0,1,10,100 (default: paper).", valueName: "bins"))
  var bins: BinChoice?

  @Option(
    help: ArgumentHelp(
      "Resamples of each bootstrap and permutation test (default: 9999, or fewer where they would take over a "
        + "minute).", valueName: "n"))
  var resamples: Int?

  @Option(help: ArgumentHelp("Random seed (default: 1).", valueName: "n"))
  var seed: UInt64?

  /// The files that are read.
  var files: [String] {
    controls.compactMap { if case .file(let path) = $0 { path } else { nil } }
  }

  func validate() throws {
    if let resamples, !(1...1_000_000).contains(resamples) {
      throw ValidationError("--resamples must be from 1 to 1,000,000")
    }
  }

  /// Throws where an option was given that the command will not look at; `resamples`: it resamples all the same.
  func refuse(without flag: String, beside resamples: Bool = false) throws {
    let unused = [
      ("--bins", bins != nil), ("--resamples", self.resamples != nil && !resamples),
      ("--seed", seed != nil && !resamples),
    ]
    if let option = unused.first(where: \.1)?.0 {
      throw ValidationError("\(option) applies only to \(flag)")
    }
  }

  /// The question about some points.
  func query(_ points: PointQuery) -> ReportQuery {
    var query = ReportQuery(
      points, controls: controls, bins: bins ?? .paper,
      resampling: Resampling(seed: seed ?? 1, resamples: resamples ?? 9_999))
    query.mayResampleLess = resamples == nil
    return query
  }
}

extension Control: ExpressibleByArgument {
  /// Reads a control as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension BinChoice: ExpressibleByArgument {
  /// Reads bins as they stand on the command line.
  public init?(argument: String) { self.init(argument) }
}
