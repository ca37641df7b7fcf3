import Foundation

/// Accuracies with the number of images behind each, from which it is known how much of their spread is chance.
///
/// A class that was tested on *T* images has the accuracy of just these images; on others of the class it would be another.
public struct MeasuredAccuracies: Hashable, Sendable {
  /// The share of right answers of each class, 0 to 1.
  public let accuracies: [Double]
  /// The number of images of each class, at least 2.
  public let totals: [Int]

  /// Takes accuracies; undefined where a class has fewer than two images, of which no chance can be estimated.
  public static func of(_ accuracies: [Double], totals: [Int]) -> Estimate<MeasuredAccuracies> {
    guard accuracies.count == totals.count else {
      return .failure(.lengthsDiffer(accuracies.count, totals.count))
    }
    if let index = accuracies.firstIndex(where: { !(0...1).contains($0) }) {
      return .failure(.notFinite(.second, index: index))
    }
    if let index = totals.firstIndex(where: { $0 < 2 }) { return .failure(.notACount(index: index)) }
    return .success(MeasuredAccuracies(accuracies: accuracies, totals: totals))
  }

  private init(accuracies: [Double], totals: [Int]) {
    self.accuracies = accuracies
    self.totals = totals
  }

  /// The unbiased estimate of the variance that chance gives each accuracy: y (1 - y) / (T - 1).
  public var noise: [Double] {
    zip(accuracies, totals).map { $0 * (1 - $0) / Double($1 - 1) }
  }

  /// The share of the accuracies' variance that is not chance: 1 - mean(y (1 - y) / (T - 1)) / var(y).
  ///
  /// At most 1; undefined for fewer than two classes, for equal accuracies, and where chance alone would spread them as
  /// widely. Source: Lord and Novick (1968), Statistical theories of mental test scores, sections 3.4 and 23.8.
  var reliability: Estimate<Double> { Self.reliability(accuracies, noise: noise) }

  /// The reliability from accuracies and their noise.
  static func reliability(_ accuracies: [Double], noise: [Double]) -> Estimate<Double> {
    guard accuracies.count > 1 else { return .failure(.tooFew(have: accuracies.count, need: 2)) }
    guard !Samples.isConstant(accuracies) else { return .failure(.constant(.second)) }
    let centred = Samples.Centred(accuracies)
    let variance = centred.squares / Double(accuracies.count - 1) * centred.scale * centred.scale
    let value = 1 - Samples.mean(noise) / variance
    return value > 0 ? .success(value) : .failure(.unreliable)
  }

  /// One division of every class's images into two halves at random, with the share of right answers in each.
  struct Halves: Hashable, Sendable {
    /// The share of right answers in the first half of each class's images.
    var first: [Double]
    /// The share in the second half.
    var second: [Double]
  }

  /// Divides the images, so many times, from one stream of random numbers each.
  ///
  /// Of an odd number of images the odd one goes to either half alike. Where the right answers are not whole (a total that
  /// was supplied), they are rounded.
  ///
  /// - Complexity: O(splits × *n*), times the root of the images of a class.
  func halves(_ splits: Int, seed: UInt64) -> [Halves] {
    // Each division has its own stream, so that threads change nothing but the time.
    Resampling().mapped(splits) { split in
      var random = RandomSource(seed: seed ^ 0x48A1_5E5E, stream: UInt64(split))
      var halves = Halves(first: [], second: [])
      halves.first.reserveCapacity(totals.count)
      halves.second.reserveCapacity(totals.count)
      for (accuracy, total) in zip(accuracies, totals) {
        let right = Int((accuracy * Double(total)).rounded())
        let own = total % 2 == 0 ? total / 2 : total / 2 + random.below(2)
        let hits = Hypergeometric.draw(random.unit(), population: total, marked: right, drawn: own)
        halves.first.append(Double(hits) / Double(own))
        halves.second.append(Double(right - hits) / Double(total - own))
      }
      return halves
    }
  }

  /// The reliability of the accuracies' ranks: Spearman's rho of two halves of each class's images, stepped up to all of
  /// them by 2 r / (1 + r), over many divisions.
  ///
  /// Undefined where the halves do not go together at all. Source: Spearman (1910) and Brown (1910), Br. J. Psychol. 3.
  ///
  /// - Complexity: O(splits × *n* log *n*).
  func rankReliability(splits: Int = 40, seed: UInt64 = 1) -> Estimate<Double> {
    let divided = halves(splits, seed: seed)
    let found = Resampling().mapped(splits) { Spearman.coefficient(divided[$0].first, divided[$0].second) }
    let known = found.compactMap(\.value)
    guard known.count == found.count, !known.isEmpty else {
      return .failure(found.lazy.compactMap(\.reason).first ?? .unreliable)
    }
    return Self.steppedUp(Samples.mean(known))
  }

  /// The reliability of a whole from the correlation of its halves.
  static func steppedUp(_ half: Double) -> Estimate<Double> {
    half > 0 ? .success(2 * half / (1 + half)) : .failure(.unreliable)
  }
}
