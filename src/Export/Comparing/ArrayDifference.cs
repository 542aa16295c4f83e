namespace TorchBasics.Export.Comparing;

/// <summary>One array of two files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">Type and sizes in the first file, such as "Float32 [6, 1, 5, 5]"; null where it is missing.</param>
/// <param name="Second">The same of the second file.</param>
/// <param name="Differing">How many elements differ, of those that can be compared; null where type or sizes differ.</param>
/// <param name="Largest">
/// The largest difference; 0 where all elements are the same to the last bit, not a number where no difference can be named.
/// </param>
public sealed record ArrayDifference(string Name, string? First, string? Second, long? Differing, double Largest)
{
    /// <summary>Whether both files have the array, to the last bit.</summary>
    public bool IsSame => Differing == 0;
}
