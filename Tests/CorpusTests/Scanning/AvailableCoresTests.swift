import TestSupport
import Testing

@testable import Corpus

@Suite struct AvailableCoresTests {
  @Test(arguments: [
    (
      "0::/job/step\n",
      ["cpu.max": "max 100000", "job/cpu.max": "250000 100000", "job/step/cpu.max": "max 100000"], 3
    ),
    ("0::/\n", ["cpu.max": "150000 100000\n"], 2),
    ("0::/\n", ["cpu.max": "max 100000\n"], nil),
    ("3:cpu,cpuacct:/a\n", ["cpu/a/cpu.cfs_quota_us": "50000\n", "cpu/a/cpu.cfs_period_us": "100000\n"], 1),
    ("3:cpu,cpuacct:/a\n", ["cpu/a/cpu.cfs_quota_us": "-1\n", "cpu/a/cpu.cfs_period_us": "100000\n"], nil),
    ("3:cpuset:/\n", ["cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"], nil),
    ("", [:], nil),
  ])
  func quotas(_ groups: String, _ files: [String: String], _ cores: Int?) throws {
    let folder = try TemporaryFolder()
    for (path, content) in files { try folder.write(path, content) }
    let list = try folder.write("groups", groups)
    #expect(AvailableCores.quota(in: folder.url.path, groups: list) == cores)
  }

  @Test func thereIsAtLeastOne() {
    #expect(AvailableCores.count >= 1)
  }
}
