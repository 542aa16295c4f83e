namespace TorchBasics.Bindings.Proving;

/// <summary>What a probe of this host found.</summary>
/// <param name="Shapes">How many shapes there were, of all operators.</param>
/// <param name="Rows">Each result of each operator, on each way of computing that has it.</param>
/// <param name="Seconds">Duration.</param>
public sealed record ProbeReport(int Shapes, IReadOnlyList<ProbeRow> Rows, double Seconds)
{
    /// <summary>Whether there is something that the program computes with here, and every number of it was right.</summary>
    public bool IsRight => Rows.Any(row => row.InUse) && Rows.All(row => !row.InUse || row.Wrong == 0);
}
