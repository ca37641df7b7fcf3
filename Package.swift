// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "corpus-tool",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Corpus", targets: ["Corpus"]),
    .library(name: "FreqAnalysis", targets: ["FreqAnalysis"]),
    .executable(name: "corpus-tool", targets: ["corpus-tool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CISAL", pkgConfig: "libisal",
      providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CXXHash", pkgConfig: "libxxhash",
      providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
    .target(name: "CByteMask"),
    .target(
      name: "Corpus",
      dependencies: ["CISAL", "CZstd", "CXXHash", "CByteMask"]),
    .target(
      name: "FreqAnalysis",
      dependencies: ["Corpus", .product(name: "GRDB", package: "GRDB.swift")],
      resources: [.embedInCode("Store/schema.sql")]),
    .executableTarget(
      name: "corpus-tool",
      dependencies: [
        "Corpus", "FreqAnalysis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CorpusTests", dependencies: ["Corpus", "TestSupport"]),
    .testTarget(name: "FreqAnalysisTests", dependencies: ["FreqAnalysis", "Corpus", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["TestSupport", "corpus-tool"]),
  ]
)
