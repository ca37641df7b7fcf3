import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct ClassSetStoreTests {
  @Test func setsComeBackAsTheyWere() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder, [StoreSample.animals, StoreSample.hostile])
    for set in [StoreSample.animals, StoreSample.hostile] {
      let stored = try store.classSet(.named(set.name))
      let loaded = try store.load(stored)
      #expect(loaded == set)
      // Swift's == takes canonically equal names for equal; the digest is of bytes.
      #expect(loaded.digest == set.digest)
      #expect(stored.digest == set.digest)
      #expect(stored.classCount == set.classes.count)
    }
    let names = StoreSample.hostile.classes.map { Array($0.name.utf8) }
    #expect(
      try store.load(store.classSet(.named(StoreSample.hostile.name))).classes.map { Array($0.name.utf8) }
        == names)
  }

  @Test func aSetNeverChanges() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    #expect(try store.register(StoreSample.animals) == .alreadyThere)
    var other = StoreSample.animals
    other.classes[4].terms.append(.init("dogs", kind: .plural))
    #expect(throws: StoreError.classSetExists(name: "animals")) { try store.register(other) }
    other = StoreSample.animals
    other.classes.swapAt(0, 4)
    #expect(throws: StoreError.classSetExists(name: "animals")) { try store.register(other) }
    #expect(try store.classSets().count == 1)
    #expect(throws: StoreError.classSetWithoutClasses(name: "none")) {
      try store.register(ClassSet(name: "none", classes: []))
    }
    #expect(throws: StoreError.holdsNUL(what: "the name of a class")) {
      try store.register(ClassSet(name: "nul", classes: [.init(name: "a\0b")]))
    }
  }

  @Test func namesAreBytes() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder, [])
    for name in ["caf\u{E9}", "cafe\u{301}"] {
      #expect(try store.register(ClassSet(name: name, classes: [.init(name: name)])) == .added)
    }
    #expect(try store.classSets().count == 2)
  }

  @Test func setsAreFoundByNameByFileAndAlone() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder, [])
    #expect(throws: StoreError.noClassSets(path: store.path)) { try store.classSet(.only) }
    let file = try folder.write("animals.json", #"["tench", "crane"]"#)
    let digest = try ClassFile(path: file).sourceDigest
    var withPlurals = StoreSample.animals
    withPlurals.name = "plural"
    withPlurals.classes[0].terms.append(.init("tenches", kind: .plural))
    try store.register(withPlurals, options: "plurals", source: file, sourceDigest: digest)
    #expect(try store.classSet(.only).options == "plurals")
    // Made from the file, but with an option: the file does not mean it.
    #expect(throws: StoreError.fileOfNoClassSet(path: file)) { try store.classSet(nameOrFile: file) }
    try store.register(StoreSample.animals, source: file, sourceDigest: digest)
    #expect(try store.classSet(nameOrFile: file).name == "animals")
    #expect(try store.classSet(nameOrFile: "plural").name == "plural")
    #expect(throws: StoreError.severalClassSets(["plural", "animals"])) { try store.classSet(.only) }
    #expect(throws: StoreError.noClassSet(name: "animls", known: ["plural", "animals"])) {
      try store.classSet(.named("animls"))
    }
  }

  @Test(
    arguments: [
      ("lain", ["laion", "cc3m"], ["laion"]), ("LAION", ["laion"], ["laion"]),
      ("tenc", ["tench", "dog"], ["tench"]),
      ("imagenet", ["imagenet-a", "caltech"], ["imagenet-a"]), ("zebra", ["laion", "cc3m"], []),
      ("tnech", ["tench"], ["tench"]), ("", ["a"], []), ("x", ["y", "z"], ["y", "z"]),
      ("crabe", ["crane", "crane", "crate"], ["crane", "crate"]),
    ] as [(String, [String], [String])])
  func nearMisses(_ name: String, _ names: [String], _ near: [String]) {
    #expect(NearMiss.names(near: name, among: names) == near)
  }
}
