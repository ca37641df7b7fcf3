import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct NetworkFileSystemTests {
  private let table = """
    22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
    30 22 0:26 / /home rw,relatime - nfs4 server:/home rw,vers=4.2
    31 30 0:27 / /home/me/local rw - tmpfs tmpfs rw
    32 22 0:28 / /mnt/a\\040b rw - fuse.sshfs me@host: rw
    33 22 0:29 / /mnt/over rw - ext4 /dev/sdb rw
    34 33 0:30 / /mnt/over rw - cifs //host/share rw
    """

  @Test(
    arguments: [
      ("/data/x", nil), ("/home", "nfs4"), ("/home/me/x.sqlite", "nfs4"), ("/home/me/local/x", nil),
      ("/homely", nil),
      ("/mnt/a b/x", "fuse.sshfs"), ("/mnt/over/x", "cifs"), ("/", nil),
    ] as [(String, String?)])
  func kinds(_ path: String, _ kind: String?) {
    #expect(NetworkFileSystem.kind(at: path, in: table) == kind)
  }

  @Test func aTemporaryFolderIsLocal() throws {
    let folder = try TemporaryFolder()
    #expect(NetworkFileSystem.kind(at: folder.path("no/such/file")) == nil)
  }
}
