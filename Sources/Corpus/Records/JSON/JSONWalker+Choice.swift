/// Which of a record's texts are read: those of the last key of a name, and of the first shape that the record has.
extension JSONWalker {
  /// Notes which texts the key at hand gave, since a second one of the same name replaces them.
  mutating func noteKey(_ bytes: UnsafeRawBufferPointer) {
    guard let top = frames.indices.last, frames[top].isObject, frames[top].child != JSONPlan.none else {
      return
    }
    let (child, base) = (frames[top].child, frames[top].childBase)
    frames[top].child = JSONPlan.none
    guard spans.count > base else { return }
    // Of two keys that differ in case alone, `TEXT` and `text`, the first with text is read.
    if plan.isRecognised, let other = place(of: child, top) {
      guard !spans[keySpans[other].start..<keySpans[other].end].contains(where: { $0.end > $0.start }) else {
        spans.removeSubrange(base...)
        return
      }
      let gone = keySpans[other].end - keySpans[other].start
      drop(other)
      keySpans.append(
        KeySpans(child: child, start: base - gone, end: spans.count, key: frames[top].key))
      return
    }
    keySpans.append(KeySpans(child: child, start: base, end: spans.count, key: frames[top].key))
  }

  /// The texts noted for a node in the object at hand.
  private func place(of child: Int, _ top: Int) -> Int? {
    keySpans.indices.dropFirst(frames[top].keyBase).first { keySpans[$0].child == child }
  }

  /// Takes back the texts that an earlier key of the same name gave.
  mutating func forget(_ child: Int, _ top: Int, _ bytes: UnsafeRawBufferPointer) {
    // Of an answer that is duplicated, too, the last one counts.
    if plan.nodes[child].isIndex { chosen = nil }
    if plan.nodes[child].use == .option { options.removeAll(keepingCapacity: true) }
    guard let found = place(of: child, top) else { return }
    if plan.isRecognised, !bytes[keySpans[found].key].elementsEqual(bytes[frames[top].key]) { return }
    drop(found)
  }

  private mutating func drop(_ found: Int) {
    let gone = keySpans.remove(at: found)
    spans.removeSubrange(gone.start..<gone.end)
    for index in keySpans.indices where keySpans[index].start >= gone.end {
      keySpans[index].start -= gone.end - gone.start
      keySpans[index].end -= gone.end - gone.start
    }
  }

  /// Keeps the number that tells an option.
  mutating func noteOption(_ bytes: UnsafeRawBufferPointer, _ number: Range<Int>, _ node: Int) {
    guard number.count <= 9, let index = Int(String(decoding: bytes[number], as: UTF8.self)) else { return }
    chosen = (index, node)
  }

  /// Chooses the shape by which a record of several is read: the first of which it has text.
  mutating func choose() {
    if let chosen, let option = options.first(where: { $0.element == chosen.option }) {
      var answer = option
      answer.role = .assistant
      (answer.readers, answer.makers) = (plan.nodes[chosen.node].readers, plan.nodes[chosen.node].makers)
      spans.append(answer)
    }
    shape = plan.isRecognised ? nil : 0
    guard plan.isRecognised, !spans.isEmpty else { return }
    var made: UInt64 = 0
    var readByAll = ~(0 as UInt64)
    for span in spans {
      if span.end > span.start { made |= span.makers }
      readByAll &= span.readers
    }
    if made != 0 { shape = made.trailingZeroBitCount }
    let reader = reader
    if reader & readByAll != 0 { return }
    spans.removeAll { $0.readers & reader == 0 }
  }
}
