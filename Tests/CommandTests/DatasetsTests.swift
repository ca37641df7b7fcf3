import Foundation
import TestSupport
import Testing

/// Arrow files as Hugging Face's `datasets` writes them, in the folders in which it leaves them.
@Suite(.enabled(if: ProjectPaths.hasDatasets, "needs PyPI's datasets"))
struct DatasetsTests {
  /// `save_to_disk` in several files, with nulls, lists and class labels; the cache of `load_dataset`, and of `map`. Prints how
  /// many records and texts each folder has, as `datasets` reads them.
  private static let script = """
    import json, os, sys
    os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"
    from datasets import ClassLabel, Dataset, Features, Sequence, Value, disable_progress_bars, load_dataset
    disable_progress_bars()
    folder, n = sys.argv[1], 2500
    features = Features({"id": Value("int64"), "label": ClassLabel(names=["a", "b"]), "caption": Value("string"),
                         "tags": Sequence(Value("string"))})
    pairs = Dataset.from_dict({
        "id": list(range(n)), "label": [i % 2 for i in range(n)], "tags": [["dog"] * (i % 4) for i in range(n)],
        "caption": [f"a dog and a cat {i}" if i % 3 else None for i in range(n)]}, features=features)
    pairs.save_to_disk(folder + "/pairs", num_shards=3)
    with open(folder + "/chat.jsonl", "w") as file:
        for i in range(500):
            turns = [{"from": "human", "value": "what?"}, {"from": "gpt", "value": f"a cat {i}"}]
            file.write(json.dumps({"conversations": turns, "id": str(i)}) + "\\n")
    chat = load_dataset("json", data_files=folder + "/chat.jsonl", cache_dir=folder + "/cache", split="train")
    chat.map(lambda row: {"turns": len(row["conversations"])}, cache_file_name=folder + "/mapped/cache-1.arrow")
    large = Dataset.from_dict({"text": ["a dog"] * 70}, features=Features({"text": Value("large_string")}))
    large.save_to_disk(folder + "/large")
    said = [turn["value"] for row in chat for turn in row["conversations"] if turn["from"] == "gpt"]
    print(json.dumps({
        "pairs": [len(pairs), sum("dog" in (text or "") for text in pairs["caption"])],
        "cache": [len(chat), sum("cat" in text for text in said)], "mapped": [len(chat), len(said)],
        "large": [len(large), len(large["text"])]}))
    """

  @Test func areReadAsTheyAreRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("mapped/keep", "")
    try folder.write("names.json", #"["dog", "cat"]"#)
    let made = try Run.python(["-c", Self.script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    let right = try JSONDecoder().decode([String: [Int]].self, from: made.output)
    #expect(right.count == 4)
    for (name, numbers) in right {
      let run = try Binary.run(
        [
          "index", "--db", "\(name).sqlite", "--classes", "names.json", "--corpus", "c", name, "--format",
          "json",
        ],
        folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
      let summary = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      #expect(summary["records"] as? Int == numbers[0], "\(name)")
      let table = try Binary.run(
        ["query", "--db", "\(name).sqlite", "--format", "csv", "--top", "1"], folder: folder.url)
      #expect(
        table.stdout.split(separator: "\n").last?.hasSuffix(",\(numbers[1])") == true,
        "\(name): \(table.stdout)")
    }
  }
}
