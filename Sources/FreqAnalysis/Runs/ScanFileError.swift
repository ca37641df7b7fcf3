import Corpus
import Foundation

/// Why a file of scan lines could not be merged, and where in it.
public struct ScanFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file or folder.
  public var file: String
  /// The line, from 1; nil: the file as a whole.
  public var line: Int?
  /// The reason why the file or folder was refused.
  public var reason: Reason

  /// What is wrong.
  public enum Reason: Sendable, Equatable {
    /// The line is none that this program can take in.
    case fault(ScanLineFault)
    /// The shard was counted for a class set that is none of those given.
    case otherClassSet(shard: String, name: String, given: [String])
    /// The shard was not counted for a class set that was given.
    case lacksClassSet(shard: String, name: String)
    /// The database refuses the shard; why.
    case store(StoreError)
    /// The operating system refused: its error number.
    case system(code: Int32)
    /// The path is a symbolic link out of the folder that was named.
    case linkOut
    /// The folder holds no file of lines.
    case emptyFolder
    /// The line is longer than a line may be.
    case lineTooLong(limit: Int)
  }

  /// The error as a sentence: file, line, reason.
  public var description: String {
    let place = ShownText.escaped(file) + (line.map { ", line \($0)" } ?? "")
    return "\(place): \(sentence)"
  }

  private var sentence: String {
    switch reason {
    case .fault(let fault): return fault.description
    case .otherClassSet(let shard, let name, let given):
      let names = given.map { "`\($0)`" }.joined(separator: ", ")
      return
        "the shard \(shard) was counted for a class set `\(name)` with different classes or terms from \(names)"
    case .lacksClassSet(let shard, let name):
      return "the shard \(shard) was not counted for the class set `\(name)`"
    case .store(let error): return error.description
    case .system(let code): return "it cannot be read: \(String(cString: strerror(code)))"
    case .linkOut: return "it is a link out of the folder that was named"
    case .emptyFolder: return "the folder has no file of scan lines"
    case .lineTooLong(let limit): return "the line is longer than \(limit) bytes"
    }
  }
}
