// swift-tools-version: 6.1
import PackageDescription

// A debug build in which the two libraries are optimized and keep their assertions: the tests end sooner so under the address
// sanitizer, and what it watches is the same.
let isOptimized = Context.environment["CORPUS_OPTIMIZED_DEBUG"] == "1"
let swiftSettings: [SwiftSetting] = isOptimized ? [.unsafeFlags(["-O", "-assert-config", "Debug"])] : []
let cSettings: [CSetting] = isOptimized ? [.unsafeFlags(["-O2"])] : []

let package = Package(
  name: "corpus-tool",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Corpus", targets: ["Corpus"]),
    .library(name: "FreqAnalysis", targets: ["FreqAnalysis"]),
    .executable(name: "corpus-tool", targets: ["corpus-tool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
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
    .systemLibrary(
      name: "CSnappy", pkgConfig: "snappy",
      providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
    .systemLibrary(
      name: "CBrotli", pkgConfig: "libbrotlidec",
      providers: [.apt(["libbrotli-dev"]), .brew(["brotli"])]),
    .systemLibrary(
      name: "CLZ4", pkgConfig: "liblz4",
      providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
    .systemLibrary(
      name: "CLZMA", pkgConfig: "liblzma",
      providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CBZip2",
      providers: [.apt(["libbz2-dev"]), .brew(["bzip2"])]),
    .systemLibrary(name: "CExtendedAttributes"),
    .target(name: "CByteMask", cSettings: cSettings),
    .target(name: "CCurl"),
    .plugin(name: "CommitSource", capability: .buildTool()),
    .target(
      name: "Corpus",
      dependencies: [
        "CISAL", "CZstd", "CXXHash", "CBrotli", "CLZ4", "CLZMA", "CBZip2", "CByteMask",
        "CCurl",
      ],
      exclude: ["Matching/README.md"], swiftSettings: swiftSettings),
    .target(
      name: "FreqAnalysis",
      dependencies: [
        "Corpus", "CExtendedAttributes", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Mustache", package: "swift-mustache"), "Yams",
      ],
      resources: [
        .embedInCode("Store/schema.sql"), .embedInCode("Figures/Page/page.mustache"),
        .embedInCode("Figures/Page/page.css"), .embedInCode("Figures/Page/page.js"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "corpus-tool",
      dependencies: [
        "Corpus", "FreqAnalysis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: [
        // What the linker resolves is read-only before the first byte of a stranger's file is read.
        .unsafeFlags(
          ["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"],
          .when(platforms: [.linux]))
      ],
      plugins: ["CommitSource"]),
    .executableTarget(name: "corpus-bench", dependencies: ["Corpus"], path: "Benchmarks/corpus-bench"),
    .target(name: "TestSupport", dependencies: ["CExtendedAttributes"], path: "Tests/TestSupport"),
    .testTarget(name: "CorpusTests", dependencies: ["Corpus", "CSnappy", "TestSupport"]),
    .testTarget(name: "FreqAnalysisTests", dependencies: ["FreqAnalysis", "Corpus", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["TestSupport", "corpus-tool"]),
  ]
)
