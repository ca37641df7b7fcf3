import Foundation
import TestSupport
import Testing

/// Real captions, counted and joined with the real accuracies of 21 models in one command, against the counting oracle
/// and SciPy.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct RealCaptionsTests {
  /// Prints a line for each cell that differs, then how many were compared.
  private static let script = """
    import csv, json, math, subprocess, sys
    from scipy import stats
    shared, classes, table, points, lines = sys.argv[1:6]
    names = json.load(open(classes))
    with open(lines, "w", encoding="utf-8", newline="\\n") as out:
        for line in open(f"{shared}/data/captions/flickr8k_a.token.txt", encoding="utf-8", newline="\\n"):
            out.write(line.split("\\t", 1)[1])
    told = subprocess.run([sys.executable, f"{shared}/tools/oracle_count.py", "--classes", classes, lines], capture_output=True, text=True, check=True)
    oracle = list(csv.DictReader(told.stdout.splitlines()))
    captions = [int(r["captions"]) for r in oracle]
    models = json.load(open(f"{shared}/data/accuracy/caltech101_class_results.json"))
    rows = {r["model"]: r for r in csv.DictReader(open(table))}
    compared = 0
    def same(model, what, got, want, rel=1e-9):
        global compared
        compared += 1
        if not math.isclose(float(got), want, rel_tol=rel, abs_tol=1e-9 if rel < 1e-7 else 0): print(model, what, got, want)
    for r in csv.DictReader(open(points)):
        i = int(r["class_index"])
        if (r["class"], r["mentions"], r["captions"]) != (names[i], oracle[i]["mentions"], oracle[i]["captions"]): print(r)
        same(r["model"], r["class"], r["accuracy"], models[r["model"]]["classwise"][r["class"]] / 100)
    for model, entry in models.items():
        y = [entry["classwise"][n] / 100 for n in names]
        log, row = [math.log10(c + 1) for c in captions], rows[model]
        same(model, "n", row["n"], 100); same(model, "zero", row["zero"], captions.count(0))
        for column, test in [("spearman", stats.spearmanr(captions, y)), ("pearson_log10p1", stats.pearsonr(log, y)), ("pearson_raw", stats.pearsonr(captions, y))]:
            same(model, column, row[column], test[0]); same(model, column + "_p", row[column + "_p"], test[1], 1e-6)
        line = stats.linregress(log, y)
        same(model, "slope", row["slope"], line.slope); same(model, "intercept", row["intercept"], line.intercept)
    print("compared", compared)
    """

  private func analyze(_ format: String, in folder: TemporaryFolder) throws -> Run {
    let run = try Binary.run(
      [
        "analyze", "--classes", "names.json", "--accuracy",
        ProjectPaths.sharedFile("data/accuracy/caltech101_class_results.json").path, "--pretrain",
        ProjectPaths.sharedFile("data/captions/flickr8k_a.token.txt").path, "-o", "d", "--format", format,
      ], folder: folder.url)
    try #require(run.status == 0, "\(run.stderr)")
    return run
  }

  @Test func oneCommandGivesTheOraclesCountsAndSciPysCoefficients() throws {
    let folder = try TemporaryFolder()
    let accuracies = try JSONSerialization.jsonObject(
      with: Data(contentsOf: ProjectPaths.sharedFile("data/accuracy/caltech101_class_results.json")))
    let models = try #require(accuracies as? [String: [String: Any]])
    let names = try #require((models.values.first?["classwise"] as? [String: Any])?.keys.sorted())
    try folder.write("names.json", JSONSerialization.data(withJSONObject: names))
    let table = try folder.write("table.csv", analyze("csv", in: folder).output)
    let python = try Run.python([
      "-c", Self.script, ProjectPaths.sharedFile("").path, folder.path("names.json"), table,
      folder.path("d/points.csv"), folder.path("lines.txt"),
    ])
    #expect(python.status == 0, "\(python.stderr)")
    #expect(python.stdout == "compared \(21 * 100 + 21 * 10)\n")

    // The models' names begin alike; at 80 columns each is still told from the others.
    let lines = try analyze("table", in: folder).stdout.split(separator: "\n")
    #expect(lines.count == 22 && lines.allSatisfy { $0.count <= 80 })
    #expect(Set(lines.map { $0.split(separator: " ")[0] }).count == 22, "\(lines)")
  }
}
