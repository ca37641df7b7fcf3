import Corpus
import Foundation

/// The images that there are of each class: a folder with a folder a class, or a table of images and labels.
public struct ClassImages: Sendable {
  /// For each class of the class set, in its order, its images as they are to be written; sorted by their bytes.
  public private(set) var paths: [[String]]
  /// Folders or labels that no class has.
  public private(set) var unmatched: [String] = []
  /// Folders or labels that several classes have.
  public private(set) var ambiguous: [String] = []
  /// The number of the first class, where folders or labels are positions; nil where they are something else.
  public private(set) var positionBase: Int?

  /// The endings of image files.
  private static let endings: Set<String> = [
    "jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff", "avif",
  ]
  private static let imageColumns = ["image", "path", "image_path", "file", "filename", "file_name"]
  private static let labelColumns = ["label", "class", "class_name", "classname", "target", "name", "synset"]

  /// Finds the images.
  ///
  /// Folders and labels find their classes as those of accuracies do: by name, identifier, alias, spelling or position.
  /// Links in the folder are not followed.
  ///
  /// - Parameters:
  ///   - source: The folder or the table.
  ///   - root: The folder to which written paths are relative; nil: the folder itself, or as the table has them.
  ///   - labelBase: The number of the first class where folders or labels are positions, 0 or 1; nil: 0, where each of
  ///     them is then a class's.
  ///   - classSet: The classes.
  /// - Throws: `InputError`, also where all folders or labels are numbers, and one is outside the list, or they may be
  ///   identifiers or positions; `Failure` for an image that is not under the root.
  public init(_ source: String, root: String?, labelBase: Int? = nil, _ classSet: ClassSet) throws {
    paths = Array(repeating: [], count: classSet.classes.count)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
      throw InputError(file: source, .system(operation: "open", code: ENOENT))
    }
    let (labels, images) = try isFolder.boolValue ? ([], [:]) : Self.labels(source)
    let names = try isFolder.boolValue ? Self.folders(in: source) : labels
    let top = isFolder.boolValue ? root ?? source : root
    let found = try Self.matches(of: names, NameJoin(classSet), labelBase, file: source)
    if found.contains(where: { $0?.way == .position }) { positionBase = labelBase ?? 0 }
    for (name, match) in zip(names, found) {
      guard let match else {
        unmatched.append(name)
        continue
      }
      guard match.classes.count == 1 else {
        ambiguous.append(name)
        continue
      }
      for image in try images[name] ?? Self.images(under: source + "/" + name) {
        paths[match.classes[0]].append(try top.map { try Self.shown(image, root: $0) } ?? image)
      }
    }
    for index in paths.indices { paths[index] = Self.sorted(paths[index]) }
  }

  /// Which folders or labels no class has; nil where each has one.
  public var unmatchedSentence: String? {
    unmatched.isEmpty ? nil : "no class for \(ShownText.names(unmatched))"
  }

  /// Which folders or labels several classes have; nil where none has.
  public var ambiguousSentence: String? {
    guard !ambiguous.isEmpty else { return nil }
    return
      "several classes are called \(ShownText.names(ambiguous)), so these images are left out; identifiers or positions "
      + "tell such classes apart"
  }

  /// The folders in a folder, without hidden ones and links.
  private static func folders(in source: String) throws -> [String] {
    try names(in: source).filter { !$0.hasPrefix(".") && kind(of: source + "/" + $0) == S_IFDIR }
  }

  /// The labels of a table in its order, and the images of each.
  private static func labels(_ file: String) throws -> (labels: [String], images: [String: [String]]) {
    let table = try DelimitedTable(given: file, as: "a table of images and labels")
    guard let image = try table.choice(imageColumns, file: file),
      let label = try table.choice(labelColumns, file: file)
    else {
      throw InputError(
        file: file, at: .line(1), .missingColumn(wanted: ["image", "label"], seen: table.columns))
    }
    var (labels, images): ([String], [String: [String]]) = ([], [:])
    for row in table.rows {
      let name = row.cells[label.position]
      if images[name] == nil { labels.append(name) }
      images[name, default: []].append(row.cells[image.position])
    }
    return (labels, images)
  }

  /// The classes that folders or labels mean; nil for those that mean none.
  private static func matches(
    of names: [String], _ join: NameJoin, _ labelBase: Int?, file: String
  ) throws -> [NameJoin.Match?] {
    let base = labelBase ?? 0
    let rows = NameJoin.Rows(names: names, words: true, base: base, isBaseGiven: labelBase != nil)
    if let positions = try join.positions(rows, base: base, file: file) { return positions }
    return names.map { name in
      if let match = join.match(name, words: true) { return match }
      let index = join.position(name, given: labelBase).flatMap { join.index(ofPosition: $0, base: base) }
      return index.map { NameJoin.Match(way: .position, classes: [$0]) }
    }
  }

  private static func names(in folder: String) throws -> [String] {
    do {
      return sorted(try FileManager.default.contentsOfDirectory(atPath: folder))
    } catch {
      throw InputError(file: folder, .system(operation: "read", code: EACCES))
    }
  }

  /// The files under a folder that are images by their names, at any depth.
  private static func images(under folder: String) throws -> [String] {
    var found: [String] = []
    var waiting = [folder]
    while let next = waiting.popLast() {
      for name in try names(in: next) where !name.hasPrefix(".") {
        let path = next + "/" + name
        switch kind(of: path) {
        case S_IFDIR: waiting.append(path)
        case S_IFREG:
          let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
          if endings.contains(ending) { found.append(path) }
        default: break
        }
      }
    }
    return found
  }

  private static func sorted(_ names: [String]) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func kind(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  /// A path as it is written: relative to the root.
  private static func shown(_ path: String, root: String) throws -> String {
    func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    let (whole, top) = (absolute(path), absolute(root))
    let prefix = top.hasSuffix("/") ? top : top + "/"
    guard whole.utf8.starts(with: prefix.utf8) else { throw Failure(path: path, root: root) }
    return String(whole.dropFirst(prefix.count))
  }

  /// An image that is not under the folder to which paths are relative.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The image.
    public var path: String
    /// The folder.
    public var root: String

    /// The error as a sentence.
    public var description: String {
      "the image \(ShownText.name(path)) is not in the image root \(ShownText.name(root))"
    }
  }
}
