namespace TorchBasics.Cli.Reports;

/// <summary>How much a message matters.</summary>
internal enum MessageLevel
{
    /// <summary>Something could not be done.</summary>
    Error,

    /// <summary>Something that the user may want to know although nothing went wrong.</summary>
    Note,

    /// <summary>What may help after an error.</summary>
    Hint,
}
