namespace TorchBasics.Kernels.Blocks;

/// <summary>A block and the layers that it computes.</summary>
/// <param name="Block">The block; null where a layer changes the view alone.</param>
/// <param name="FirstLayer">Its first layer.</param>
/// <param name="LastLayer">Its last layer.</param>
internal sealed record PlannedBlock(Block? Block, int FirstLayer, int LastLayer);
