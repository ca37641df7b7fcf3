/// Walks one column of values, with the levels that say where in a record each stands.
///
/// Source: S. Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets", VLDB 2010, section 4.
protocol LeafCursor: AnyObject {
  /// The repetition level of the next entry: 0 begins a record; `ColumnCursor.end` at the end.
  ///
  /// The value that `next` gave before is not valid after it.
  func peek() throws -> Int

  /// The next entry's value, valid until the next call of anything; nil where it is null or its list is empty.
  func next() throws -> UnsafeRawBufferPointer?

  /// A fault of this column.
  func fault(_ detail: String) -> ShardFault
}

extension ColumnCursor: LeafCursor {}
