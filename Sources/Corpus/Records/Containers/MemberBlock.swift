/// A block of a shard that is a member of an archive: its faults name the member.
final class MemberBlock: FieldBlock {
  private let block: any RecordBlock
  private let member: String

  init(_ block: any RecordBlock, of member: String) {
    self.block = block
    self.member = member
  }

  var buffer: PaddedBuffer { block.buffer }
  var fieldRows: FieldRows? { block.fieldRows }

  func readCaptions(into batch: CaptionBatch) throws {
    do {
      try block.readCaptions(into: batch)
    } catch let fault as ShardFault {
      throw fault.inMember(member)
    }
  }

  func appendFields(
    _ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields
  ) throws {
    do {
      try (block as? any FieldBlock)?.appendFields(request, of: records, to: &values)
    } catch let fault as ShardFault {
      throw fault.inMember(member)
    }
  }
}

extension ShardFault {
  /// The same fault with the name of the member that it is in, where it has no other.
  func inMember(_ name: String) -> ShardFault {
    switch place {
    case .shard: ShardFault(reason, at: .member(name))
    case .record(let number): ShardFault(reason, at: .sample(record: number, member: name))
    default: self
    }
  }
}
