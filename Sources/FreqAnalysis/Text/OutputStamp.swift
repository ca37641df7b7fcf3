import CExtendedAttributes
import Corpus
import Foundation

/// By what a result is known again: an attribute of the file beside its content, with the content's digest.
///
/// A file that somebody else wrote has none, and one that was changed has another digest, so that neither is taken for an earlier
/// result. A copy may have lost it, and file systems without attributes (NFS before 4.2) keep none: such a file is then kept.
struct OutputStamp {
  /// Linux lets everybody who may write a file set the attributes of this name space (`man 7 xattr`).
  private static let name = "user.corpus-tool.digest"

  /// Stamps a file. One that cannot be stamped is a result nevertheless, and is not known again.
  ///
  /// - Complexity: O(*n*) for *n* bytes, which are read.
  static func put(onFileAt path: String) {
    guard let digits = (try? RowFile.digest(ofFile: path))?.hex else { return }
    _ = Array(digits.utf8).withUnsafeBytes {
      extended_attribute_set(path, name, $0.baseAddress, $0.count)
    }
  }

  /// Whether a file is a result that nobody has changed.
  ///
  /// - Complexity: O(*n*) for *n* bytes of a file that has a stamp.
  static func fits(fileAt path: String) -> Bool {
    var digits = [UInt8](repeating: 0, count: 32)
    let length = digits.withUnsafeMutableBytes {
      extended_attribute_get(path, name, $0.baseAddress, $0.count)
    }
    guard length == digits.count, let stamp = Digest(hex: String(decoding: digits, as: UTF8.self)) else {
      return false
    }
    return (try? RowFile.digest(ofFile: path)) == stamp
  }
}
