using TorchBasics.Reference.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>How a window slides, and what counts in it.</summary>
/// <param name="Axes">One entry for each axis behind sample and channel.</param>
/// <param name="Ceiling">Whether a last window that hangs out counts.</param>
/// <param name="CountPadding">Whether a mean counts the padding.</param>
/// <param name="ColumnMajor">Whether the places of maxima are counted along the first of the axes first.</param>
public sealed record PoolSettings(IReadOnlyList<WindowAxis> Axes, bool Ceiling, bool CountPadding, bool ColumnMajor)
{
    /// <summary>Reads the attributes of AveragePool and MaxPool.</summary>
    /// <param name="call">The node.</param>
    /// <param name="x">Sizes of the input.</param>
    internal static PoolSettings Read(OperatorCall call, int[] x)
    {
        if (x.Length < 3)
            throw call.Broken($"the input has the sizes [{string.Join(", ", x)}]; expected [N, C, ...]");
        var ceiling = call.Flag("ceil_mode");
        var isAverage = call.Node.Operator == "AveragePool";
        var axes = WindowSettings.Read(call, x[2..], kernel: null);
        WindowSettings.CheckResult(call, (long)x[0] * x[1], x[2..], axes, ceiling);
        return new PoolSettings(
            axes, ceiling, isAverage && call.Flag("count_include_pad"), !isAverage && call.Flag("storage_order"));
    }
}
