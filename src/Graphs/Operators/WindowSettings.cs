using TorchBasics.Reference.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>Reads how windows slide: kernel_shape, strides, dilations, pads and auto_pad.</summary>
internal static class WindowSettings
{
    /// <summary>Reads the attributes.</summary>
    /// <param name="call">The node.</param>
    /// <param name="sizes">Sizes of the input, without sample and channel.</param>
    /// <param name="kernel">Sizes of the kernel, where an input of the node has them.</param>
    public static WindowAxis[] Read(OperatorCall call, int[] sizes, int[]? kernel)
    {
        var taps = ReadList(call, "kernel_shape", sizes.Length, minimum: 1, otherwise: kernel);
        if (kernel is not null && !taps.SequenceEqual(kernel))
            throw call.Broken($"kernel_shape is [{string.Join(", ", taps)}]; the kernel has [{string.Join(", ", kernel)}]");
        var ones = Enumerable.Repeat(1, sizes.Length).ToArray();
        var strides = ReadList(call, "strides", sizes.Length, minimum: 1, ones);
        var dilations = ReadList(call, "dilations", sizes.Length, minimum: 1, ones);
        var pads = ReadList(call, "pads", 2 * sizes.Length, minimum: 0, new int[2 * sizes.Length]);
        var mode = call.Text("auto_pad", "NOTSET");
        var axes = new WindowAxis[sizes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = mode switch
            {
                "NOTSET" => new WindowAxis(taps[i], strides[i], dilations[i], pads[i], pads[sizes.Length + i]),
                "VALID" => new WindowAxis(taps[i], strides[i], dilations[i], PadBegin: 0, PadEnd: 0),
                "SAME_UPPER" or "SAME_LOWER" =>
                    WindowAxis.Same(taps[i], strides[i], dilations[i], sizes[i], upper: mode == "SAME_UPPER"),
                _ => throw call.Unsupported($"auto_pad = {mode}"),
            };
        }

        return axes;
    }

    /// <summary>Refuses windows that do not fit anywhere and results that no memory holds.</summary>
    public static void CheckResult(OperatorCall call, long planes, int[] sizes, WindowAxis[] axes, bool ceiling)
    {
        var elements = (Int128)planes;
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, size) = (axes[i], sizes[i]);
            if (((long)axis.Kernel * axis.Dilation) + size + axis.PadBegin + axis.PadEnd + axis.Stride > int.MaxValue)
                throw call.Broken(
                    $"a window of {axis.Kernel} taps, {axis.Dilation} apart, over {size} with padding {axis.PadBegin} and "
                    + $"{axis.PadEnd} is too large");
            var outputs = axis.Outputs(size, ceiling);
            if (outputs < 1)
                throw call.Broken(
                    $"a window of {axis.Span} does not fit into {size} with padding {axis.PadBegin} and {axis.PadEnd}");
            elements *= outputs;
        }

        if (elements > call.Limit)
            throw call.Broken($"the result has {elements} elements; at most {call.Limit} are computed");
    }

    private static int[] ReadList(OperatorCall call, string name, int count, int minimum, int[]? otherwise)
    {
        var list = call.Integers(name) is { } given ? [.. given.Select(value => call.Small(name, value, minimum))] : otherwise;
        return list is null || list.Length != count
            ? throw call.Broken($"{name} has {list?.Length ?? 0} entries; expected {count}")
            : list;
    }
}
