namespace TorchBasics.Graphs.Operators;

/// <summary>A model asks for something that is not supported; the message names it.</summary>
public sealed class UnsupportedException(string what) : Exception(what);
