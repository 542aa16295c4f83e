using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Tracing;

namespace TorchBasics.Lessons.Learning;

/// <summary>One number of a layer's result, traced back to the numbers that it is computed from.</summary>
/// <param name="Stage">The layer.</param>
/// <param name="Channel">Map, or unit.</param>
/// <param name="Row">Row in the map.</param>
/// <param name="Column">Column in the map.</param>
internal sealed record WalkElement(WalkStage Stage, int Channel, int Row, int Column)
{
    /// <summary>The numbers under the window [1, channels, rows, columns]; for a linear layer all that enter.</summary>
    public required Tensor<Float64> Window { get; init; }

    /// <summary>The first row and column of the window in what enters; may be in the padding.</summary>
    public required (int Row, int Column) Corner { get; init; }

    /// <summary>The products of the sum in the order of addition; none for a pooling.</summary>
    public required IReadOnlyList<TraceTerm> Terms { get; init; }

    /// <summary>What the sum begins with.</summary>
    public required double Bias { get; init; }

    /// <summary>The number.</summary>
    public required double Result { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Stage.Rows * Stage.Columns == 1 && Stage.After.Rank == 2
        ? $"{Stage.Name}[{Channel}]"
        : $"{Stage.Name}[{Channel}, {Row}, {Column}]";

    /// <summary>The number by a loop of its own, which shares no code with the engines, from the last product on.</summary>
    public double ByHand
    {
        get
        {
            if (Stage.Layer is MaxPool2d)
                return Window.ToDoubles().Max();
            var (sum, weights) = (Bias, Weights(Stage, Channel));
            for (var k = weights.Length - 1; k >= 0; k--)
                sum += weights[k] * Window.Elements[k].Value;
            return Stage.Activation is Relu ? Math.Max(0, sum) : sum;
        }
    }

    /// <summary>How far two orders of adding in doubles may be apart.</summary>
    public double Allowed => Terms.Count == 0
        ? 0
        : 2 * (Terms.Count + 1) * Binary64.UnitRoundoff * (Terms.Sum(term => Math.Abs(term.Product)) + Math.Abs(Bias)) * 1.01;

    /// <summary>Traces a number; indices beyond the layer's result become its last ones.</summary>
    public static WalkElement Of(WalkStage stage, int channel, int row, int column)
    {
        (channel, row, column) = (
            Math.Min(channel, stage.Channels - 1), Math.Min(row, stage.Rows - 1), Math.Min(column, stage.Columns - 1));
        return stage.Layer switch
        {
            Conv2d conv => Sum(stage, channel, row, column, Cut(stage, null, conv.Window, row, column), new Conv2d(
                conv.Name, conv.InputChannels, 1, conv.Window.Kernel, stride: 1, padding: 0), conv.Window),
            Pool2d pool => Pooled(stage, channel, row, column, pool),
            _ => Sum(
                stage, channel, row, column, stage.Before.Reshape(1, stage.Before.Elements.Length),
                new Linear(stage.Name, stage.Before.Elements.Length, 1), null),
        };
    }

    private static WalkElement Sum(
        WalkStage stage, int channel, int row, int column, Tensor<Float64> window, Layer layer, Window? place)
    {
        var weights = Tensor<Float64>.From([1, .. window.Sizes[1..]], Weights(stage, channel));
        var bias = stage.Parameters[1].Elements[channel];
        var traced = ReferenceTrace.Forward(layer, [weights, Tensor<Float64>.Over([1], [bias])], window, stage.Activation);
        var trace = ElementTrace.Of(traced.Elements[0]);
        return new(stage, channel, row, column)
        {
            Window = window,
            Corner = CornerOf(place, row, column),
            Terms = trace.Terms,
            Bias = bias.Value,
            Result = trace.Result,
        };
    }

    private static WalkElement Pooled(WalkStage stage, int channel, int row, int column, Pool2d pool)
    {
        var window = Cut(stage, channel, pool.Window, row, column);
        return new(stage, channel, row, column)
        {
            Window = window,
            Corner = CornerOf(pool.Window, row, column),
            Terms = [],
            Bias = 0,
            Result = ReferenceLayer.Forward(new MaxPool2d(pool.Window.Kernel, stride: 1), [], window).Elements[0].Value,
        };
    }

    private static (int Row, int Column) CornerOf(Window? window, int row, int column) => window is var (_, stride, padding, _)
        ? ((row * stride.Height) - padding.Height, (column * stride.Width) - padding.Width)
        : (0, 0);

    // What lies outside of the picture is zero.
    private static Tensor<Float64> Cut(WalkStage stage, int? channel, Window window, int row, int column)
    {
        var (x, (top, left)) = (stage.Before, CornerOf(window, row, column));
        var cut = new Tensor<Float64>(1, channel is null ? x.Sizes[1] : 1, window.Kernel.Height, window.Kernel.Width);
        for (var c = 0; c < cut.Sizes[1]; c++)
            for (var p = 0; p < cut.Sizes[2]; p++)
                for (var q = 0; q < cut.Sizes[3]; q++)
                {
                    var (h, v) = (top + p, left + q);
                    if (h >= 0 && h < x.Sizes[2] && v >= 0 && v < x.Sizes[3])
                        cut[0, c, p, q] = x[0, channel ?? c, h, v];
                }

        return cut;
    }

    private static double[] Weights(WalkStage stage, int channel)
    {
        var all = stage.Parameters[0];
        var count = all.Elements.Length / all.Sizes[0];
        return Array.ConvertAll(all.Elements.Slice(channel * count, count).ToArray(), weight => weight.Value);
    }
}
