import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite(.enabled(if: ProjectPaths.python != nil)) struct RemoteClientTests {
  private let folder: TemporaryFolder
  private let server: LoopbackServer
  private let client = RemoteClient(RemoteOptions(retries: 0, connectSeconds: 2, stallSeconds: 2))

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a.txt", String(repeating: "0123456789", count: 100))
    server = try LoopbackServer(folder)
  }

  /// A redirect to another host name shows it neither the token nor the lines beside it.
  @Test func aTokenStaysWithItsHost() throws {
    for (way, tokens) in [("hop", ["Bearer t0ken", "Bearer t0ken"]), ("away", ["Bearer t0ken", nil])] {
      try server.clear()
      let request = RemoteRequest(url: server.url("\(way)/a.txt"), authorization: .bearer("t0ken"))
      let reply = try client.reply(to: request, bodyLimit: 1 << 20)
      #expect(reply.status == 200 && reply.body.count == 1000)
      let asked = try server.asked()
      #expect(asked.map(\.authorization) == tokens, "\(way)")
    }
  }

  @Test func aSignatureStaysWithItsHost() throws {
    let keys = RemoteAWSKeys(accessKey: "A", secretKey: "S", sessionToken: "T", region: "r")
    let reply = try client.reply(
      to: RemoteRequest(url: server.url("away/a.txt"), authorization: .aws(keys)), bodyLimit: 1 << 20)
    #expect(reply.status == 200)
    let asked = try server.asked()
    #expect(asked[0].authorization?.hasPrefix("AWS4-HMAC-SHA256") == true && asked[1].authorization == nil)
  }

  @Test func bodiesAreBounded() throws {
    let request = RemoteRequest(url: server.url("ok/a.txt"))
    #expect(throws: RemoteFault(.bodyTooLarge(limit: 999))) { try client.reply(to: request, bodyLimit: 999) }
    #expect(try client.reply(to: request, bodyLimit: 1000).body.count == 1000)
  }

  @Test func aHeaderCannotBringAnother() {
    let request = RemoteRequest(url: server.url("ok/a.txt"), authorization: .bearer("a\r\nX: b"))
    #expect(throws: RemoteFault.self) { try client.reply(to: request, bodyLimit: 1000) }
  }

  @Test func secretsAreNotPrinted() {
    let keys = RemoteAWSKeys(accessKey: "s3cr3t", secretKey: "s3cr3t", sessionToken: "s3cr3t", region: "r")
    for authorization in [RemoteAuthorization.bearer("s3cr3t"), .aws(keys)] {
      let shard = RemoteShard(
        shownPath: "https://a/b", url: "https://a/b?sig=s3cr3t", authorization: authorization)
      var dumped = ""
      dump(authorization, to: &dumped)
      for text in [
        "\(authorization)", String(reflecting: authorization), "\(keys)", "\(shard)", dumped,
        "\(ShardName.remote(shard))",
      ] {
        #expect(!text.contains("s3cr3t"))
      }
    }
  }

  /// A file of any size is all of it: smaller than its first bytes that are asked for, smaller than its last, or a little larger.
  @Test(arguments: [0, 1, 7, 4095, 4096, 4097, 32_767, 32_768, 32_769, 36_863, 36_864, 36_865, 70_000])
  func aFileOfAnySizeIsRead(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    try folder.write("any.bin", Data(bytes))
    for way in ["ok", "nosuffix", "untagged"] {
      let traffic = RemoteTraffic()
      let client = RemoteClient(RemoteOptions(retries: 0), traffic: traffic)
      let ranges = try RemoteRanges(RemoteShard(named: server.url("\(way)/any.bin")), client)
      guard size > 0 else {
        #expect(ranges == nil)
        continue
      }
      let file = try #require(ranges)
      #expect(file.size == size)
      var read = [UInt8](repeating: 0, count: size)
      let tail = max(0, size - 8)
      try read.withUnsafeMutableBytes {
        try file.read(at: tail, into: UnsafeMutableRawBufferPointer(rebasing: $0[tail...]))
      }
      #expect(read[tail...] == bytes[tail...])
      // Where the first bytes came before the last were asked for, it is known already that there are no others.
      if way == "ok" { #expect((size > 4096 ? 2...2 : 1...2).contains(traffic.requests)) }
      try read.withUnsafeMutableBytes { try file.read(at: 0, into: $0) }
      #expect(read == bytes, "\(way)")
    }
  }

  /// Any places of a file, in any order, announced or not, are the file's bytes.
  @Test(arguments: ["ok", "nosuffix", "hop", "brief"], [1, 2]) func rangesAreTheFile(
    way: String, seed: UInt64
  ) throws {
    var state = seed
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    let bytes = (0..<3_000_000).map { _ in UInt8(truncatingIfNeeded: random(256)) }
    try folder.write("big.bin", Data(bytes))
    let traffic = RemoteTraffic()
    let ranges = try #require(
      try RemoteRanges(
        RemoteShard(named: server.url("\(way)/big.bin")), RemoteClient(RemoteOptions(), traffic: traffic)))
    #expect(ranges.size == bytes.count)
    var told: [Range<Int>] = []
    var end = 0
    while end < bytes.count - 20_000 {
      let start = min(end + random(400_000), bytes.count)
      let range = start..<min(bytes.count, start + 1 + random(300_000))
      if !range.isEmpty, start < bytes.count { told.append(range) }
      end = range.upperBound
    }
    ranges.willRead(told, slack: 128)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 500_000, alignment: 8)
    defer { buffer.deallocate() }
    for _ in 0..<3 {
      let count = 1 + random(100_000)
      let place = random(bytes.count - count)
      try ranges.read(at: place, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
      #expect(buffer[..<count].elementsEqual(bytes[place..<place + count]))
    }
    for range in told {
      var place = range.lowerBound
      while place < range.upperBound {
        let count = min(1 + random(100_000), range.upperBound - place)
        try ranges.read(at: place, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        #expect(buffer[..<count].elementsEqual(bytes[place..<place + count]), "\(place)")
        place += count
      }
    }
    #expect(throws: ShardFault.self) {
      try ranges.read(at: bytes.count - 1, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<2]))
    }
    #expect(traffic.fileBytes == bytes.count)
    // Nothing twice: what is joined brings its gaps, and what was asked for out of turn a little beside it.
    #expect(traffic.fetchedBytes <= bytes.count + 3 * 200_000 + 70_000, "\(traffic.fetchedBytes)")
  }
}
