using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch;

/// <summary>What a file of torch.save holds.</summary>
/// <param name="Arrays">The weights, in the order of the state_dict.</param>
/// <param name="Extra">
/// Texts by name that stand beside the weights, such as "torchbasics.json"; torch.load passes them over.
/// </param>
public sealed record TorchContent(IReadOnlyList<NamedArray> Arrays, IReadOnlyDictionary<string, string> Extra)
{
    /// <summary>What a training checkpoint held beside the weights and was passed over: "optimizer", "epoch".</summary>
    public IReadOnlyList<string> LeftAside { get; init; } = [];
}
