/// One file in an archive.
struct ArchiveMember {
  /// Its path, as stored: a label, nothing is ever written there.
  let name: [UInt8]
  /// Its bytes; nil where they are known only at their end.
  let size: Int?
  /// Whether its bytes are only the parts of a file with holes, behind a list of their places.
  var isSparse = false
}

/// The files of an archive, one after another; the content of the current one is a stream.
protocol ArchiveMembers: ByteStream {
  /// Passes over what is left of the current file and goes to the next; nil at the archive's end.
  ///
  /// Folders, links and devices are none.
  func next() throws -> ArchiveMember?

  /// Takes the number of links so far, since it was taken last, whose names are those of text or of shards.
  func takeLinks() -> Int

  /// Which of several archives joined one behind another the current file is in, from 0.
  var part: Int { get }

  /// The current file's bytes at any place; nil where they cannot be had so.
  var randomAccess: (any RandomAccessBytes)? { get }

  /// Says that what is still to be read of the current file is digested in another way; whether that is so for a file
  /// that is stored like this one, whatever the archive comes from.
  func leaveOutOfDigest() -> Bool

  /// Adds to the digest what was read of the current file in another way.
  func addToDigest(_ digest: Digest)

  /// The digest of heads and of the content that was read; valid after the last file.
  var digest: Digest { get }
}

extension ArchiveMembers {
  func takeLinks() -> Int { 0 }

  /// Reads what is left of the current file.
  func drain() throws {
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { rest.deallocate() }
    while try read(into: rest) > 0 {}
  }
}

extension ArchiveMember {
  /// The name for a person; what is not UTF-8 is replaced.
  var label: String { String(decoding: name, as: UTF8.self) }
}
