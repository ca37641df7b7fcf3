/// Random numbers that are the same on every machine, one independent stream for each resample.
///
/// The generator is xoshiro256** (Blackman and Vigna, 2021, Scrambled linear pseudorandom number generators, ACM TOMS
/// 47), its state filled by SplitMix64 (Steele, Lea and Flood, 2014) from the seed and the stream's number.
struct RandomSource: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Makes one of the 2^64 streams of a seed.
  init(seed: UInt64, stream: UInt64) {
    var start = SplitMix(state: seed)
    var mixed = SplitMix(state: start.next() ^ stream)
    // A second mixing, so that neighbouring streams do not share a run of SplitMix64.
    var filled = SplitMix(state: mixed.next())
    self.init(state: (filled.next(), filled.next(), filled.next(), filled.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = state }

  /// Gives 64 random bits.
  mutating func next() -> UInt64 {
    func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { (value << by) | (value >> (64 - by)) }
    let result = rotated(s1 &* 5, 7) &* 9
    let carried = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= carried
    s3 = rotated(s3, 45)
    return result
  }

  /// Gives a whole number from 0 up to but without `bound`, each equally likely; `bound` is at least 1.
  ///
  /// Source: Lemire (2019), Fast random integer generation in an interval, ACM TOMACS 29. The standard library's own
  /// method may change with the toolchain, and with it every seeded result.
  mutating func below(_ bound: Int) -> Int {
    let range = UInt64(max(1, bound))
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Fills an array with positions below `count`, drawn with replacement.
  mutating func draw(_ count: Int) -> [Int] {
    var drawn = [Int](repeating: 0, count: count)
    for index in 0..<count { drawn[index] = below(count) }
    return drawn
  }

  /// Gives the positions below `count` in random order (Fisher and Yates, by Durstenfeld 1964).
  mutating func order(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, below(last + 1)) }
    return order
  }

  struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
