/// Reads the files of a tar archive: v7, ustar, pax and GNU, long names among them.
///
/// What is not asked for is passed over, by seeking where the input can. Archives joined by `cat` are one after another, each
/// behind the zeros at the end of that before; what is no archive there is ignored. The digest covers heads and the content
/// that was read, so that it is the same however the archive arrives.
final class TarReader: ArchiveMembers {
  private let window: InputWindow
  private let file: (any RandomAccessBytes)?
  private let state = DigestStream()
  private var left = 0
  private var padding = 0
  private var start = 0
  private var size = 0
  private var ended = false
  private var hasMembers = false
  private var digestsContent = true
  /// The map of the current file where it is a sparse one, the part that is read next, and the place in the file.
  private var map: TarSparseMap?
  private var mapPart = 0
  private var place = 0
  /// Which of several archives joined by `cat` the current file is in, from 0.
  private(set) var part = 0
  private var links = 0

  /// Names and pax records larger than this are refused.
  private static let maximumExtension = 1 << 20

  /// Reads an archive that comes as a stream.
  init(_ stream: any ByteStream) {
    window = InputWindow(stream)
    file = nil
  }

  /// Reads an archive in a file; a small window, so that little is read of what is passed over.
  init(_ file: any RandomAccessBytes) {
    window = InputWindow(FileStream(file), capacity: 16 << 10)
    self.file = file
  }

