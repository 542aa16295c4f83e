using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads fully connected layers: Gemm, or MatMul and Add.</summary>
internal static class LinearReader
{
    public static Reading Gemm(Place place)
    {
        place.CheckInputs(3);
        var settings = place.Settings();
        settings.Only("transA", 0, otherwise: 0);
        var isTransposed = settings.Flag("transB"); // the weight is [out, in], as ours
        if (settings.Float("alpha", 1) != 1 || settings.Float("beta", 1) != 1)
            throw place.Refuse(
                $"alpha is {settings.Float("alpha", 1)} and beta {settings.Float("beta", 1)}; only 1 is supported");
        settings.Done();
        return Read(place, isTransposed, bias: 2);
    }

    public static Reading MatMul(Place place)
    {
        place.CheckInputs(2);
        place.Settings().Done();
        return Read(place, isTransposed: false, bias: -1);
    }

    private static Reading Read(Place place, bool isTransposed, int bias)
    {
        var features = place.Features();
        var matrix = place.Graph.Floats(place.Node, 1, "the weight");
        if (matrix.Sizes.Count != 2 || matrix.Sizes[isTransposed ? 1 : 0] != features)
            throw place.Refuse(
                $"its weight is [{string.Join(", ", matrix.Sizes)}]; "
                + $"expected {(isTransposed ? $"[out, {features}]" : $"[{features}, out]")}");
        var weight = isTransposed ? matrix : Transpose(matrix);
        var outputs = (int)weight.Sizes[0];
        var added = BiasReader.Read(place, bias, outputs, behind: 0);
        return new Reading(added.Value, new LayerDraft(
            "fc",
            ParameterNames.Of(place.Graph, place.Node, bias < 0 ? int.MaxValue : bias) ?? added.Name,
            name => new Linear(name, features, outputs),
            [weight, added.Array])
        { LacksBias = added.IsMissing });
    }

    private static NamedArray Transpose(NamedArray matrix)
    {
        var (rows, columns) = ((int)matrix.Sizes[0], (int)matrix.Sizes[1]);
        var source = matrix.Values<float>();
        var values = new float[source.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                values[(j * rows) + i] = source[(i * columns) + j];
        return NamedArray.Of<float>("weight", [columns, rows], values);
    }
}
