import Foundation
import TestSupport

@testable import FreqAnalysis

/// R's answers in Tests/Fixtures/statistics, made by r_answers.R beside them with lme4, lmerTest, mgcv and metafor.
struct RAnswers: Decodable {
  struct Mixed: Decodable {
    var slope: Double
    var error: Double
    var df: Double
    var p: Double
    var intercept: Double
    var class_sd: Double
    var model_sd: Double
    var slope_sd: Double
    var residual_sd: Double
    var criterion: Double
    var slopes: [Double]
  }

  struct Curve: Decodable {
    struct Answer: Decodable {
      var at: [Double]
      var mean: [Double]
      var error: [Double]
      var freedom: Double
      var p: Double
    }

    var model: String
    var corpus: String
    var answer: Answer
  }

  struct Meta: Decodable {
    var estimates: [Double]
    var errors: [Double]
    var mean: Double
    var error: Double
    var variance: Double
    var low: Double
    var high: Double
    var new_low: Double
    var new_high: Double
    var p: Double
    var q: Double
    var share: Double
  }

  var laion: Mixed
  var own: Mixed
  var made: Mixed
  var curves: [Curve]
  var meta: [Meta]

  /// The answers, read once.
  static let shared: RAnswers = {
    let file = ProjectPaths.root.appending(path: "Tests/Fixtures/statistics/r_answers.json")
    do { return try JSONDecoder().decode(RAnswers.self, from: Data(contentsOf: file)) } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }()

  /// The points that the script makes by its formula: five models on 40 classes, some pairs missing.
  static let made: [MixedModel.Point] = (0..<5).flatMap { model in
    (0..<40).compactMap { index in
      guard (index * 7 + model * 3) % 11 != 0 else { return nil }
      let (c, m) = (Double(index), Double(model))
      let u = Double((index * 37 + model * 5) % 50) / 10
      let y =
        0.2 + 0.05 * u + 0.03 * sin(m * 2) * u + 0.1 * sin(c * 1.7) + 0.08 * cos(m * 3.1)
        + 0.06 * sin(c * 12.9898 + m * 78.233)
      return MixedModel.Point(model: model, classIndex: index, x: u, y: y)
    }
  }
}

/// Real accuracies and counts, class by class, from the shared data.
enum RealClasses {
  /// The counts and accuracies of ImageNet's classes for a model and a corpus that it was trained on.
  static func points(_ model: String, _ corpus: String) throws -> (counts: [Double], accuracies: [Double]) {
    let accuracies = try JSONSerialization.jsonObject(
      with: Data(contentsOf: ProjectPaths.sharedFile("data/accuracy/imagenet_class_results.json")))
    let counts = try JSONSerialization.jsonObject(
      with: Data(
        contentsOf: ProjectPaths.sharedFile(
          "data/search_counts/imagenet_\(corpus)_lemmatized_search_counts.json")))
    let own = (accuracies as? [String: [String: Any]])?["backbone\(model)_pretrained\(corpus)"]
    let classwise = own?["classwise"] as? [String: Double] ?? [:]
    let known = (counts as? [String: Double] ?? [:]).sorted { $0.key < $1.key }
    return (known.map(\.value), known.map { (classwise[$0.key] ?? .nan) / 100 })
  }

  /// The models of a corpus in the data, by the names of their architectures.
  static let models = [
    "cc3m": ["RN50", "ViT-B-16"], "cc12m": ["RN50", "ViT-B-16"],
    "yfcc15m": ["RN50", "RN101", "ViT-B-16"], "laion400m": ["ViT-B-32", "ViT-B-16", "ViT-L-14"],
  ]
}
