using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Course;

/// <summary>A network of the catalogue: drawn, counted layer by layer, and, where it is small, computed unit by unit.</summary>
/// <remarks>Published counts: LeCun, Bottou, Bengio, Haffner 1998, section II.B.</remarks>
internal sealed class NetworkLesson() : Lesson<NetworkLesson.Result>("network", 1)
{
    // Networks that need more work for one picture are not sent through the reference while somebody waits.
    private const long MostWork = 1_000_000;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter(
            "model", [.. ModelCatalog.All.Select(entry => entry.Name).OrderBy(name => name != XorMlp.Architecture.Name)]),
        new NumberParameter("x1", 1, -1, 1),
        new NumberParameter("x2", 0, -1, 1),
        new SeedParameter(7),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("fewest", result => result.IsSmallestOfPictures, [new("model", LeNet1.Architecture.Name)]),
        new(
            "fires",
            result => result is { Architecture.Name: "threshold-xor", Units: { } units } && units[1].Units[2].Value == 1,
            new("model", "threshold-xor"), new("x2", "1")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var entry = ModelCatalog.Find(values.Text("model"));
        var model = entry.Initial(values.Seed());
        var counts = LayerCount.Of(entry.Architecture);
        var isSmall = entry.Architecture.Input is [2];
        var network = entry.Architecture.MultiplyAdds <= MostWork ? ReferenceNetwork.Of(model) : null;
        double[] sample = isSmall
            ? [values.Number("x1"), values.Number("x2")]
            : [.. Enumerable.Range(0, (int)entry.Architecture.Input.Elements).Select(pixel => pixel % 7 / 7.0)];
        return new(
            entry.Architecture,
            counts,
            model.Weights.Zip(entry.Architecture.Parameters)
                .Where(pair => pair.Second.Spec.Trainable).Sum(pair => (long)pair.First.Values<float>().Length),
            network is null ? null : Flow(network, sample),
            isSmall && network is not null ? UnitNetwork.Columns(network, sample) : null);
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Counts.SelectMany(count => (double[])
            [count.Parameters, count.MultiplyAdds, count.Connections, .. count.Output.Select(size => (double)size)]),
        result.ArrayLength,
        .. result.Units?.SelectMany(column => column.Units)
            .SelectMany(unit => (double[])[unit.Sum, unit.Value, .. unit.Weights]) ?? [],
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (architecture, counts) = (result.Architecture, result.Counts);
        yield return new(
            "counted", result.Parameters == result.ArrayLength,
            architecture.Name, Count(result.Parameters), Count(result.ArrayLength));
        yield return new(
            "work",
            counts.Zip(architecture.Summarize()).All(pair => pair.First.MultiplyAdds == pair.Second.MultiplyAdds),
            Count(counts.Sum(count => count.MultiplyAdds)));
        if (result.Flow is { } flow)
            yield return new(
                "shapes",
                flow.Count == counts.Count && flow.Zip(counts).All(pair => pair.First.SequenceEqual(pair.Second.Output)));
        var modern = LayerCount.Of(LeNet5.Architecture);
        yield return new(
            "lenet5", modern.Sum(count => count.Parameters) == 61_706 && modern.Sum(count => count.MultiplyAdds) == 416_520);
        var original = LayerCount.Of(LeNet5Original.Architecture);
        yield return new(
            "lenet5-original",
            original.Sum(count => count.Parameters) == 60_000 && original.Sum(count => count.Connections) == 340_908);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var architecture = result.Architecture;
        var labels = LayerLabels.Of(architecture);
        var hidden = architecture.Layers.Count(layer => layer.Parameters.Count > 0) - 1;
        yield return new Paragraph(texts.Format(
            hidden switch { 0 => "about.none", 1 => "about.one", _ => "about.many" },
            architecture.Name, hidden, Count(result.Parameters), Count(result.Counts.Sum(count => count.MultiplyAdds))));
        yield return result.Units is { } units ? Drawn(architecture, units, texts) : Drawn(result, labels, texts);
        yield return new DataTable(
            texts["table.caption"],
            [
                new(texts["layer"], IsText: true), new(texts["output"], IsText: true), new(texts["by-hand"], IsText: true),
                new(texts["parameters"]), new(texts["multiply-adds"]),
            ],
            [
                .. architecture.Layers.Index().Select(entry => (IReadOnlyList<Cell>)
                [
                    entry.Item.Name is null ? entry.Item.Kind : $"{labels[entry.Index]} ({entry.Item.Kind})",
                    string.Join(" × ", result.Counts[entry.Index].Output),
                    result.Counts[entry.Index].Formula,
                    Count(result.Counts[entry.Index].Parameters),
                    Count(result.Counts[entry.Index].MultiplyAdds),
                ]),
                [texts["sum"], "", "", Count(result.Parameters), Count(result.Counts.Sum(count => count.MultiplyAdds))],
            ]);
        if (result.Units is { } columns)
            yield return new Formula([.. columns.Skip(1).SelectMany((column, k) => column.Units
                .Where(unit => unit.Weights.Count > 0 && (unit.Activation.Length > 0 || column == columns[^1]))
                .Select(unit => unit.Formula(columns[k].Units)))]);
    }

