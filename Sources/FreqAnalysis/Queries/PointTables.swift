import Foundation

extension Table {
  /// The points of a plot: one row a class and model, zeros included, what is unknown left empty.
  ///
  /// `model` is missing in all rows of a series that belongs to none.
  public static func points(_ series: [StoredPointSeries]) -> Table {
    let hasDistinct = series.contains { $0.points.contains { $0.frequency.distinct != nil } }
    let columns: [Column] = [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("model", .text),
      .init("corpus", .text, isDetail: true), .init("mentions", .integer), .init("captions", .integer),
      .init("log10_captions_p1", .real, heading: "log10"), .init("accuracy", .real),
      .init("correct", .integer, isDetail: true), .init("total", .integer, isDetail: true),
    ]
    var table = Table(columns: columns + (hasDistinct ? [.init("distinct", .integer)] : []))
    for one in series {
      for point in one.points {
        let captions = point.frequency.captions
        let row: [Value] = [
          .integer(point.classIndex), .text(point.className), one.model.isEmpty ? .missing : .text(one.model),
          .text(one.corpus), .init(point.frequency.mentions), .init(captions),
          .init(captions.map { log10(Double($0) + 1) }), .init(point.accuracy), .init(point.correct),
          .init(point.total),
        ]
        table.append(row + (hasDistinct ? [.init(point.frequency.distinct)] : []))
      }
    }
    return table
  }

  /// Mean accuracies in bins of the count; one row a model and bin. The last bin has no high end.
  ///
  /// Classes whose count or accuracy is unknown are in no bin.
  public static func binned(
    _ series: [StoredPointSeries], _ bins: BinChoice = .paper, measure: Selection.Measure = .captions
  ) -> Estimate<Table> {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("bin_low", .integer), .init("bin_high", .integer),
      .init("classes", .integer), .init("mean_accuracy", .real), .init("standard_error", .real),
    ])
    for one in series {
      let known = KnownPoints(one, measure: measure)
      let means = bins.bins(for: known.counts).flatMap {
        BinnedMean.all($0, counts: known.counts, values: known.accuracies)
      }
      switch means {
      case .failure(let reason): return .failure(reason)
      case .success(let means):
        for mean in means {
          table.append([
            .text(one.model), .text(one.corpus), .init(Int(exactly: mean.bin.low)),
            .init(mean.bin.high.flatMap { Int(exactly: $0) }), .integer(mean.count), .init(mean.mean.value),
            .init(mean.standardError.value),
          ])
        }
      }
    }
    return .success(table)
  }
}
