using TorchBasics.Reference.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>How a kernel slides.</summary>
/// <param name="Axes">One entry for each axis behind sample and channel.</param>
/// <param name="Groups">Parts into which the channels fall; each part of the outputs sees one part of the inputs.</param>
public sealed record ConvolutionSettings(IReadOnlyList<WindowAxis> Axes, int Groups)
{
    /// <summary>Reads the attributes of Conv.</summary>
    /// <param name="call">The node.</param>
    /// <param name="x">Sizes of the input.</param>
    /// <param name="w">Sizes of the kernel.</param>
    /// <param name="b">Sizes of the bias, or null.</param>
    internal static ConvolutionSettings Read(OperatorCall call, int[] x, int[] w, int[]? b)
    {
        var groups = call.Small("group", call.Integer("group", 1), minimum: 1);
        if (x.Length < 3 || w.Length != x.Length || x[1] != (long)w[1] * groups || w[0] % groups != 0)
            throw call.Broken(
                $"the input [{string.Join(", ", x)}] and the kernel [{string.Join(", ", w)}] in {groups} groups do not fit");
        if (b is not null && (b.Length != 1 || b[0] != w[0]))
            throw call.Broken($"the bias has the sizes [{string.Join(", ", b)}]; expected [{w[0]}]");
        var axes = WindowSettings.Read(call, x[2..], w[2..]);
        WindowSettings.CheckResult(call, (long)x[0] * w[0], x[2..], axes, ceiling: false);
        return new ConvolutionSettings(axes, groups);
    }
}
