using TorchBasics.Core;

namespace TorchBasics.Training.Data;

/// <summary>The four rows of a logical function of two inputs: inputs [4, 2] of 0 and 1, one label each.</summary>
public static class TruthTables
{
    private static readonly Dictionary<string, int[]> Outputs = new()
    {
        // Rows in the order (0, 0), (0, 1), (1, 0), (1, 1).
        ["and"] = [0, 0, 0, 1],
        ["or"] = [0, 1, 1, 1],
        ["nand"] = [1, 1, 1, 0],
        ["xor"] = [0, 1, 1, 0],
    };

    /// <summary>The names of the functions: and, or, nand, xor.</summary>
    public static IReadOnlyCollection<string> Names => Outputs.Keys;

    /// <summary>One function's table; what it is judged by is what it is taught.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The four rows, as training and as test set.</returns>
    public static DataSplit Load(string name)
    {
        var inputs = NamedArray.Of<float>("inputs", [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
        var table = new SampleSet(name, inputs, Outputs[name], ["0", "1"]);
        return new DataSplit(table, table) { RawValues = true };
    }
}
