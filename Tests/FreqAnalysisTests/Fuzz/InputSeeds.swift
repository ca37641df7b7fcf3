import Foundation
import TestSupport

/// A small file of each shape in which class lists, predictions and tables are read.
enum InputSeeds {
  /// What a file is given as.
  enum Kind: String, CaseIterable {
    case classes, predictions, tables, frequency
  }

  /// The project's own, and the shared ones of the kind where they are there.
  static func files(_ kind: Kind) throws -> [(name: String, content: Data)] {
    var files = own(kind).map { ($0.0, Data($0.1.utf8)) }
    guard ProjectPaths.shared != nil else { return files }
    let folder = ProjectPaths.sharedFile("field/\(kind.rawValue)")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      files.append((name, try Data(contentsOf: folder.appending(path: name))))
    }
    return files
  }

  private static func own(_ kind: Kind) -> [(String, String)] {
    switch kind {
    case .classes: classes
    case .predictions: predictions
    case .tables: tables
    case .frequency: frequency
    }
  }

  private static let classes = [
    ("names.json", #"["tench", "T-shirt", "crane", "crane", "kite (bird of prey)"]"#),
    ("aliases.json", #"{"tench": ["Tinca tinca"], "crane": [], "dog": ["puppy", "hound"]}"#),
    ("index.json", #"{"0": ["n01440764", "tench"], "1": ["n01443537", "goldfish"]}"#),
    ("id2label.json", #"{"21": "fire lily", "3": "canterbury bells", "45": "bolero deep blue"}"#),
    ("wnids.json", #"{"n01440764": "tench, Tinca tinca", "n01443537": "goldfish, Carassius auratus"}"#),
    ("names_to_ids.json", #"{"tench": "n01440764", "goldfish": "n01443537"}"#),
    ("label2id.json", #"{"tench": 0, "goldfish": 1}"#),
    ("keyed.json", #"{"info": {"year": 2020}, "classes": ["tench", "goldfish"]}"#),
    ("features.json", #"{"features": {"label": {"names": ["tench", "goldfish"], "_type": "ClassLabel"}}}"#),
    (
      "coco.json",
      #"{"categories": [{"id": 1, "name": "person", "synonyms": ["man"]}, {"id": 3, "name": "car"}]}"#
    ),
    (
      "records.json",
      #"[{"id": "n1", "name": "tench", "aliases": ["a", "b"]}, {"id": "n2", "name": "crane"}]"#
    ),
    ("several.json", #"{"imagenet1k": ["tench", "goldfish"], "cifar10": ["cat", "dog", "frog"]}"#),
    ("lines.txt", "tench\n\ngreat white shark\nT-shirt\n"),
    ("numbered.txt", "1 001.Black_footed_Albatross\n2 002.Laysan_Albatross\n3 003.Sooty_Albatross\n"),
    ("folders.txt", "/a/airfield 0\n/a/abbey 1\n/a/apartment_building/outdoor 2\n"),
    ("table.csv", "index,name,aliases\n0,tench,Tinca tinca|fish\n1,\"crane, bird\",\n"),
    ("table.tsv", "id\tname\nn01440764\ttench\nn01443537\tgoldfish\n"),
    ("semicolons.csv", "index;name\n0;tench\n1;crane\n"),
    ("bare.csv", "n01440764,tench\nn01443537,goldfish\n"),
    ("synsets.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\n"),
    ("map.yaml", "names:\n  0: tench\n  1: goldfish\n"),
    ("list.py", "classes = ['tench', 'goldfish']\n"),
  ]

  private static let predictions = [
    (
      "a.jsonl",
      #"{"label": "tench", "pred": "a tench"}"# + "\n" + #"{"label": "crane", "pred": ["x"]}"# + "\n"
    ),
    (
      "batch.jsonl",
      #"{"custom_id": "a-b-crane-0", "response": {"body": {"choices": [{"message": {"content": "x"}}]}}}"#
        + "\n"
    ),
    ("letters.jsonl", #"{"label": "B", "pred": "(B) [/INST]", "options": ["tench", "crane"]}"# + "\n"),
    ("lmms.jsonl", #"{"doc_id": 3, "target": "tench", "filtered_resps": ["tench"], "doc": {"a": 1}}"# + "\n"),
    ("llava.jsonl", #"{"question_id": "0-tench", "text": "This is a tench."}"# + "\n"),
    ("wiki.json", #"[{"classname": "tench", "answer": "a fish", "pred": "fish", "question": "What?"}]"#),
    ("numbers.json", #"[{"label": 0, "pred": 1}, {"label": 2, "pred": 2}]"#),
    ("rows.csv", "label,pred\ntench,\"a, \"\"tench\"\"\"\ncrane,x\n"),
    ("rows.tsv", "question_id\tlabel\tprediction\n1\ttench\ta tench\n2\tcrane\tx\n"),
  ]

  private static let tables = [
    ("a.json", #"{"tench": 0.5, "crane": 1, "T-shirt": null}"#),
    ("n.json", #"{"tench": {"accuracy": 0.5, "n": 50}, "crane": {"recall": 1, "support": 3}}"#),
    ("models.json", #"{"m": {"tench": 50, "T shirt": 2}, "n": {"tench": 12.5}}"#),
    ("classwise.json", #"{"m": {"classwise": {"tench": 50, "T shirt": 2}}}"#),
    (
      "report.json",
      #"{"tench": {"precision": 1, "recall": 0.5, "support": 2}, "macro avg": {"recall": 0.5}}"#
    ),
    ("report.csv", ",precision,recall,f1-score,support\ntench,1,0.5,0.6,2\naccuracy,0.5,0.5,0.5,0.5\n"),
    ("totals.csv", "class,correct,total\ntench,1,2\ncrane,0,4\n"),
    ("semicolons.csv", "index;class;accuracy;n\n0;tench;0,5;2\n1;crane;1;4\n"),
    ("rows.jsonl", #"{"class": "tench", "acc": 0.5}"# + "\n" + #"{"class": "crane", "acc": 0.25}"# + "\n"),
  ]

  private static let frequency = [
    ("a.json", #"{"tench": 10, "crane": 0}"#),
    ("pairs.json", #"[[["great", "white"], 3], ["tench", 4], ["T - shirt", 1]]"#),
    ("rows.csv", "class,captions,mentions\ntench,3,4\n\"crane\",0,0\n"),
    ("short.csv", "class,n\ntench,3\ncrane,2\n"),
    ("semicolons.csv", "name;count\ntench;3\ncrane;2\n"),
    ("lines.jsonl", #"{"term": "tench", "count": 3}"# + "\n" + #"{"term": "crane", "count": 1}"# + "\n"),
  ]
}
