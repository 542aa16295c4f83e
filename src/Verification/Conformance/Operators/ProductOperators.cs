namespace TorchBasics.Verification.Conformance.Operators;

/// <summary>Sums and matrix products.</summary>
internal sealed class ProductOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From this version on, sizes are broadcast as NumPy does; before, only the second side is, and only where asked.
    private const int NumpyBroadcast = 7;

    public TValue?[] Gemm(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 3);
        var (a, b, c) = (inputs.Required(call, 0), inputs.Required(call, 1), inputs.Optional(2));
        var settings = new GemmSettings(call.Float("alpha", 1), call.Float("beta", 1), call.Flag("transA"), call.Flag("transB"));
        if (call.Version < NumpyBroadcast)
            call.Flag("broadcast"); // a bias of another size would be broadcast in the same way
        var (sizesA, sizesB) = (engine.SizesOf(a), engine.SizesOf(b));
        if (sizesA.Length != 2 || sizesB.Length != 2)
            throw call.Broken("the matrices do not have 2 axes");
        var (rows, inner) = settings.TransposeA ? (sizesA[1], sizesA[0]) : (sizesA[0], sizesA[1]);
        var (innerB, columns) = settings.TransposeB ? (sizesB[1], sizesB[0]) : (sizesB[0], sizesB[1]);
        if (inner != innerB)
            throw call.Broken($"the matrices have {inner} columns and {innerB} rows");
        if (c is not null && !Broadcast(call, engine.SizesOf(c), [rows, columns]).SequenceEqual([rows, columns]))
            throw call.Broken($"the third input does not fit to [{rows}, {columns}]");
        return [engine.Gemm(a, b, c, settings)];
    }

    public TValue?[] MatMul(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 2);
        var (a, b) = (inputs.Required(call, 0), inputs.Required(call, 1));
        var (sizesA, sizesB) = (engine.SizesOf(a), engine.SizesOf(b));
        if (sizesA.Length == 0 || sizesB.Length == 0)
            throw call.Broken("an input has no axes");
        var (inner, innerB) = (sizesA[^1], sizesB.Length == 1 ? sizesB[0] : sizesB[^2]);
        if (inner != innerB)
            throw call.Broken($"the matrices have {inner} columns and {innerB} rows");
        Broadcast(call, sizesA.Length > 2 ? sizesA[..^2] : [], sizesB.Length > 2 ? sizesB[..^2] : []);
        return [engine.MatMul(a, b)];
    }

    public TValue?[] Add(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 2);
        var (a, b) = (inputs.Required(call, 0), inputs.Required(call, 1));
        if (call.Version < NumpyBroadcast)
            b = Align(call, a, b);
        Broadcast(call, engine.SizesOf(a), engine.SizesOf(b));
        return [engine.Add(a, b)];
    }

    // The second side's axes lie along those of the first from a given one on; by default along the last.
    private TValue Align(OperatorCall call, TValue a, TValue b)
    {
        call.Ignore("consumed_inputs");
        var (sizesA, sizesB) = (engine.SizesOf(a), engine.SizesOf(b));
        var broadcast = call.Flag("broadcast");
        var last = sizesA.Length - sizesB.Length;
        var axis = call.Has("axis") ? call.Axis(call.Integer("axis", 0), sizesA.Length, sizesA.Length) : last;
        if (!broadcast && !sizesA.SequenceEqual(sizesB))
            throw call.Broken("the sizes differ, and broadcast is not set");
        return axis == last || sizesB.Length > sizesA.Length || axis > last ? b : engine.Reshape(b, [.. sizesB, .. Enumerable.Repeat(1, last - axis)]);
    }

    private static int[] Broadcast(OperatorCall call, int[] a, int[] b)
    {
        var sizes = new int[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= sizes.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1)
                throw call.Broken($"the sizes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not fit");
            sizes[^i] = left == 1 ? right : left;
        }

        OperatorInputs.Count(call, sizes);
        return sizes;
    }
}
