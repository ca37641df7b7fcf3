import Foundation

/// The standard normal distribution.
enum Normal {
  /// P(Z <= z).
  static func lowerTail(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// log P(|Z| >= |z|), exact also where the probability is too small for a floating-point number.
  ///
  /// Source: erfc, and from z = 35 its asymptotic series DLMF 7.12.1.
  static func logTwoSidedP(_ z: Double) -> Double {
    let x = abs(z) / 2.0.squareRoot()
    guard x > 25 else { return log(erfc(x)) }
    let t = 1 / (2 * x * x)
    let series = 1 - t * (1 - 3 * t * (1 - 5 * t * (1 - 7 * t)))
    return -x * x - log(x * Double.pi.squareRoot()) + log(series)
  }

  /// The z whose upper tail is `p`, for p between 0 and 1; infinite at the ends.
  ///
  /// Source: Wichura (1988), Algorithm AS 241, PPND16, Appl. Statist. 37; about 1 part in 1e16.
  static func upperQuantile(_ p: Double) -> Double { -lowerQuantile(p) }

  /// The z whose lower tail is `p`, for p between 0 and 1; infinite at the ends. Source: as `upperQuantile`.
  static func lowerQuantile(_ p: Double) -> Double {
    if p <= 0 { return -.infinity }
    if p >= 1 { return .infinity }
    let q = p - 0.5
    if abs(q) <= 0.425 { return q * ratio(centre, at: 0.180625 - q * q) }
    let r = (-log(min(p, 1 - p))).squareRoot()
    let z = r <= 5 ? ratio(shoulder, at: r - 1.6) : ratio(tail, at: r - 5)
    return q < 0 ? -z : z
  }

  private typealias Ratio = (above: [Double], below: [Double])

  private static func ratio(_ ratio: Ratio, at x: Double) -> Double {
    func polynomial(_ terms: [Double]) -> Double { terms.reversed().reduce(0) { $0 * x + $1 } }
    return polynomial(ratio.above) / polynomial(ratio.below)
  }

  private static let centre: Ratio = (
    [
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ],
    [
      1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
      3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ]
  )
  private static let shoulder: Ratio = (
    [
      1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
      1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
      7.74545014278341407640e-4,
    ],
    [
      1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9,
    ]
  )
  private static let tail: Ratio = (
    [
      6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
      2.01033439929228813265e-7,
    ],
    [
      1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15,
    ]
  )
}
