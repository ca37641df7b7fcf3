import Corpus

/// The classes of a set as leaves of WordNet's tree of hypernyms: in its order, and cut into subtrees.
struct WordNetTree {
  /// The subtree of each class's index, as a number; classes that WordNet does not know have none.
  let subtrees: [Int: Int]
  /// The place of each known class in the tree's order, in which relatives are neighbors.
  let places: [Int: Int]
  /// The classes that WordNet does not know, or of whose name it knows several senses.
  let unknown: [Int]

  /// Finds every class.
  ///
  /// A subtree is the largest one with at most a twentieth of the known classes; with fewer than 40 classes, at most two.
  ///
  /// - Parameters:
  ///   - classSet: The classes, known by their identifiers or by names of one sense.
  ///   - wordNet: WordNet's files.
  /// - Complexity: O(*n* *d* log *n*) for a tree of depth *d*.
  init(_ classSet: ClassSet, in wordNet: WordNetLemmas) {
    var paths: [(index: Int, path: [String])] = []
    var unknown: [Int] = []
    for (index, entry) in classSet.classes.enumerated() {
      guard var synset = wordNet.synset(id: entry.id, name: entry.name) else {
        unknown.append(index)
        continue
      }
      var path = [synset]
      // The tree is less than 20 deep; the bound is for files that run in a circle.
      while path.count < 64, let above = wordNet.hypernym(ofSynset: synset) {
        path.append(above)
        synset = above
      }
      paths.append((index, path.reversed()))
    }
    paths.sort { one, two in
      one.path == two.path ? one.index < two.index : one.path.lexicographicallyPrecedes(two.path)
    }
    let most = max(2, paths.count / 20)
    var subtrees: [Int: Int] = [:]
    var next = 0
    /// Gives the subtree of a run of paths that agree down to a depth one number, or divides it.
    func cut(_ range: Range<Int>, depth: Int) {
      guard !range.isEmpty else { return }
      guard range.count > most else {
        for place in range { subtrees[paths[place].index] = next }
        next += 1
        return
      }
      var start = range.lowerBound
      while start < range.upperBound {
        let name = paths[start].path.dropFirst(depth).first
        var end = start + 1
        while end < range.upperBound, paths[end].path.dropFirst(depth).first == name { end += 1 }
        if name == nil {
          // The node itself: each of its classes is a leaf.
          for place in start..<end { cut(place..<(place + 1), depth: depth) }
        } else {
          cut(start..<end, depth: depth + 1)
        }
        start = end
      }
    }
    cut(0..<paths.count, depth: 0)
    self.subtrees = subtrees
    places = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1.index, $0) })
    self.unknown = unknown
  }
}
