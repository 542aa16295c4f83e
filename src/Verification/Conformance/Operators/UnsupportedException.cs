namespace TorchBasics.Verification.Conformance.Operators;

/// <summary>A model asks for something that is not supported; the message names it.</summary>
internal sealed class UnsupportedException(string what) : Exception(what);
