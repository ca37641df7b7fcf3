/// What `correlate --full` and `report` ask of a database.
public struct ReportQuery: Sendable {
  /// Counts and accuracies, and which corpora together.
  public var points: PointQuery
  /// What is held fixed in the partial correlations.
  public var controls: [Control]
  /// The bins of the binned curves.
  public var bins: BinChoice
  /// How often points are resampled, and from which seed.
  public var resampling: Resampling
  /// Whether there may be fewer resamples where all of them would take over a minute of one core.
  public var mayResampleLess = false
  /// How many of the most surprising classes of each model are listed.
  public var surprises: Int
  /// What is asked beyond the coefficients of the classes as they are.
  public var refinements: Refinements

  /// Makes a question.
  public init(
    _ points: PointQuery, controls: [Control] = [], bins: BinChoice = .paper,
    resampling: Resampling = Resampling(), surprises: Int = 10, refinements: Refinements = Refinements()
  ) {
    self.refinements = refinements
    self.points = points
    self.controls = controls
    self.bins = bins
    self.resampling = resampling
    self.surprises = surprises
  }

  /// Finds the numbers that are held fixed.
  ///
  /// - Throws: `StoreError`, `InputError`.
  public func covariates(in store: CountStore) throws -> (covariates: [Covariate], notes: [Note]) {
    let found = try controls.map {
      try $0.covariate(for: points.selection, in: store, imagesPerClass: points.imagesPerClass)
    }
    return (found.map(\.covariate), found.flatMap(\.notes))
  }
}
