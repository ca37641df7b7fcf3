import Foundation
import Testing

/// Where simulations are run: in an optimised build, or where a number of draws is asked for. They are arithmetic alone, some
/// fifty times slower under the address sanitizer, which has nothing to find in them.
enum Simulation {
  static let isRun: Bool = {
    #if DEBUG
      ProcessInfo.processInfo.environment["SIMULATIONS"] != nil
    #else
      true
    #endif
  }()

  static let why: Comment = "simulations run in a release build, or with SIMULATIONS set"
}
