namespace TorchBasics.Training.Data;

/// <summary>What becomes of the empty fields of a table.</summary>
public enum MissingCells
{
    /// <summary>
    /// The mean over the training rows stands for them; for a column of words that is the share of each word. The model keeps
    /// these numbers.
    /// </summary>
    Mean,

    /// <summary>Rows that have one are left out.</summary>
    DropRow,
}
