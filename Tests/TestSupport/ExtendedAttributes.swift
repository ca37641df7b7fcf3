import CExtendedAttributes
import Foundation

/// Attributes of files beside their content, as far as the file system of temporary folders keeps them.
public enum ExtendedAttributes {
  /// Whether it does. Where not, results are not known again, and tests of that are skipped.
  public static let areKept: Bool = {
    guard let folder = try? TemporaryFolder(), let path = try? folder.write("file", "") else { return false }
    return set("user.corpus-tool.test", "1", onFileAt: path)
  }()

  /// Sets an attribute; returns whether it was kept.
  public static func set(_ name: String, _ value: String, onFileAt path: String) -> Bool {
    Array(value.utf8).withUnsafeBytes { extended_attribute_set(path, name, $0.baseAddress, $0.count) } == 0
  }
}
