import ArgumentParser
import FreqAnalysis

/// What goes beyond the coefficients of the classes as they are: `--images-per-class`, `--equivalence`, `--cluster`.
struct RefinementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Images that each class was tested on, for models of which this is not known; used to correct for chance.",
      valueName: "n"))
  var imagesPerClass: Int?

  @Option(
    defaultAsFlag: 0.1,
    help: ArgumentHelp(
      "Test whether rho is practically zero: between -margin and margin (without a value: 0.1).",
      valueName: "margin"))
  var equivalence: Double?

  @Option(
    help: ArgumentHelp(
      "Classes that may depend on one another: order (neighbors in the class list), wordnet (relatives), or a CSV "
        + "file of classes and groups.", valueName: "groups"))
  var cluster: ClassGrouping?

  /// The files that are read.
  var files: [String] { cluster?.path.map { [$0] } ?? [] }

  func validate() throws {
    if let imagesPerClass, !(2...1_000_000_000).contains(imagesPerClass) {
      throw ValidationError("--images-per-class must be at least 2")
    }
    if let equivalence, !(equivalence > 0 && equivalence < 1) {
      throw ValidationError("--equivalence takes a margin between 0 and 1")
    }
  }

  /// Whether anything was asked for.
  var isGiven: Bool { imagesPerClass != nil || equivalence != nil || cluster != nil }

  /// What is asked; tells what a person should know of the groups.
  func refinements(for selection: Selection, in store: CountStore) throws -> Refinements {
    guard let cluster else { return Refinements(equivalence: equivalence) }
    let (groups, notes) = try cluster.groups(of: store.load(store.resolve(selection).classSet))
    Messages.notes(notes)
    return Refinements(equivalence: equivalence, groups: groups)
  }
}

extension ClassGrouping: ExpressibleByArgument {
  /// Reads groups as they stand on the command line.
  public init?(argument: String) { self.init(argument) }
}
