import Corpus
import Foundation

/// The images that there are of each class: a folder with a folder a class, or a table of images and labels.
public struct ClassImages: Sendable {
  /// For each class of the class set, in its order, its images as they are to be written; sorted by their bytes.
  public private(set) var paths: [[String]]
  /// Folders or labels that no class has, or several have.
  public private(set) var unmatched: [String] = []

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
  ///   - classSet: The classes.
  /// - Throws: `InputError`; `Failure` for an image that is not under the root.
  public init(_ source: String, root: String?, _ classSet: ClassSet) throws {
    paths = Array(repeating: [], count: classSet.classes.count)
    let join = NameJoin(classSet)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
      throw InputError(file: source, .system(operation: "it cannot be opened", code: ENOENT))
    }
    if isFolder.boolValue {
      for name in try Self.names(in: source) where !name.hasPrefix(".") {
        let folder = source + "/" + name
        guard Self.kind(of: folder) == S_IFDIR else { continue }
        guard let index = Self.index(of: name, join) else {
          unmatched.append(name)
          continue
        }
        for file in try Self.images(under: folder) {
          paths[index].append(try Self.shown(file, root: root ?? source))
        }
      }
    } else {
      try readTable(source, root, join)
    }
    for index in paths.indices { paths[index].sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  }

  private mutating func readTable(_ file: String, _ root: String?, _ join: NameJoin) throws {
    let table = try DelimitedTable(InputFile.bytes(file), file: file, semicolons: true)
    guard let image = try table.choice(Self.imageColumns, file: file),
      let label = try table.choice(Self.labelColumns, file: file)
    else {
      throw InputError(
        file: file, at: .line(1), .missingColumn(wanted: ["image", "label"], seen: table.columns))
    }
    var seen: Set<[UInt8]> = []
    for row in table.rows {
      let name = row.cells[label.position]
      guard let index = Self.index(of: name, join) else {
        if seen.insert(Array(name.utf8)).inserted { unmatched.append(name) }
        continue
      }
      let path = row.cells[image.position]
      paths[index].append(try root.map { try Self.shown(path, root: $0) } ?? path)
    }
  }

  private static func index(of name: String, _ join: NameJoin) -> Int? {
    if let match = join.match(name, words: true) { return match.classes.count == 1 ? match.classes[0] : nil }
    return join.position(name, given: nil).flatMap { join.index(ofPosition: $0, base: 0) }
  }

  private static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch {
      throw InputError(file: folder, .system(operation: "it cannot be read", code: EACCES))
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
