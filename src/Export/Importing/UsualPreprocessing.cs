using TorchBasics.Core;

namespace TorchBasics.Export.Importing;

/// <summary>How raw values most probably become the numbers that enter a network, where its file does not say.</summary>
internal static class UsualPreprocessing
{
    // The mean and the deviation of MNIST's pixels between 0 and 1, as PyTorch's example rounds them.
    private const double Mean = 0.1307;
    private const double Deviation = 0.3081;

    /// <summary>
    /// For pictures the values of the model's recipe, or those that standardise the digits; other values as they are.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="notes">Gets a sentence that says what was assumed.</param>
    /// <returns>The normalisation.</returns>
    public static Normalization Of(Architecture architecture, List<string> notes)
    {
        var known = KnownEntry.Of(architecture);
        if (known is not null && architecture.Input.Count != 3)
            return Normalization.Identity; // truth tables
        var (normalization, assumed) = (architecture.Input.Count == 3, known?.Recipe?.Pixels) switch
        {
            (false, _) => (Normalization.Identity, "they were taken to enter as they are"),
            (_, { } range) => (Normalization.FromRange(range), $"pixels were taken to go from {range.Background} (black) "
                + $"to {range.Foreground} (white), as {known!.Name} has it"),
            _ => (Normalization.FromMean(Mean, Deviation), $"pixels were taken to be standardised by the mean {Mean} and the "
                + $"deviation {Deviation}"),
        };
        notes.Add(
            $"The file does not say how values become the numbers that enter the network; {assumed}. "
            + "'torchbasics import' with --mean and --std, or with --black and --white, says it.");
        return normalization;
    }
}
