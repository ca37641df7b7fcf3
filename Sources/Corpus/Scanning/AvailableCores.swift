#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The cores that this process may use.
public enum AvailableCores {
  /// How many threads can run at once: the cores of the process's affinity, or fewer where its control group has a
  /// quota; at least 1.
  public static var count: Int {
    let cores = affinity ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return max(1, min(cores, quota(in: "/sys/fs/cgroup") ?? cores))
  }

  /// The cores of the process's affinity, from the mask that Linux tells in hexadecimal.
  private static var affinity: Int? {
    let words = words(of: "/proc/self/status")
    guard let label = words.firstIndex(of: "Cpus_allowed:"), label + 1 < words.count else { return nil }
    let cores = words[label + 1].compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    return cores > 0 ? cores : nil
  }

  /// The quota of the process's control group (version 2, else 1) and of those above it, in whole cores, rounded up.
  ///
  /// Source: the Linux kernel's admin-guide/cgroup-v2 (`cpu.max`) and scheduler/sched-bwc (`cpu.cfs_quota_us`).
  static func quota(in root: String, groups: String = "/proc/self/cgroup") -> Int? {
    let lines = words(of: groups).map { $0.split(separator: ":", omittingEmptySubsequences: false) }
    var quotas: [Double] = []
    for line in lines where line.count == 3 {
      if line[0] == "0" {
        for folder in folders(from: root, to: line[2]) {
          let numbers = words(of: folder + "/cpu.max").map { Double($0) }
          if numbers.count == 2, let time = numbers[0], let period = numbers[1] {
            quotas.append(time / period)
          }
        }
      } else if line[1].split(separator: ",").contains("cpu") {
        for folder in folders(from: root + "/cpu", to: line[2]) {
          let time = words(of: folder + "/cpu.cfs_quota_us").first.flatMap { Double($0) }
          let period = words(of: folder + "/cpu.cfs_period_us").first.flatMap { Double($0) }
          if let time, let period, time > 0 { quotas.append(time / period) }
        }
      }
    }
    return quotas.min().flatMap { $0.isFinite && $0 < 1e6 ? Int($0.rounded(.up)) : nil }
  }

  /// A control group's folder and all above it.
  private static func folders(from root: String, to group: Substring) -> [String] {
    var folders = [root]
    for part in group.split(separator: "/") { folders.append((folders.last ?? root) + "/" + part) }
    return folders
  }

  /// The words of a small file; none where it cannot be read.
  private static func words(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
