/// Why a shard could not be read, and where in it.
public struct ShardError: Error, Sendable, Equatable {
  /// The shard that could not be read.
  public var shard: ShardName
  /// The place of the fault in the shard, and the reason for it.
  public var fault: ShardFault

  /// Makes an error of a shard.
  public init(shard: ShardName, fault: ShardFault) {
    self.shard = shard
    self.fault = fault
  }

  /// Makes an error of what a layer below threw; what is no fault of a shard is told as the system's.
  init(shard: ShardName, _ error: any Error) {
    let fault = error as? ShardFault ?? (error as? RowFileError).map { ShardFault(.rows($0)) }
    self.init(shard: shard, fault: fault ?? ShardFault(.system(operation: "\(error)", code: 0)))
  }
}
