import Corpus
import Foundation

/// Files of scan lines, as engines leave them behind.
enum ScanFiles {
  /// The longest line, in bytes.
  static let lineLimit = 256 << 20

  /// The files that a path means: the file itself, or all files of a folder by name, folders inside it too.
  ///
  /// What Hadoop's readers pass over is passed over here: names that begin with `_` or a full stop, such as
  /// `_SUCCESS` and checksums, and names that end with `.crc`. A link out of the folder is an error unless links are
  /// followed: lines that are silently left out would be counts that are missing.
  static func files(at path: String, followsLinks: Bool = false) throws(ScanFileError) -> [String] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ScanFileError(file: path, line: nil, reason: .system(code: errno))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    let files = try inside(path, of: followsLinks ? nil : WalkedFolder(path), depth: 0)
    guard !files.isEmpty else { throw ScanFileError(file: path, line: nil, reason: .emptyFolder) }
    return files
  }

  private static func inside(
    _ folder: String, of named: WalkedFolder?, depth: Int
  ) throws(ScanFileError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw ScanFileError(file: folder, line: nil, reason: .system(code: EACCES))
    }
    var files: [String] = []
    for name in names.sorted() where !name.hasPrefix("_") && !name.hasPrefix(".") && !name.hasSuffix(".crc") {
      let path = folder + "/" + name
      var status = stat()
      guard stat(path, &status) == 0 else { continue }
      if let named, named.isLinkOut(path) { throw ScanFileError(file: path, line: nil, reason: .linkOut) }
      if status.st_mode & S_IFMT == S_IFDIR {
        // A link to a folder above it would never end.
        if depth < 16 { files += try inside(path, of: named, depth: depth + 1) }
      } else {
        files.append(path)
      }
    }
    return files
  }

  /// Hands on a file's lines with their number and whether a line break ends them; blank ones are passed over.
  static func lines(
    of path: String, _ body: (_ line: [UInt8], _ number: Int, _ isEnded: Bool) throws -> Void
  ) throws {
    let handle: FileHandle
    do { handle = try InputFile.open(path) } catch let error as InputError {
      throw ScanFileError(file: path, line: nil, reason: .system(code: error.systemCode))
    }
    var pending: [UInt8] = []
    var number = 0
    func give(_ line: [UInt8], isEnded: Bool) throws {
      number += 1
      if line.contains(where: { !InputFile.isSpace($0) }) { try body(line, number, isEnded) }
    }
    while true {
      let chunk: Data?
      do { chunk = try InputFile.read(handle, path) } catch let error as InputError {
        throw ScanFileError(file: path, line: nil, reason: .system(code: error.systemCode))
      }
      guard let chunk, !chunk.isEmpty else { break }
      var rest = [UInt8](chunk)[...]
      while let end = rest.firstIndex(of: 0x0A) {
        pending.append(contentsOf: rest[..<end])
        try give(pending, isEnded: true)
        pending.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      pending.append(contentsOf: rest)
      guard pending.count <= lineLimit else {
        throw ScanFileError(file: path, line: number + 1, reason: .lineTooLong(limit: lineLimit))
      }
    }
    if !pending.isEmpty { try give(pending, isEnded: false) }
  }
}

extension InputError {
  /// The operating system's number for what went wrong.
  fileprivate var systemCode: Int32 {
    switch reason {
    case .system(_, let code): code
    case .isDirectory: EISDIR
    default: EIO
    }
  }
}
