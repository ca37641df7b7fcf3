import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Bytes in memory, given out in pieces of a fixed size.
final class PiecedStream: ByteStream {
  private var bytes: ArraySlice<UInt8>
  private let piece: Int

  init(_ bytes: some Sequence<UInt8>, piece: Int = .max) {
    self.bytes = ArraySlice(Array(bytes))
    self.piece = piece
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, piece, bytes.count)
    buffer.copyBytes(from: bytes.prefix(count))
    bytes.removeFirst(count)
    return count
  }
}

/// Reads a stream to its end through a buffer of a given size.
func drain(_ stream: any ByteStream, by size: Int = 1 << 16) throws -> [UInt8] {
  var all: [UInt8] = []
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
  defer { buffer.deallocate() }
  while true {
    let count = try stream.read(into: buffer)
    if count == 0 { return all }
    all.append(contentsOf: buffer[..<count])
  }
}

@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct DecodingTests {
  /// Codec, content and encoded bytes of one case, as Python made them.
  struct Encoded: Decodable, Sendable {
    var name: String
    var plain: Data
    var coded: Data
  }

  static let encoded: [Encoded] = {
    let script = """
      import base64, gzip, json, random, zstandard
      rng = random.Random(7)
      z = lambda b: zstandard.ZstdCompressor(3).compress(b)
      texts = [b"", b"a", b"a dog\\n" * 3, rng.randbytes(200000), b"\\n".join(b"a %d dog" % rng.randrange(99) for _ in range(60000))]
      rows = []
      def row(name, plain, coded):
          rows.append({"name": name, "plain": base64.b64encode(plain).decode(), "coded": base64.b64encode(coded).decode()})
      for i, t in enumerate(texts):
          for level in (1, 6, 9):
              row(f"gzip {level} {i}", t, gzip.compress(t, level))
          row(f"zstd {i}", t, z(t))
          parts = [t[j:j + max(1, len(t) // 7)] for j in range(0, len(t), max(1, len(t) // 7))]
          row(f"gzip members {i}", t, b"".join(map(gzip.compress, parts)) or gzip.compress(b""))
          row(f"zstd frames {i}", t, b"".join(map(z, parts)) or z(b""))
      row("gzip one-byte members", b"abcdefgh", b"".join(gzip.compress(bytes([c])) for c in b"abcdefgh"))
      row("gzip trailing zeros", b"abc", gzip.compress(b"abc") + bytes(512))
      row("gzip trailing garbage", b"abc", gzip.compress(b"abc") + b"garbage")
      row("zstd skippable first", b"abc", bytes([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0]) + b"skip" + z(b"abc"))
      row("zstd skippable between", b"abcabc", z(b"abc") + bytes([0x5f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]) + z(b"abc"))
      print(json.dumps(rows))
      """
    guard let run = try? Run.python(["-c", script]) else { return [] }
    return (try? JSONDecoder().decode([Encoded].self, from: run.output)) ?? []
  }()

  private func open(_ coded: some Sequence<UInt8>, piece: Int) throws -> any ByteStream {
    let peeked = PeekedStream(PiecedStream(coded, piece: piece))
    let magic = try peeked.peek(Codec.magicBytes)
    return try Codec(magic: magic).decoded(peeked)
  }

  @Test func givesWhatWasEncodedWhateverThePieces() throws {
    #expect(Self.encoded.count > 30)
    for encoded in Self.encoded {
      for (piece, buffer) in [(Int.max, 1 << 16), (1000, 777), (1, 1 << 14)]
      where encoded.coded.count < 9000 || piece > 1 {
        let plain = try drain(open(encoded.coded, piece: piece), by: buffer)
        #expect(plain == Array(encoded.plain), "\(encoded.name) in pieces of \(piece)")
      }
    }
  }

  @Test func cutTailsAreTold() throws {
    for encoded in Self.encoded
    where !encoded.name.contains("trailing") && !encoded.name.contains("members")
      && !encoded.name.contains("frames")
      && !encoded.name.contains("skippable") && encoded.coded.count < 2000
    {
      for cut in 1..<encoded.coded.count where cut >= 10 || encoded.name.hasPrefix("zstd") && cut >= 4 {
        #expect(throws: ShardFault.self, "\(encoded.name) cut to \(cut)") {
          try drain(open(encoded.coded.prefix(cut), piece: .max))
        }
      }
    }
  }

  @Test func damageIsTold() throws {
    for encoded in Self.encoded where encoded.name == "gzip 6 4" || encoded.name == "gzip 1 3" {
      for place in stride(from: 30, to: encoded.coded.count, by: encoded.coded.count / 50) {
        var damaged = encoded.coded
        damaged[place] ^= 0x10
        #expect(throws: ShardFault.self, "\(encoded.name), byte \(place)") {
          try drain(open(damaged, piece: .max))
        }
      }
    }
  }

  /// RFC 1952 keeps three bits of a member's flags for later, and has a decoder refuse them.
  @Test(arguments: [0x20, 0x40, 0x80] as [UInt8], [Int.max, 1, 7])
  func reservedFlagsOfGzipAreRefused(_ flag: UInt8, piece: Int) throws {
    let member = try #require(Self.encoded.first { $0.name == "gzip 6 4" })
    var flagged = Array(member.coded)
    flagged[3] |= flag
    for coded in [flagged, Array(member.coded) + flagged] {
      #expect(throws: ShardFault(.corrupt(codec: "gzip", detail: "unknown flags in a header"))) {
        try drain(open(coded, piece: piece))
      }
    }
  }

  /// Frames as Python's zstandard makes them: their window is what their head says, and is held to the bound exactly.
  @Test func windowsBeyondTheBoundAreToldInFigures() throws {
    let script = """
      import base64, json, zstandard as z
      rows = []
      for log, streamed in ((20, True), (24, True), (27, True), (28, True), (30, True), (31, True), (20, False), (27, False)):
          p = z.ZstdCompressionParameters.from_level(3, window_log=log, write_content_size=not streamed)
          c = z.ZstdCompressor(compression_params=p)
          text = b"a dog\\n" * 1000
          if streamed:
              o = c.compressobj(); coded = o.compress(text) + o.flush()
          else: coded = c.compress(text)
          rows.append({"plain": base64.b64encode(text).decode(), "coded": base64.b64encode(coded).decode(), "name": str(z.get_frame_parameters(coded).window_size)})
      print(json.dumps(rows))
      """
    let run = try Run.python(["-c", script])
    let rows = try JSONDecoder().decode([Encoded].self, from: run.output)
    try #require(rows.count == 8)
    func read(_ coded: some Sequence<UInt8>, limit: Int, piece: Int) throws -> [UInt8] {
      try drain(Codec.zstd.decoded(PiecedStream(coded, piece: piece), maximumWindow: limit))
    }
    for row in rows {
      let window = try #require(Int(row.name))
      for piece in [Int.max, 1, 7] {
        #expect(try read(row.coded, limit: max(window, 1024), piece: piece) == Array(row.plain))
        // Whole frames before it change nothing.
        let joined = try Array(Compression.zstd([97])) + Array(row.coded)
        #expect(try read(joined, limit: max(window, 1024), piece: piece) == [97] + Array(row.plain))
        guard window > 1 << 20 else { continue }
        #expect(
          throws: ShardFault(.windowTooLarge(window: window, limit: window - 1)),
          "window \(window) in pieces of \(piece)"
        ) { try read(row.coded, limit: window - 1, piece: piece) }
      }
    }
    #expect(
      ShardFault(.windowTooLarge(window: 2_147_483_648, limit: 134_217_728)).description
        == "the zstd data needs a window of 2147483648 bytes, and at most 134217728 are allowed"
    )
  }
}
