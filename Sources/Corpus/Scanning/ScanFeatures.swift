import CBZip2
import CBrotli
import CISAL
import CLZ4
import CLZMA
import CXXHash
import CZstd

/// What scanning uses on this machine: the instructions that were chosen, and the libraries that decode and digest.
public struct ScanFeatures: Sendable, Hashable {
  /// One of them, with its name or version.
  public struct Feature: Sendable, Hashable {
    /// What it is, in a word.
    public var name: String
    /// Which value of the feature it was.
    public var value: String

    /// Makes a feature.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The instructions for each kind of work: `words` in captions, `records` of JSON and lines.
  public let kernels: [Feature]
  /// The C libraries with the versions that run, by name.
  public let libraries: [Feature]
  /// The version of Unicode by whose tables text is folded.
  public let unicode: String

  /// What this process uses; it does not change while it runs.
  public static let current = ScanFeatures(
    kernels: [
      Feature(name: "words", value: WordKernels.best.name),
      Feature(name: "records", value: String(cString: ReadingKernels.best.kernels.pointee.name)),
    ],
    libraries: [
      Feature(name: "brotli", value: packed(BrotliDecoderVersion())),
      Feature(name: "bzip2", value: String(String(cString: BZ2_bzlibVersion()).prefix { $0 != "," })),
      Feature(name: "ISA-L", value: String(cString: corpus_isal_version())),
      Feature(name: "liblzma", value: String(cString: lzma_version_string())),
      Feature(name: "lz4", value: String(cString: LZ4_versionString())),
      Feature(name: "xxHash", value: decimal(UInt32(XXH_versionNumber()))),
      Feature(name: "zstd", value: String(cString: ZSTD_versionString())),
    ].filter { !$0.value.isEmpty },
    unicode: RuleSet.unicodeVersion)

  /// Brotli's number: eight bits of the major version, twelve each of minor and patch.
  private static func packed(_ number: UInt32) -> String {
    "\(number >> 24).\(number >> 12 & 0xFFF).\(number & 0xFFF)"
  }

  /// xxHash's number: two decimal digits each of minor and patch.
  private static func decimal(_ number: UInt32) -> String {
    "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
  }
}
