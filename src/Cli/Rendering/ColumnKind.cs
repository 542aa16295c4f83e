namespace TorchBasics.Cli.Rendering;

/// <summary>What a column of a table holds.</summary>
internal enum ColumnKind
{
    /// <summary>Names; never broken.</summary>
    Name,

    /// <summary>Numbers, to the right; never broken.</summary>
    Number,

    /// <summary>Words that may go on in the next line.</summary>
    Prose,
}
