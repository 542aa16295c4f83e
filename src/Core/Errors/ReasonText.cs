namespace TorchBasics.Core.Errors;

/// <summary>Messages of exceptions as parts of sentences that a person reads.</summary>
public static class ReasonText
{
    /// <summary>Why something failed, without the name of a parameter of ours.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>Its message without "(Parameter 'x')" and without a full stop.</returns>
    public static string Of(Exception error) =>
        (error is ArgumentException { ParamName: { } parameter }
            ? error.Message.Replace($" (Parameter '{parameter}')", string.Empty, StringComparison.Ordinal)
            : error.Message).TrimEnd('.');
}
