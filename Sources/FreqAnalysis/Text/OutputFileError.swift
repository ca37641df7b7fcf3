import Foundation

/// Why a file could not be written, or is not written.
public struct OutputFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as the user gave it.
  public var path: String
  /// Why it was not written.
  public var reason: Reason

  /// What keeps a file from being written.
  public enum Reason: Sendable, Hashable {
    /// The operating system refused: its error number.
    case system(code: Int32)
    /// The path is a symbolic link.
    case symbolicLink(target: String)
    /// The file is the database that the command works on, or SQLite's own file beside it.
    case databaseInUse
    /// The command reads the file.
    case input
    /// The file is some SQLite database.
    case database
    /// The file is no earlier result, or was changed since.
    case notOwn
  }

  /// Makes an error.
  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// Makes an error of the operating system's.
  public init(path: String, code: Int32) { self.init(path: path, .system(code: code)) }

  /// The error as a sentence.
  public var description: String { "cannot write \(path): \(sentence)" }

  private var sentence: String {
    switch reason {
    case .system(let code): String(cString: strerror(code))
    case .symbolicLink(let target): "it is a symbolic link to \(target); name the file itself"
    case .databaseInUse: "it belongs to the database in use"
    case .input: "this command reads it"
    case .database: "it is a database"
    case .notOwn: "the file there is no earlier result of this tool, or was changed since"
    }
  }
}
