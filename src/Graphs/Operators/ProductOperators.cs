namespace TorchBasics.Graphs.Operators;

/// <summary>Matrix products.</summary>
internal sealed class ProductOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From this version on, sizes are broadcast as NumPy does; before, only where asked.
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
        OperatorInputs.Count(call, [rows, columns]);
        if (c is not null && !OperatorInputs.Broadcast(call, engine.SizesOf(c), [rows, columns]).SequenceEqual([rows, columns]))
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
        var batch = OperatorInputs.Broadcast(call, sizesA.Length > 2 ? sizesA[..^2] : [], sizesB.Length > 2 ? sizesB[..^2] : []);
        var (rows, columns) = (sizesA.Length > 1 ? sizesA[^2] : 1, sizesB.Length > 1 ? sizesB[^1] : 1);
        foreach (var (height, width) in ((int, int)[])[(rows, inner), (inner, columns), (rows, columns)])
            OperatorInputs.Count(call, [.. batch, height, width]);
        return [engine.MatMul(a, b)];
    }
}
