import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// What looks like a class list and is none, or leaves open what its names are: each with its whole sentence.
@Suite struct ClassListRefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var text: String
    var file = "list"
    var options = ClassListOptions()
    var sentence: String

    init(
      _ text: String, _ sentence: String, file: String = "list",
      options: ClassListOptions = ClassListOptions()
    ) {
      (self.text, self.sentence, self.file, self.options) = (text, sentence, file, options)
    }

    var testDescription: String { text }
  }

  private static let python =
    "this is Python source or what Python prints, not a class list; write the names with json.dump(names, open(\"names.json\", \"w\"))"
  private static let yaml =
    "this is YAML, which is not read as a class list; write its names as a JSON list, or one per line"
  private static let alone =
    " and no names, and no caption contains an identifier; give a file that has both, with lines such as n01440764 tench"

  static let python_ = [
    "['tench', 'ant']", "[\"potter's wheel\", 'ant']", "{0: 'tench',\n 1: 'ant'}", "{'tench': 0}",
    "[('n1', 'tench')]",
    "[None]", "[ 'tench' 'ant' ]", "('tench', 'ant')", "array(['tench'], dtype='<U5')",
    "classes = [\"tench\", \"ant\"]", "# the classes\nNAMES: list[str] = [\n  'tench',\n]",
    "x = np.array(names)",
    "'tench',\n'ant',\n'bee'", "0: 'tench',\n1: 'ant',", "import numpy as np\nprint(1)",
    "from torchvision import datasets\nx", "def names():\n  return []", "dict_values(['tench'])",
    "#!/usr/bin/env python3\nx",
  ]
  static let yaml_ = [
    "names:\n  0: tench\n  1: ant", "nc: 2\nnames: ['tench', 'ant']", "---\ntench\nant", "- tench\n- ant",
    "# set\npath: ../coco\ntrain: images\nnames:\n  0: person", "label:\n  names:\n  - tench\n  - ant",
    "names: [tench, ant]", "dataset_info:\n  config_name: x\n  description: >\n    some text\n",
    "download: |\n  from x import y\nclasses:\n- tench",
  ]

  @Test(arguments: python_) func refusesPython(_ text: String) { expect(text, Self.python) }
  @Test(arguments: yaml_) func refusesYAML(_ text: String) { expect(text, Self.yaml) }

  static let others: [Refusal] = [
    Refusal("tench\nant", "a.yml: \(yaml)", file: "a.yml"),
    Refusal("tench", "a.py: \(python)", file: "a.py"),
    Refusal(
      "const names = ['tench'];",
      "list: this is JavaScript, not a class list; write its names as a JSON list, or one per line"),
    Refusal(
      "names = {'tench', 'ant'};",
      "a.m: this is MATLAB source, not a class list; write its names as a JSON list, or one per line",
      file: "a.m"),
    Refusal(
      "item {\n  id: 1\n  name: 'cat'\n}",
      "list: this is a label map of TensorFlow (protobuf text), not a class list; write its names as a JSON list, or one per line"
    ),
    Refusal(
      #"{"cells": [], "nbformat": 4}"#,
      "list: this is a Jupyter notebook, not a class list; write the names with json.dump(names, open(\"names.json\", \"w\"))"
    ),
    Refusal("n01440764\nn01443537\n", "list: the list holds identifiers (`n01440764`, `n01443537`)\(alone)"),
    Refusal(
      "wnid\nn01440764\nn01443537\n", "list: the list holds identifiers (`n01440764`, `n01443537`)\(alone)"),
    Refusal(
      "0,n01440764\n1,n01443537\n", "list: the list holds identifiers (`n01440764`, `n01443537`)\(alone)"),
    Refusal("index,name\n0,n01440764\n", "list: the list holds identifiers (`n01440764`)\(alone)"),
    Refusal(
      "0 n01440764\n1 n01443537\n", "list: the list holds identifiers (`n01440764`, `n01443537`)\(alone)"),
    Refusal(#"["/m/011k07"]"#, "list: the list holds identifiers (`/m/011k07`)\(alone)"),
    Refusal(#"{"0": "n01440764"}"#, "list: the list holds identifiers (`n01440764`)\(alone)"),
    Refusal(
      "Q144\nQ146\nQ140\nQ726\n",
      "list: the list holds identifiers (`Q144`, `Q146`, `Q140` and 1 more)\(alone)"),
    Refusal(#"{"3": null}"#, "list, line 1: the value of `3` is null, not a name"),
    Refusal(#"{"3": []}"#, "list, line 1: the value of `3` is an empty list, not a name"),
    Refusal(
      #"{"n01440764": ["a", 1]}"#,
      "list, line 1: the value of `n01440764` is a list that holds a number, not a name"),
    Refusal(
      "{\"1\": \"a\",\n\"1\": \"b\"}",
      "list, line 2: the key `1` is duplicated; a list of names can repeat a name, an object cannot"),
    Refusal(#"[{"name": "a"}, {"id": 2}]"#, "list: in element 2 of the list `name` is missing"),
    Refusal(
      #"[{"name": "a"}, {"name": 2}]"#, "list: in element 2 of the list `name` is a number, not a name"),
  ]

  static let choices: [Refusal] = [
    Refusal(
      #"{"imagenet1k": ["tench", "ant"], "food101": ["pie"]}"#,
      "list: there are 2 lists of names under keys: `imagenet1k` (2), `food101` (1); choose one"
    ),
    Refusal(
      #"{"vtab/caltech101": ["a"], "other": ["b"]}"#,
      "list: there are 2 lists of names under keys: `vtab/caltech101` (1), `other` (1); choose one"
    ),
    Refusal(
      #"{"a": ["0","1","2","3","4","5","6","7","8","9"]}"#,
      "list: there is a list under a key: `a` (10); choose one"),
    Refusal(
      #"{"size": 3072, "fine": ["0","1","2","3","4","5","6","7","8","9"]}"#,
      "list: there is a list under a key: `fine` (10); choose one"),
    Refusal(
      #"{"classes": ["a"], "names": ["b", "c"]}"#,
      "list: there are 2 lists of names under keys: `classes` (1), `names` (2); choose one"
    ),
    Refusal(
      #"{"features": {"fine": {"names": ["a", "b"]}, "coarse": {"names": ["c"]}}}"#,
      "list: there are 2 lists of names under keys: `features.fine.names` (2), `features.coarse.names` (1); choose one"
    ),
    Refusal(
      #"{"data": {"classes": ["a"]}}"#,
      "list, line 1: the value of `data` is an object; aliases must be a list of strings, and a class list inside it has to be chosen by its key"
    ),
    Refusal(
      #"{"imagenet1k": ["a"]}"#,
      "list: there is no key `imagenet`; did you mean `imagenet1k`? Keys seen: `imagenet1k`",
      options: ClassListOptions(key: "imagenet")),
    Refusal(
      #"["a"]"#, "list: the key `x` chooses a list of a JSON object, and this is a list",
      options: ClassListOptions(key: "x")),
    Refusal(
      "a\n", "list: the key `x` chooses a list of a JSON object, and this is a text",
      options: ClassListOptions(key: "x")),
    Refusal(
      "tench,fish\nant,insect\n",
      "list: the table has no column called name or class, and its content does not show which column holds the names; choose one by its number, or if the first line is a header by its header: 1 `tench`, 2 `fish`"
    ),
    Refusal(
      "wnid\ttitle\tkind\nn01440764\ttench\tfish\n",
      "list: the table has no column called name or class, and its content does not show which column holds the names; choose one by its header or its number: 1 `wnid`, 2 `title`, 3 `kind`"
    ),
    Refusal(
      "tench,fish\nant,insect\n", "list: there is no column `3`; the columns, by number: 1 `tench`, 2 `fish`",
      options: ClassListOptions(nameColumn: "3")),
    Refusal(
      "tench\n", "list: the column `1` is to be one of a table, and this is none",
      options: ClassListOptions(nameColumn: "1")),
    Refusal(
      #"["a"]"#, "list: the column `x` is to be one of a table, and this is none",
      options: ClassListOptions(nameColumn: "x")),
    Refusal("name,name\na,b\n", "list, line 1: the column `name` is duplicated in the header"),
  ]

  @Test(arguments: others + choices) func refuses(_ refusal: Refusal) {
    #expect(sentence(Array(refusal.text.utf8), refusal.file, refusal.options) == refusal.sentence)
  }

  static let foreign: [([UInt8], String)] = [
    (
      Array("MATLAB 5.0 MAT-file, Platform: GLNXA64\0\0".utf8),
      "this is a MATLAB file; write its names as text first, one per line, or as a JSON list (in Python, scipy.io.loadmat reads it)"
    ),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0],
      "this is an Excel workbook (xls); save the sheet as CSV"
    ),
    (
      [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A],
      "this is an HDF5 file; write its names as text first, one per line, or as a JSON list"
    ),
    (
      Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8),
      "this is a Git LFS pointer, not the file that it stands for; `git lfs pull` downloads that"
    ),
    (
      Array("\n<!DOCTYPE html>\n<title>x</title>".utf8),
      "this is an HTML or XML page; was an error page or a web page saved in place of the file?"
    ),
    (
      Array("<Error><Code>AccessDenied</Code></Error>".utf8),
      "this is an HTML or XML page; was an error page or a web page saved in place of the file?"
    ),
    (
      Array("PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8),
      "this is an OpenDocument spreadsheet; save the sheet as CSV"
    ),
    (Array("PK\u{3}\u{4}names.txt".utf8), "this is a zip file; decompress it first"),
  ]

  @Test(arguments: foreign) func refusesOtherFiles(_ bytes: [UInt8], _ reason: String) {
    #expect(sentence(bytes) == "list: " + reason)
  }

  /// What Python writes, so that the forms are not those of this file's author alone.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python")) func knowsWhatPythonWrites()
    throws
  {
    let folder = try TemporaryFolder()
    let script = """
      import csv, json, pickle, pprint, random, sys, zipfile
      import numpy, scipy.io
      folder = sys.argv[1] + "/"
      names = ["tench", "jack-o'-lantern", 'the "big" one', "snail, land", "caf\\u00e9", "1,000 island dressing"]
      for name, text in {"repr": repr(names), "pprint": pprint.pformat(names * 9), "dict": repr(dict(enumerate(names))),
                         "pdict": pprint.pformat(dict(enumerate(names * 9))), "tuple": repr(tuple(names)),
                         "array": repr(numpy.array(names)), "str": str(numpy.array(names))}.items():
          open(folder + name, "w").write(text)
      pickle.dump(names, open(folder + "pickle", "wb"))
      numpy.save(open(folder + "npy", "wb"), numpy.array(names))
      scipy.io.savemat(folder + "mat", {"names": names}, appendmat=False)
      with zipfile.ZipFile(folder + "xlsx", "w", zipfile.ZIP_DEFLATED) as book:
          book.writestr("[Content_Types].xml", "<Types/>" * 2000)
          book.writestr("xl/workbook.xml", "<workbook/>")
      writer = csv.writer(open(folder + "a.csv", "w", newline=""))
      writer.writerows([f"n0144{i:04}", name, i] for i, name in enumerate(names))
      writer = csv.writer(open(folder + "a.tsv", "w", newline=""), delimiter="\\t", quoting=csv.QUOTE_ALL)
      writer.writerows([i + 1, name] for i, name in enumerate(names))
      shuffled = [(str(i * 3 + 1), name) for i, name in enumerate(names)]
      random.Random(5).shuffle(shuffled)
      json.dump(dict(shuffled), open(folder + "a.json", "w"))
      """
    let run = try Run.python(["-c", script, folder.url.path])
    #expect(run.status == 0, "\(run.stderr)")
    for file in ["repr", "pprint", "dict", "pdict", "tuple", "array", "str"] {
      #expect(try sentence(InputFile.bytes(folder.path(file))) == "list: \(Self.python)", "\(file)")
    }
    for (file, wanted) in [
      ("pickle", "Python pickle"), ("npy", "NumPy array"), ("mat", "MATLAB file"),
      ("xlsx", "Excel workbook (xlsx)"),
    ] {
      #expect(try sentence(InputFile.bytes(folder.path(file)))?.contains(wanted) == true, "\(file)")
    }
    let names = [
      "tench", "jack-o'-lantern", "the \"big\" one", "snail, land", "café", "1,000 island dressing",
    ]
    let csv = try ClassFile(path: folder.path("a.csv")).classSet
    #expect(csv.classes.map(\.name) == names && csv.classes.map(\.id) == (0..<6).map { "n0144000\($0)" })
    #expect(try ClassFile(path: folder.path("a.tsv")).classSet.classes.map(\.name) == names)
    let json = try ClassFile(path: folder.path("a.json")).classSet
    #expect(json.classes.map(\.name) == names && json.classes.map(\.id) == (0..<6).map { "\($0 * 3 + 1)" })
  }

  private func expect(_ text: String, _ reason: String) {
    #expect(sentence(Array(text.utf8)) == "list: " + reason)
  }

  private func sentence(
    _ bytes: [UInt8], _ file: String = "list", _ options: ClassListOptions = ClassListOptions()
  ) -> String? {
    do {
      _ = try ClassFile(bytes, file: file, name: "set", reading: options)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
