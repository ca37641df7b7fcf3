import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// The real accuracies of 21 CLIP models and real counts over four corpora, against SciPy run here and now.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct RealDataTests {
  struct Row: Decodable {
    var dataset: String
    var corpus: String
    var model: String
    var counts: [Int]
    var accuracy: [Double]
    var zero: Int
    var spearman: [Double]
    var logged: [Double]
    var raw: [Double]
    var kendall: [Double]
    var line: [Double]
    var nonzero: [Double]
  }

  /// Joins on the accuracy file's own keys, a class without a count being zero.
  static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    data, out = sys.argv[1], []
    for dataset in ("imagenet", "caltech101"):
        models = json.load(open(f"{data}/accuracy/{dataset}_class_results.json"))
        for corpus in ("cc3m", "cc12m", "yfcc15m", "laion400m"):
            counts = json.load(open(f"{data}/search_counts/{dataset}_{corpus}_lemmatized_search_counts.json"))
            for model, table in models.items():
                keys = list(table["classwise"])
                c = np.array([counts.get(k, 0) for k in keys], float)
                a = np.array([table["classwise"][k] for k in keys]) / 100
                x = np.log10(c + 1)
                f = stats.linregress(x, a)
                pair = lambda r: [float(r.statistic), float(r.pvalue)]
                out.append(dict(
                    dataset=dataset, corpus=corpus, model=model, counts=[int(v) for v in c], accuracy=a.tolist(),
                    zero=int((c == 0).sum()), spearman=pair(stats.spearmanr(c, a)), logged=pair(stats.pearsonr(x, a)),
                    raw=pair(stats.pearsonr(c, a)), kendall=pair(stats.kendalltau(c, a)),
                    line=[float(f.slope), float(f.intercept), float(f.pvalue), float(f.stderr), float(f.intercept_stderr)],
                    nonzero=pair(stats.pearsonr(np.log10(c[c > 0]), a[c > 0]))))
    json.dump(out, sys.stdout)
    """

  static let rows: [Row] = {
    guard let run = try? Run.python(["-c", script, ProjectPaths.sharedFile("data").path]), run.status == 0
    else {
      return []
    }
    return (try? JSONDecoder().decode([Row].self, from: run.output)) ?? []
  }()

  @Test func everyModelAndCorpusAgreesWithSciPy() throws {
    #expect(Self.rows.count == 2 * 4 * 21)
    var worst = (coefficient: 0.0, p: 0.0)
    func compare(_ got: Estimate<Correlation>, _ want: [Double], _ row: Row) throws {
      let got = try got.get()
      let p = try got.p.get()
      worst.coefficient = max(worst.coefficient, abs(got.coefficient - want[0]))
      worst.p = max(worst.p, abs(p - want[1]) / want[1])
      #expect(abs(got.coefficient - want[0]) < 1e-9, "\(row.model) \(row.corpus)")
      #expect(agree(p, want[1], relative: 1e-6), "\(row.model) \(row.corpus)")
    }
    for row in Self.rows {
      let counts = row.counts.map(Double.init)
      let logs = try LogCounts.plusOne(row.counts).get()
      try compare(Spearman.correlation(counts, row.accuracy), row.spearman, row)
      try compare(Pearson.correlation(logs, row.accuracy), row.logged, row)
      try compare(Pearson.correlation(counts, row.accuracy), row.raw, row)
      try compare(Kendall.correlation(counts, row.accuracy), row.kendall, row)
      let kept = try LogCounts.nonZero(row.counts, row.accuracy).get()
      try compare(Pearson.correlation(kept.logs, kept.values), row.nonzero, row)
      let line = try LeastSquares.fit(logs, row.accuracy).get()
      #expect(abs(line.slope - row.line[0]) < 1e-9 && abs(line.intercept - row.line[1]) < 1e-9)
      #expect(agree(try line.slopeP.get(), row.line[2], relative: 1e-6))
      #expect(agree(try line.slopeError.get(), row.line[3], relative: 1e-9))
      #expect(agree(try line.interceptError.get(), row.line[4], relative: 1e-9))
    }
    // Seen: 4e-16 and 2e-13.
    #expect(worst.coefficient < 1e-13 && worst.p < 1e-10)
    #expect(Self.rows.map { $0.spearman[1] }.min() ?? 1 < 1e-57)
  }

  @Test func everyReferenceRowAgrees() throws {
    let text = try String(
      contentsOf: ProjectPaths.sharedFile("data/reference_correlations.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
    #expect(lines.count == 20)
    for line in lines {
      let cells = line.split(separator: ",").map(String.init)
      let row = try #require(
        Self.rows.first { $0.dataset == cells[0] && $0.corpus == cells[1] && $0.model == cells[2] })
      let want = cells.dropFirst(3).compactMap(Double.init)
      let counts = row.counts.map(Double.init)
      let logs = try LogCounts.plusOne(row.counts).get()
      let spearman = try Spearman.correlation(counts, row.accuracy).get()
      let pearson = try Pearson.correlation(logs, row.accuracy).get()
      let kendall = try Kendall.correlation(counts, row.accuracy).get()
      let fit = try LeastSquares.fit(logs, row.accuracy).get()
      let got = [
        Double(row.counts.count), Double(row.zero), spearman.coefficient, try spearman.p.get(),
        pearson.coefficient, try pearson.p.get(), try Pearson.coefficient(counts, row.accuracy).get(),
        kendall.coefficient, try kendall.p.get(), fit.slope, fit.intercept,
      ]
      #expect(got.count == want.count)
      for (place, pair) in zip(got, want).enumerated() {
        // The file has seven digits of each p-value.
        let isP = [3, 5, 8].contains(place)
        #expect(
          isP ? agree(pair.0, pair.1, relative: 1e-6) : abs(pair.0 - pair.1) < 1e-9, "\(cells[2]) \(place)")
      }
    }
  }
}
