/// What the blocks of one file have in common.
struct ParquetContext: Sendable {
  /// How much a block holds.
  struct Sizes: Sendable {
    /// A block takes pages until it has so many stored bytes, or so many bytes of text.
    var block = 256 << 10
    /// A row group whose columns have at most so many stored bytes is held as a whole.
    var smallRowGroup = 2 << 20
    /// How much of the footer is read at a time.
    var footerWindow = 32 << 10
    /// A block of a dictionary's indices takes more: an entry is matched once for a block, however often it is used.
    var indices: Int { 4 * block }
  }

  let plan: ReadPlan
  let options: ReadingOptions
  let pool: BufferPool
  let sizes: Sizes
  let scratch = PageScratchPool()
  /// The file where fields are wanted of its records beside their text; nil: none are.
  let fieldFile: FieldFile?

  init(
    plan: ReadPlan, options: ReadingOptions, pool: BufferPool, sizes: Sizes, fieldFile: FieldFile? = nil
  ) {
    self.fieldFile = fieldFile
    self.plan = plan
    self.options = options
    self.pool = pool
    self.sizes = sizes
  }

  /// How far pages may reach past their chunk: old writers left a page's head out of its length.
  static let slack = 128

  /// Where the fields of the records from a row on are; nil where none are wanted.
  func fieldRows(from row: Int) -> FieldRows? { fieldFile.map { FieldRows(file: $0, first: row) } }
}
