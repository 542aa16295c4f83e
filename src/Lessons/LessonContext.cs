using TorchBasics.Lessons.Witnesses;

namespace TorchBasics.Lessons;

/// <summary>What an experiment may ask for: the same in a terminal, for a page, and in a browser.</summary>
/// <param name="Networks">Networks that were trained beforehand.</param>
/// <param name="Witness">A second engine; null where there is none, as in a browser.</param>
/// <param name="Report">Told how much of a long experiment is done, from 0 to 1; may throw to end it.</param>
public sealed record LessonContext(ITrainedNetworks Networks, IWitness? Witness = null, Action<double>? Report = null)
{
    /// <summary>Model files that values of parameters name.</summary>
    public ModelFiles Files { get; init; } = new();
}
