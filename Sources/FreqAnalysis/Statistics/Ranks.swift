/// Ranks of values, ties averaged.
public enum Ranks {}
