import Foundation

/// A line through the points of several models on the same classes: each model has an intercept and a slope of its own
/// around the common ones, and each class is easier or harder for all models alike.
///
/// y = intercept + a(model) + (slope + b(model)) x + c(class) + rest, with a and b of any covariance, c and the rest each of
/// one variance. x is taken from its mean over each model's points, so that a model whose x are larger as a whole does not
/// make the common slope steeper; the intercept is the value at these means.
public struct MixedModel: Sendable {
  /// One point.
  public struct Point: Sendable, Hashable {
    /// The model's number, from 0.
    public var model: Int
    /// The class's number, from 0.
    public var classIndex: Int
    /// The predictor.
    public var x: Double
    /// What is explained.
    public var y: Double
    /// How much the point counts: one over its error variance, up to a common factor.
    public var weight: Double

    /// Makes a point.
    public init(model: Int, classIndex: Int, x: Double, y: Double, weight: Double = 1) {
      self.model = model
      self.classIndex = classIndex
      self.x = x
      self.y = y
      self.weight = weight
    }
  }

  /// The common slope.
  public var slope: Double
  /// Its standard error, over classes and models.
  public var slopeError: Double
  /// Satterthwaite's degrees of freedom of the slope.
  public var slopeDF: Double
  /// The mean of y at each model's mean of x.
  public var intercept: Double
  /// The standard error of the intercept.
  public var interceptError: Double
  /// The standard deviation of the models' slopes around the common one.
  public var slopeSpread: Double
  /// The standard deviation of the models' intercepts.
  public var interceptSpread: Double
  /// The correlation of the models' intercepts and slopes; nil where one of them does not vary.
  public var correlation: Double?
  /// The standard deviation of the classes.
  public var classSpread: Double
  /// The standard deviation of the rest; of a point of weight 1.
  public var residualSpread: Double
  /// Minus twice the restricted log likelihood.
  public var criterion: Double
  /// Each model's slope, drawn toward the common one as far as it is uncertain.
  public var modelSlopes: [Double]
  /// The number of points.
  public var count: Int
  /// The number of classes.
  public var classes: Int
  /// The number of models.
  public var models: Int { modelSlopes.count }
  /// What each point is expected to be, its class and model known.
  var fitted: [Double]
  /// Where the search for the variances ended, to begin another one from.
  var place: [Double]

  /// The interval of the common slope.
  public func interval(confidence: Double = 0.95) -> Estimate<Interval> {
    reach(slopeError, confidence: confidence)
  }

  /// Where the slope of another such model lies.
  public func prediction(confidence: Double = 0.95) -> Estimate<Interval> {
    reach((slopeError * slopeError + slopeSpread * slopeSpread).squareRoot(), confidence: confidence)
  }

  /// The two-sided p-value of a common slope of zero.
  public var p: Double { exp(StudentT.logTwoSidedP(t: slope / slopeError, df: slopeDF)) }

  private func reach(_ error: Double, confidence: Double) -> Estimate<Interval> {
    Estimate { () throws(Undefined) -> Interval in
      try Samples.check(confidence: confidence)
      let reach = StudentT.upperQuantile((1 - confidence) / 2, df: slopeDF) * error
      return Interval(low: slope - reach, high: slope + reach, confidence: confidence)
    }
  }

  /// Fits the model by restricted maximum likelihood.
  ///
  /// Undefined for fewer than two models or three classes, where no model's x varies, where y is constant, and where the fit
  /// passes through every point, as for two models of the same y. Source: Bates, Mächler,
  /// Bolker and Walker (2015), Fitting linear mixed-effects models using lme4, J. Stat. Softw. 67, equations 39 to 42, with
  /// the classes taken out first (their block is diagonal); the degrees of freedom: Satterthwaite (1946), as
  /// Kuznetsova, Brockhoff and Christensen (2017), lmerTest, J. Stat. Softw. 82, section 2, compute them.
  ///
  /// - Complexity: O(*c* *m*^2) once and O(*m*^3) for each of some hundred steps, for *c* classes and *m* models; with
  ///   weights O(*c* *m*^2) a step.
  public static func fit(_ points: [Point]) -> Estimate<MixedModel> {
    Estimate { () throws(Undefined) -> MixedModel in try MixedModel(points, from: nil) }
  }

  /// Fits the model, beginning the search where another one ended.
  init(_ points: [Point], from start: [Double]?) throws(Undefined) {
    for (index, point) in points.enumerated() {
      guard point.x.isFinite else { throw .notFinite(.first, index: index) }
      guard point.y.isFinite, point.weight.isFinite, point.weight > 0 else {
        throw .notFinite(.second, index: index)
      }
    }
    let data = CrossedPoints(points)
    guard data.models >= 2 else {
      throw .parameter("only \(data.models) model has points, and at least 2 are needed")
    }
    guard data.classes >= 3 else { throw .tooFew(have: data.classes, need: 3) }
    guard data.unitX > 0 else { throw .constant(.first) }
    guard data.unitY > 0 else { throw .constant(.second) }

    var search: SimplexSearch?
    for start in start.map({ [$0] }) ?? [[1, 0.3, 0, 0.3], [0.2, 1, 0, 0.1]] {
      let next = SimplexSearch(from: start, step: 0.3) { data.profile($0)?.criterion ?? .infinity }
      if search.map({ next.value < $0.value }) ?? true { search = next }
    }
    guard let search, let best = data.profile(search.place) else { throw .notConverged }
    let (unitX, unitY) = (data.unitX, data.unitY)
    let sigma = best.sigma
    // Against y in its own unit: a singular fit, whose slope is whatever the search came by.
    guard sigma > 1e-6 else {
      throw .parameter("the fit passes through every point, so that no residual variance can be estimated")
    }
    let (c, l11, l21, l22) = (search.place[0], search.place[1], search.place[2], search.place[3])
    place = search.place
    slope = best.slope * unitY / unitX
    slopeError = best.slopeVariance.squareRoot() * unitY / unitX
    intercept = data.meanY + best.intercept * unitY
    interceptError = best.interceptVariance.squareRoot() * unitY
    let between = (l21 * l21 + l22 * l22).squareRoot()
    slopeSpread = sigma * between * unitY / unitX
    interceptSpread = sigma * abs(l11) * unitY
    correlation = between > 1e-6 && abs(l11) > 1e-6 ? (l11 < 0 ? -1 : 1) * l21 / between : nil
    classSpread = sigma * abs(c) * unitY
    residualSpread = sigma * unitY
    // The data were divided by their unit, which changes the likelihood by a constant.
    criterion = best.criterion + Double(points.count) * 2 * log(unitY) - 4 * log(unitY) + 2 * log(unitX)
    count = points.count
    classes = data.classes
    modelSlopes = best.modelEffects.map { (best.slope + $0.slope) * unitY / unitX }
    fitted = data.fitted(best, c: c)
    slopeDF = data.satterthwaite(search.place, sigma: sigma)
  }
}
