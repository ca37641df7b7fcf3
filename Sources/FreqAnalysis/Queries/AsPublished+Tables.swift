import Foundation

extension Table {
  /// The notebook's coefficients, one row a model; what is undefined is missing.
  public static func correlations(asPublished joins: [AsPublished]) -> Table {
    Table(
      columns: [
        .init("model", .text), .init("corpus", .text), .init("n", .integer), .init("zero", .integer),
        .init("spearman", .real), .init("spearman_p", .real, heading: "p"),
        .init("pearson_raw", .real, heading: "r of raw"), .init("pearson_raw_p", .real, heading: "p"),
      ],
      rows: joins.map { join in
        [
          .text(join.points.model), .text(join.points.corpus), .integer(join.points.points.count),
          .integer(join.points.zero), .init(join.spearman.value?.coefficient),
          .init(join.spearman.value?.p.value), .init(join.pearson.value?.coefficient),
          .init(join.pearson.value?.p.value),
        ]
      })
  }

  /// The notebook's points, one row a distinct label and model, under the columns of `points`.
  ///
  /// `class_index` is that of the label's first class.
  public static func points(asPublished joins: [AsPublished]) -> Table {
    points(
      joins.map { join in
        StoredPointSeries(
          model: join.points.model, corpus: join.points.corpus,
          points: join.points.points.map { point in
            let count = Int(point.count)
            return StoredPoint(
              classIndex: point.classIndex, className: point.className,
              frequency: Frequency(mentions: count, captions: count), accuracy: point.accuracy,
              correct: point.correct, total: point.total)
          })
      })
  }

  /// The bins of the notebook's figure, one row a model and bin; an empty bin is drawn at 0.
  public static func bins(asPublished joins: [AsPublished]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("bin_low", .integer), .init("bin_high", .integer),
      .init("classes", .integer), .init("mean_accuracy", .real),
    ])
    for join in joins {
      for bin in join.bins {
        table.append([
          .text(join.points.model), .text(join.points.corpus), .init(Int(exactly: bin.bin.low)),
          .init(bin.bin.high.flatMap { Int(exactly: $0) }), .integer(bin.count), .real(bin.mean),
        ])
      }
    }
    return table
  }
}

extension AsPublished {
  /// What joins assume, a sentence each; what differs between models is told with the models' names.
  public static func sentences(_ joins: [AsPublished]) -> [String] {
    var told: [(sentences: [String], models: [String])] = []
    for join in joins {
      if let same = told.firstIndex(where: { $0.sentences == join.assumptions }) {
        told[same].models.append(join.points.model)
      } else {
        told.append((join.assumptions, [join.points.model]))
      }
    }
    return told.flatMap { entry in
      let models = told.count > 1 ? " (\(ShownText.names(entry.models)))" : ""
      return ["as published\(models):"] + entry.sentences.map { "  " + $0 }
    }
  }

  /// Why coefficients are undefined, as sentences.
  public var undefined: [String] {
    [("Spearman's rho", spearman), ("Pearson's r of the count", pearson)].compactMap { name, estimate in
      estimate.reason.map {
        "\(points.model), \(points.corpus): \(name) undefined, because "
          + $0.clause(first: "counts", second: "accuracies")
      }
    }
  }
}
