import Foundation
import TestSupport
import Testing

/// The real accuracies of 21 models and the real counts over four corpora, through the commands, against SciPy.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct ReferenceTests {
  private static let corpora = ["cc3m", "cc12m", "yfcc15m", "laion400m"]

  /// Adds four corpora and all models of a data set, and gives the coefficients of each model and corpus as CSV.
  private func correlations(_ dataset: String, classes: String, folder: TemporaryFolder) throws -> (
    csv: String, told: String
  ) {
    var told = ""
    func run(_ arguments: [String]) throws -> Run {
      let run = try Binary.run(arguments, folder: folder.url)
      try #require(run.status == 0, "\(arguments): \(run.stderr)")
      told += run.stderr
      return run
    }
    _ = try run(["classes", "add", dataset, classes])
    for corpus in Self.corpora {
      let counts = ProjectPaths.sharedFile(
        "data/search_counts/\(dataset)_\(corpus)_lemmatized_search_counts.json")
      _ = try run(["frequency", "add", "--classes", dataset, "--corpus", corpus, counts.path])
    }
    let accuracies = ProjectPaths.sharedFile("data/accuracy/\(dataset)_class_results.json")
    _ = try run(["accuracy", "add", "--classes", dataset, accuracies.path])
    let table = try run(["correlate", "--classes", dataset, "--each-corpus", "--format", "csv"])
    return (table.stdout, told)
  }

  /// Compares the CSV with SciPy on the same files; prints a line for each cell that differs, then how many were compared.
  private static let script = """
    import csv, json, math, sys
    from scipy import stats
    shared, dataset, table, reference = sys.argv[1:5]
    names = json.load(open(sys.argv[5]))
    fold = lambda n: n.replace("_", " ").lower()
    rows = {(r["model"], r["corpus"]): r for r in csv.DictReader(open(table))}
    accuracies = json.load(open(f"{shared}/data/accuracy/{dataset}_class_results.json"))
    compared = 0
    def same(row, column, value, rel):
        global compared
        compared += 1
        got = float(row[column])
        if not math.isclose(got, value, rel_tol=rel, abs_tol=1e-9 if rel < 1e-7 else 0): print(row["model"], row["corpus"], column, got, value)
    for corpus in ["cc3m", "cc12m", "yfcc15m", "laion400m"]:
        counts = {fold(k): v for k, v in json.load(open(f"{shared}/data/search_counts/{dataset}_{corpus}_lemmatized_search_counts.json")).items()}
        for model, entry in accuracies.items():
            have = {fold(k): v for k, v in entry["classwise"].items()}
            pairs = [(counts[fold(n)], have[fold(n)] / 100) for n in names if fold(n) in counts and fold(n) in have]
            x, y = [p[0] for p in pairs], [p[1] for p in pairs]
            log = [math.log10(c + 1) for c in x]
            row = rows[model, corpus]
            same(row, "n", len(pairs), 1e-9); same(row, "zero", sum(c == 0 for c in x), 1e-9)
            for column, test in [("spearman", stats.spearmanr(x, y)), ("pearson_log10p1", stats.pearsonr(log, y)), ("pearson_raw", stats.pearsonr(x, y))]:
                same(row, column, test[0], 1e-9); same(row, column + "_p", test[1], 1e-6)
            line = stats.linregress(log, y)
            same(row, "slope", line.slope, 1e-9); same(row, "intercept", line.intercept, 1e-9)
    if reference == "yes":
        for r in csv.DictReader(open(f"{shared}/data/reference_correlations.csv")):
            if r["dataset"] != dataset: continue
            row = rows[r["model"], r["corpus"]]
            for column in ["n", "zero", "spearman", "pearson_log10p1", "pearson_raw", "slope", "intercept"]: same(row, column, float(r[column]), 1e-9)
            for column in ["spearman_p", "pearson_log10p1_p"]: same(row, column, float(r[column]), 1e-6)
    print("compared", compared)
    """

  private func compare(
    _ csv: String, _ dataset: String, classes: String, reference: Bool, in folder: TemporaryFolder
  ) throws -> String {
    let run = try Run.python([
      "-c", Self.script, ProjectPaths.sharedFile("").path, dataset, try folder.write("table.csv", csv),
      reference ? "yes" : "no", classes,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    return run.stdout
  }

  @Test(arguments: [("imagenet", 1000, 10), ("caltech101", 100, 10)])
  func everyRowOfTheReference(_ dataset: String, _ classCount: Int, _ referenceRows: Int) throws {
    let folder = try TemporaryFolder()
    let accuracies = try JSONSerialization.jsonObject(
      with: Data(contentsOf: ProjectPaths.sharedFile("data/accuracy/\(dataset)_class_results.json")))
    let models = try #require(accuracies as? [String: [String: Any]])
    let names = try #require((models.values.first?["classwise"] as? [String: Any])?.keys.sorted())
    #expect(names.count == classCount)
    let classes = try folder.write("names.json", JSONSerialization.data(withJSONObject: names))
    let (csv, _) = try correlations(dataset, classes: classes, folder: folder)
    #expect(
      try compare(csv, dataset, classes: classes, reference: true, in: folder)
        == "compared \(21 * 4 * 10 + referenceRows * 9)\n")
  }

  /// The rows of `docs/llava.md` are what the command prints.
  private static func documentationHolds(_ csv: String) throws {
    let page = try String(contentsOf: ProjectPaths.root.appending(path: "docs/llava.md"), encoding: .utf8)
    var rows: [String: [Substring]] = [:]
    for line in csv.split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      rows["\(cells[0]) \(cells[1])"] = cells
    }
    let shown = [
      ("backboneRN50_pretrainedcc3m cc3m", "CLIP ResNet-50", "CC3M"),
      ("backboneViT-B-16_pretrainedcc12m cc12m", "CLIP ViT-B/16", "CC12M"),
      ("backboneViT-B-16_pretrainedyfcc15m yfcc15m", "CLIP ViT-B/16", "YFCC15M"),
      ("backboneViT-L-14_pretrainedlaion400m laion400m", "CLIP ViT-L/14", "LAION-400M"),
    ]
    for (key, model, corpus) in shown {
      let cells = try #require(rows[key])
      let (rho, raw) = (try #require(Double(cells[4])), try #require(Double(cells[8])))
      let numbers = [rho, raw].map { String(format: "%.2f", $0) }.joined(separator: " | ")
      let row = "| \(model) | ImageNet | \(corpus), its training data | \(numbers) | corpus-tool |"
      #expect(page.contains(row), "\(row)")
    }
  }

  @Test func theImageNetListWithTwins() throws {
    let folder = try TemporaryFolder()
    let classes = ProjectPaths.sharedFile("data/classes/imagenet_classes.json").path
    let (csv, told) = try correlations("imagenet", classes: classes, folder: folder)
    #expect(
      try compare(csv, "imagenet", classes: classes, reference: false, in: folder)
        == "compared \(21 * 4 * 10)\n")
    try Self.documentationHolds(csv)
    #expect(told.contains("2 names match several classes of that name, each of which gets the value"))
    #expect(
      told.contains("2 names in the file match no class:\n  projectile\n  sunglass\n")
        || told.contains("2 names in the file match no class:\n  sunglass\n  projectile\n"))
  }
}