  /// Whether a content's first 512 bytes are a tar archive's.
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= TarHeader.size else { return false }
    guard let header = TarHeader(UnsafeRawBufferPointer(rebasing: bytes[..<TarHeader.size])) else {
      return false
    }
    // Text could sum up to its own checksum, but no text has a zero byte in a name's field.
    return !header.name.isEmpty && bytes[..<TarHeader.size].contains(0)
  }

  var digest: Digest { state.digest }

  var randomAccess: (any RandomAccessBytes)? {
    map == nil ? file.map { FileSlice($0, from: start, size: size) } : nil
  }

  func leaveOutOfDigest() -> Bool {
    digestsContent = false
    return true
  }

  func takeLinks() -> Int {
    defer { links = 0 }
    return links
  }

  func addToDigest(_ digest: Digest) {
    withUnsafeBytes(of: (digest.high.bigEndian, digest.low.bigEndian)) { state.update($0) }
  }

  func next() throws -> ArchiveMember? {
    guard !ended else { return nil }
    guard try window.skip(left + padding) else { throw ShardFault(.truncated(codec: "tar")) }
    (left, padding, digestsContent) = (0, 0, true)
    (map, mapPart, place) = (nil, 0, 0)
    var longName: [UInt8]?
    var longSize: Int?
    var sparse = TarSparseRecords()
    while true {
      guard var header = try nextHeader() else { return nil }
      switch header.kind {
      case UInt8(ascii: "x"):
        let records = try content(of: header)
        for (key, value) in try Self.paxRecords(records) {
          if key.elementsEqual("path".utf8) || key.elementsEqual("GNU.sparse.name".utf8) { longName = value }
          sparse.add(key, value)
          if key.elementsEqual("size".utf8) { longSize = try Self.decimal(value) }
        }
      case UInt8(ascii: "L"): longName = Array(try content(of: header).prefix { $0 != 0 })
      case UInt8(ascii: "g"), UInt8(ascii: "K"): _ = try content(of: header)
      default:
        if let longName { header.name = longName }
        if let longSize { header.size = longSize }
        (longName, longSize) = (nil, nil)
        left = header.stored
        padding = -left & (TarHeader.size - 1)
        if header.isSparse {
          map = try sparseMap(of: header)
        } else if sparse.isSparse, header.isFile {
          map = try sparseMap(of: sparse)
        }
        (start, size) = (window.position, left)
        if header.isFile {
          let isUnread = map == nil && (header.isSparse || sparse.isSparse)
          return ArchiveMember(name: header.name, size: map?.size ?? left, isSparse: isUnread)
        }
        if header.isLink, MemberKind(header.name)?.use.isRead ?? false { links += 1 }
        (map, sparse) = (nil, TarSparseRecords())
        guard try window.skip(left + padding) else { throw ShardFault(.truncated(codec: "tar")) }
        (left, padding) = (0, 0)
      }
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let map else { return try readStored(into: buffer, atMost: left) }
    let isInside = mapPart < map.parts.count
    let part = isInside ? map.parts[mapPart] : TarSparseMap.Part(offset: map.size, count: 0)
    guard isInside, place >= part.offset else {
      let count = min(buffer.count, part.offset - place)
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(as: UInt8.self, repeating: 0)
      place += count
      return count
    }
    let count = try readStored(into: buffer, atMost: part.offset + part.count - place)
    place += count
    if place == part.offset + part.count { mapPart += 1 }
    return count
  }

  private func readStored(into buffer: UnsafeMutableRawBufferPointer, atMost limit: Int) throws -> Int {
    let count = try window.read(into: buffer, atMost: limit)
    if count == 0, left > 0, buffer.count > 0 { throw ShardFault(.truncated(codec: "tar")) }
    left -= count
    if digestsContent { state.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count
  }

  /// The next head, digested; nil at the end, which is zeros, or no byte behind a whole file: that is no fault to the
  /// other readers of tar.
  private func nextHeader() throws -> TarHeader? {
    let isBehindZeros = try passZeros()
    guard try window.ensure(TarHeader.size) else {
      guard isBehindZeros || hasMembers && window.bytes.isEmpty else {
        throw ShardFault(.truncated(codec: "tar"))
      }
      ended = true
      return nil
    }
    let block = UnsafeRawBufferPointer(rebasing: window.bytes[..<TarHeader.size])
    guard let header = TarHeader(block) else {
      // Behind an archive's end any bytes may stand.
      if isBehindZeros {
        ended = true
        return nil
      }
      throw ShardFault(
        .corrupt(codec: "tar", detail: "a file header has a wrong checksum"), at: .byte(window.position))
    }
    if isBehindZeros { part += hasMembers ? 1 : 0 }
    state.update(block)
    window.consume(TarHeader.size)
    hasMembers = true
    return header
  }

  /// Passes over blocks of zeros; whether there was any.
  private func passZeros() throws -> Bool {
    var hasZeros = false
    while try window.ensure(TarHeader.size), window.bytes[..<TarHeader.size].allSatisfy({ $0 == 0 }) {
      window.consume(TarHeader.size)
      hasZeros = true
    }
    return hasZeros
  }

  /// The content of a head that describes the next one.
  private func content(of header: TarHeader) throws -> [UInt8] {
    guard header.size <= Self.maximumExtension else {
      throw ShardFault(.corrupt(codec: "tar", detail: "a name of \(header.size) bytes"))
    }
    left = header.size
    var content = [UInt8](repeating: 0, count: header.size)
    var done = 0
    while done < content.count {
      done += try content.withUnsafeMutableBytes {
        try read(into: UnsafeMutableRawBufferPointer(rebasing: $0[done...]))
      }
    }
    guard try window.skip(-header.size & (TarHeader.size - 1)) else {
      throw ShardFault(.truncated(codec: "tar"))
    }
    return content
  }

  /// The map of a file of the old GNU format, which its head begins and further blocks go on with; nil for one that is not
  /// understood.
  private func sparseMap(of header: TarHeader) throws -> TarSparseMap? {
    var parts = header.sparse.parts
    var goesOn = header.isExtended
    while goesOn {
      guard try window.ensure(TarHeader.size) else { throw ShardFault(.truncated(codec: "tar")) }
      let block = UnsafeRawBufferPointer(rebasing: window.bytes[..<TarHeader.size])
      if parts.count < TarSparseMap.mostParts { parts += TarSparseMap.parts(in: block, from: 0, atMost: 21) }
      goesOn = block[504] != 0
      state.update(block)
      window.consume(TarHeader.size)
    }
    return header.sparse.size.flatMap { TarSparseMap(parts, size: $0, stored: left) }
  }

  /// The map that pax records describe, or say to stand before the parts; nil for one that is not understood.
  private func sparseMap(of records: TarSparseRecords) throws -> TarSparseMap? {
    guard let size = records.size else { return nil }
    guard records.isInContent else {
      return TarSparseRecords.parts(records.numbers).flatMap { TarSparseMap($0, size: size, stored: left) }
    }
    // Lines of a number each: how many parts there are, then these; up to the block's end.
    var numbers: [Int] = []
    var digits: [UInt8] = []
    while numbers.isEmpty || numbers.count < 1 + 2 * numbers[0] {
      guard left >= TarHeader.size, numbers.first ?? 0 <= TarSparseMap.mostParts else { return nil }
      guard try window.ensure(TarHeader.size) else { throw ShardFault(.truncated(codec: "tar")) }
      let block = UnsafeRawBufferPointer(rebasing: window.bytes[..<TarHeader.size])
      for byte in block where numbers.isEmpty || numbers.count < 1 + 2 * numbers[0] {
        if byte != 0x0A {
          guard digits.count < 20 else { return nil }
          digits.append(byte)
          continue
        }
        guard let number = TarSparseRecords.number(digits),
          numbers.count > 0 || number <= TarSparseMap.mostParts
        else { return nil }
        numbers.append(number)
        digits = []
      }
      state.update(block)
      window.consume(TarHeader.size)
      left -= TarHeader.size
    }
    return TarSparseRecords.parts(numbers.dropFirst()).flatMap { TarSparseMap($0, size: size, stored: left) }
  }

  /// Splits `LENGTH KEY=VALUE\n` records.
  private static func paxRecords(_ bytes: [UInt8]) throws -> [(key: ArraySlice<UInt8>, value: [UInt8])] {
    var records: [(key: ArraySlice<UInt8>, value: [UInt8])] = []
    var start = 0
    while start < bytes.count, bytes[start] != 0 {
      guard let space = bytes[start...].firstIndex(of: 32), space - start < 10,
        let length = try? decimal(bytes[start..<space]), length > space - start + 1,
        length <= bytes.count - start,
        bytes[start + length - 1] == UInt8(ascii: "\n"),
        let equals = bytes[space..<start + length - 1].firstIndex(of: UInt8(ascii: "="))
      else { throw ShardFault(.corrupt(codec: "tar", detail: "a pax record is corrupt")) }
      records.append((bytes[space + 1..<equals], Array(bytes[equals + 1..<start + length - 1])))
      start += length
    }
    return records
  }

  private static func decimal(_ digits: some Collection<UInt8>) throws -> Int {
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit), value < 1 << 55 else {
        throw ShardFault(.corrupt(codec: "tar", detail: "a pax record is corrupt"))
      }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}
