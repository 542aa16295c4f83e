using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>One layer in a summary table.</summary>
/// <param name="Name">Layer name, or null.</param>
/// <param name="Kind">Kind of layer, as PyTorch spells it.</param>
/// <param name="Output">Shape that leaves the layer.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Multiply-adds for one sample.</param>
/// <param name="ReceptiveField">Part of the picture one output element sees; null when it sees all of it.</param>
public sealed record SummaryRow(
    string? Name, string Kind, Shape Output, long Parameters, long MultiplyAdds, Size2d? ReceptiveField);
