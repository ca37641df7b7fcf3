import Corpus
import Foundation

/// What a person was told of a database before, so that the same fact is not told at every run.
///
/// Neither the database nor its folder can remember: who only reads must not write to either. So it is a file of the
/// person's own, `corpus-tool/told` in `$XDG_STATE_HOME` or `~/.local/state`, with a digest for each sentence and database,
/// and nothing that can be read back. Where it cannot be written everything is told again; deleting it does no harm.
struct ToldBefore {
  /// How many sentences are remembered; then the older half is forgotten.
  private static let limit = 4_096
  private static let digits = 32

  private let file: String
  private let database: [String]

  /// Looks for the memory of a database; nil where there is no database or no place to remember.
  init?(database path: String) {
    guard let folder = Self.folder, let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    var status = stat()
    guard stat(real, &status) == 0 else { return nil }
    let born =
      (try? FileManager.default.attributesOfItem(atPath: String(cString: real)))?[.creationDate] as? Date
    database = [
      String(cString: real), "\(status.st_ino)", "\(born?.timeIntervalSince1970 ?? 0)",
    ]
    file = folder + "/told"
  }

  /// Whether a sentence was told.
  func contains(_ sentence: String) -> Bool { known.contains(key(sentence)) }

  /// Remembers sentences.
  func add(_ sentences: [String]) {
    var all = known
    let new = sentences.map(key).filter { !all.contains($0) }
    guard !new.isEmpty else { return }
    all += new
    if all.count > Self.limit { all.removeFirst(all.count - Self.limit / 2) }
    let folder = (file as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? Data(all.map { $0 + "\n" }.joined().utf8).write(
      to: URL(fileURLWithPath: file), options: .atomic)
  }

  private func key(_ sentence: String) -> String { Digest(ofFields: database + [sentence]).hex }

  private var known: [String] {
    guard let size = (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int,
      size <= Self.limit * (Self.digits + 1), let content = FileManager.default.contents(atPath: file)
    else { return [] }
    return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { $0.utf8.count == Self.digits }
  }

  /// The folder of the memory; nil where nothing says which it is.
  private static var folder: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/corpus-tool" }
    guard let home = environment["HOME"], home.hasPrefix("/"), FilePath.exists(home) else { return nil }
    return home + "/.local/state/corpus-tool"
  }
}
