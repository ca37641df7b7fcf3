import Corpus
import Foundation

/// Finds the files that somebody may have meant by a path where there is none.
enum FileNearMiss {
  /// How many entries of a folder are looked at.
  private static let entryLimit = 2_000

  /// The files in the path's folder whose names differ least from its last component, as paths, best first.
  ///
  /// Names are compared without their endings, which many files share, and then with them. Empty where the folder is
  /// not there or holds more than 2,000 entries.
  static func names(near path: String, limit: Int = 2) -> [String] {
    let url = URL(fileURLWithPath: path)
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? ""
    let wanted = url.lastPathComponent
    guard !wanted.isEmpty, wanted.utf8.count <= 255,
      let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder),
      entries.count <= entryLimit
    else { return [] }
    let stem = InputFile.stem(wanted)
    let near = entries.filter { entry in
      !entry.hasPrefix(".") && !NearMiss.names(near: stem, among: [InputFile.stem(entry)]).isEmpty
        && isFile(folder + entry)
    }
    let best = NearMiss.names(near: wanted, among: near, limit: limit)
    // Where only the beginning is the same, the endings are of no help.
    return (best.isEmpty ? Array(near.sorted().prefix(limit)) : best).map { folder + $0 }
  }

  private static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}

extension ShardError {
  /// The error as a sentence, with the files that may have been meant where there is no such file.
  ///
  /// It looks into the file's folder, so it is for the first errors of a run and not for thousands.
  public var sentence: String {
    guard case .file(let path) = shard, case .system(_, ENOENT) = fault.reason,
      InputFile.stem(path).utf8.count > 2
    else { return description }
    return description + InputErrorText.meant(FileNearMiss.names(near: path))
  }
}
