/// The rule by which rows of img2dataset are left out: its tables hold failed downloads too, whose captions no model saw.
///
/// A shard whose first value in the field `status` is one of img2dataset's has a status; its records count where that is
/// `success`.
enum DownloadStatus {
  /// The field, at the top of a record.
  static let field = "status"

  /// Whether a value is one that img2dataset writes for a download.
  static func isOutcome(_ value: String) -> Bool { value == "success" || value.hasPrefix("failed_to_") }

  /// Whether a record with this value counts.
  static func isSuccess(_ value: some Sequence<UInt8>) -> Bool { value.elementsEqual("success".utf8) }
}
