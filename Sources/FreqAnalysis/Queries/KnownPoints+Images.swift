extension KnownPoints {
  /// The points with a number of images for each class where it is not known: the right answers are then the nearest number.
  func supposing(imagesPerClass images: Int?) -> KnownPoints {
    guard let images, images > 0 else { return self }
    var points = self
    for index in points.points.indices where points.points[index].total == nil {
      points.points[index].total = images
      points.points[index].correct = Int((points.points[index].accuracy * Double(images)).rounded())
    }
    return points
  }

  /// The points whose class was tested on at least two images, as far as is known.
  var withImages: KnownPoints { filter { ($0.total ?? 0) >= 2 } }

  /// The accuracies with the images behind them; undefined where a class has fewer than two, or nobody knows how many.
  var measured: Estimate<MeasuredAccuracies> {
    guard points.allSatisfy({ $0.total != nil }), !points.isEmpty else {
      return .failure(.parameter("the number of images of each class is not known"))
    }
    return MeasuredAccuracies.of(accuracies, totals: points.map { $0.total ?? 0 })
  }

  /// Whether the number of images is known of no class.
  var lacksImages: Bool { !points.isEmpty && points.allSatisfy { $0.total == nil } }
}
