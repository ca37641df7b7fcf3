/// An ordered list of classes, each with the terms that stand for it in a text.
///
/// A class is its position, not its name: two classes of one set may share a name, and two classes may share a
/// term. A class set is a value; once stored it never changes.
public struct ClassSet: Sendable, Hashable {
  /// The name under which the set is stored, for example `imagenet`.
  public var name: String
  /// The classes, in the order of the list; a class's index is its position here, from 0.
  public var classes: [Class]

  /// Makes a class set from its classes.
  public init(name: String, classes: [Class]) {
    self.name = name
    self.classes = classes
  }

  /// One class: its name, its terms, and its identifier where the list gives one.
  public struct Class: Sendable, Hashable {
    /// The class's name as the list gives it.
    public var name: String
    /// An identifier beside the name, such as WordNet's `n01440764`; nil where the list has none.
    public var id: String?
    /// The surface forms that count as the class, the name first.
    public var terms: [Term]

    /// Makes a class; with no terms given, its name is its only term.
    public init(name: String, id: String? = nil, terms: [Term]? = nil) {
      self.name = name
      self.id = id
      self.terms = terms ?? [Term(name)]
    }
  }

  /// One surface form of a class.
  public struct Term: Sendable, Hashable {
    /// The form as given, neither folded nor tokenized.
    public var text: String
    /// Where the form comes from.
    public var kind: Kind

    /// Makes a term.
    public init(_ text: String, kind: Kind = .name) {
      self.text = text
      self.kind = kind
    }

    /// Where a term comes from; stored with it, so that every count can be split by it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// The class's name.
      case name
      /// A further name that the list gives.
      case alias
      /// A name without its final parenthesis (`kite (bird of prey)` without the bird).
      case base
      /// An English plural of another term.
      case plural
      /// A lemma that WordNet lists for the class.
      case wordnet
    }
  }

  /// The number of terms of all classes together.
  public var termCount: Int { classes.reduce(0) { $0 + $1.terms.count } }
}
