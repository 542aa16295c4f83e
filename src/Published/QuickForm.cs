namespace TorchBasics.Published;

/// <summary>A shortened run: it says nothing of the published value, but fails where something is broken.</summary>
/// <param name="Epochs">Passes over the training set, at least 1.</param>
/// <param name="Seeds">How many seeds, at least 2.</param>
/// <param name="LargestError">The largest mean error, in percent, with which all is well: measured, with room to spare.</param>
public sealed record QuickForm(int Epochs, int Seeds, double LargestError);
