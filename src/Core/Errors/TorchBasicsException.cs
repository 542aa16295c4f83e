namespace TorchBasics.Core.Errors;

/// <summary>
/// An error whose message a person can act on: what came, what was expected, where, and what to do next.
/// Every error that TorchBasics raises on purpose is one of these; anything else is a bug.
/// </summary>
public class TorchBasicsException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="kind">What kind of thing went wrong.</param>
    /// <param name="message">What came, what was expected, where, what to do.</param>
    /// <param name="innerException">The cause, if another exception is one.</param>
    public TorchBasicsException(ErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What kind of thing went wrong.</summary>
    public ErrorKind Kind { get; }
}
