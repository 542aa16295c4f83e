namespace TorchBasics.Core.Errors;

/// <summary>A layer met an input it cannot take.</summary>
/// <param name="message">Which layer, what came, what was expected.</param>
public sealed class ShapeException(string message) : TorchBasicsException(ErrorKind.Usage, message);