    private static Picture Drawn(Architecture architecture, IReadOnlyList<UnitColumn> units, Texts texts)
    {
        var key = ModelCatalog.Find(architecture.Name).Recipe is null ? "units.given"
            : units.SelectMany(column => column.Units).All(unit => unit.Weights.All(weight => weight == 0)) ? "units.zero"
            : "units.caption";
        var caption = texts.Format(key, architecture.Name, Values(units[0]), Values(units[^1]));
        var drawing = new UnitsDrawing(units, texts["input"]);
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static Picture Drawn(Result result, IReadOnlyList<string> labels, Texts texts)
    {
        var drawing = new NetworkDrawing(result.Architecture, texts["input"]);
        var caption = texts.Format("drawing.caption", result.Architecture.Name);
        var sizes = labels.Zip(result.Counts, (label, count) => $"{label}: {string.Join(" × ", count.Output)}");
        var description = $"{caption} {string.Join("; ", sizes)}";
        return new(
            drawing.Draw(description, k => k < 0
                ? texts.Format("input.tip", string.Join(" × ", result.Architecture.Input))
                : texts.Format(
                    "layer.tip", labels[k], result.Architecture.Layers[k].Kind, string.Join(" × ", result.Counts[k].Output),
                    result.Counts[k].Parameters == 0 ? "0" : $"{result.Counts[k].Formula} = {Count(result.Counts[k].Parameters)}",
                    Count(result.Counts[k].MultiplyAdds))),
            caption,
            drawing.Lines())
        {
            Hint = texts["drawing.hint"],
        };
    }

    private static List<int[]> Flow(ReferenceNetwork network, double[] sample)
    {
        var x = Tensor<Float64>.From([1, .. network.Architecture.Input], sample);
        return [.. network.Forward(x).Skip(1).Select(result => result.Sizes[1..].ToArray())];
    }

    private static string Values(UnitColumn column) => string.Join(
        ", ", column.Units.Select(unit => Math.Round(unit.Value, 2).ToString(CultureInfo.InvariantCulture)));

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What the experiment returns.</summary>
    /// <param name="Architecture">The network.</param>
    /// <param name="Counts">Each layer, counted from its sizes.</param>
    /// <param name="ArrayLength">How many trainable numbers the arrays hold.</param>
    /// <param name="Flow">The sizes that left each layer when a sample went through; null where none was sent.</param>
    /// <param name="Units">The units with their values; null for a large network.</param>
    internal sealed record Result(
        Architecture Architecture,
        IReadOnlyList<LayerCount> Counts,
        long ArrayLength,
        IReadOnlyList<int[]>? Flow,
        IReadOnlyList<UnitColumn>? Units)
    {
        /// <summary>Trainable numbers, counted from the sizes.</summary>
        public long Parameters => Counts.Sum(count => count.Parameters);

        /// <summary>Whether no network for pictures has fewer parameters.</summary>
        public bool IsSmallestOfPictures => Architecture.Input.Count == 3 && ModelCatalog.All
            .Where(entry => entry.Architecture.Input.Count == 3)
            .All(entry => Parameters <= LayerCount.Of(entry.Architecture).Sum(count => count.Parameters));
    }
}
