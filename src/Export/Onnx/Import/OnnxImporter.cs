using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Reads networks from graphs in ONNX form: one input, one output, layers one behind the other, residual additions and
/// means of members among them.
/// </summary>
/// <remarks>
/// Read are the graphs of <see cref="OnnxExporter"/> and those that torch.onnx writes for such networks. What is not
/// understood is refused by the name of its node and never guessed. Where the file's metadata describe a network, it is
/// compared with the graph: they restore what a graph does not hold, dropout and initialisation; where they contradict the
/// graph, the graph counts. Constants that a graph computes take at most four times the memory of those that it holds,
/// and 4 MiB.
/// </remarks>
public static class OnnxImporter
{
    private const int OldestSet = 7;
    private const int NewestSet = 25; // later ones have only added types to the operators that are read

    /// <summary>Reads a network.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="model">Its content.</param>
    /// <param name="normalization">
    /// What a person says of how raw values enter the network, for a file that does not; null for nothing.
    /// </param>
    /// <returns>The model, and notes on what a person should know.</returns>
    /// <exception cref="TorchBasicsException">The graph is none of these: kind Data.</exception>
    public static ImportedModel Convert(string path, OnnxModel model, Normalization? normalization = null)
    {
        var graph = new SourceGraph(path, model);
        Check(graph);
        var input = graph.Inputs is [var only]
            ? only
            : throw graph.Refuse($"it has {Counted.Of(graph.Inputs.Count, "input")}; expected one");
        var start = InputReader.Read(graph, input);
        var chain = new ChainReader(graph);
        var (drafts, _) = chain.Read(start.Value, start.Shape, model.Graph.Outputs[0].Name);
        if (chain.NodesRead + start.Nodes != graph.Nodes.Count)
            throw graph.Refuse(
                $"{graph.Nodes.Count - chain.NodesRead - start.Nodes} of its {Counted.Of(graph.Nodes.Count, "node")} "
                + $"{(graph.Nodes.Count - chain.NodesRead - start.Nodes == 1 ? "is" : "are")} not on the way from the "
                + "input to the output");
        var singles = drafts.SelectMany(draft => draft.Singles).ToList();
        var names = LayerNames.Assign(singles);
        var left = new Queue<string>(names);
        Layer[] layers = [.. drafts.Select(draft => draft.Build(left))];
        var architecture = ImportedName.Give(
            path, new Architecture("imported", start.Shape, layers.Length > 0 ? layers : [new Dropout(0)]));
        var notes = singles.Zip(names).Where(pair => pair.First.LacksBias)
            .Select(pair => $"{pair.Second} has no bias in the graph; it gets zeros for one.");
        return Complete(path, model, start, architecture, drafts, normalization, [.. notes]);
    }

    private static void Check(SourceGraph graph)
    {
        var model = graph.Model;
        if (model.Unread.Count > 0)
            throw graph.Refuse($"it holds {model.Unread[0]}");
        if (model.VersionOf(string.Empty) is not (>= OldestSet and <= NewestSet))
            throw graph.Refuse(
                $"it means version {model.VersionOf(string.Empty)?.ToString(CultureInfo.InvariantCulture) ?? "none"} of ONNX's "
                + $"operators; expected {OldestSet} to {NewestSet}");
        if (model.Graph.Outputs.Count != 1)
            throw graph.Refuse($"it has {Counted.Of(model.Graph.Outputs.Count, "output")}; expected one");
        if (graph.IsConstant(model.Graph.Outputs[0].Name))
            throw graph.Refuse("its output is constant");
    }

    private static ImportedModel Complete(
        string path,
        OnnxModel model,
        InputReader start,
        Architecture read,
        IReadOnlyList<LayerDraft> drafts,
        Normalization? stated,
        List<string> notes)
    {
        if (read.Output.Elements > Model.MostClasses)
            throw new TorchBasicsException(ErrorKind.Data, string.Create(
                CultureInfo.InvariantCulture,
                $"{path} cannot become a network: a sample has {read.Output.Elements:N0} results; "
                + $"expected at most {Model.MostClasses:N0}."));
        var (architecture, described) = Describe(path, model, read, notes);
        NamedArray[] weights = [.. architecture.Parameters.Zip(
            drafts.SelectMany(draft => draft.Arrays), (parameter, array) => new NamedArray(
                parameter.Name, array.Type, [.. parameter.Spec.Shape.Select(size => (long)size)], array.Bytes))];
        var normalization = Normalize(start, described, notes);
        var classNames = described?.ClassNames.Count == architecture.ClassCount ? described.ClassNames : null;
        var imported = new Model(architecture, weights)
        {
            Normalization = normalization ?? stated ?? UsualPreprocessing.Of(architecture, notes),
            ClassNames = classNames ?? Model.NumberedClasses(architecture),
            IsDeskewed = described?.IsDeskewed ?? false,
            Preparation = described?.Preparation ?? PicturePreparation.Sign,
            Columns = described?.Columns,
            Table = described?.Table,
            Targets = described?.Targets,
            TrainedOn = described?.TrainedOn ?? Model.Unknown,
            CreatedBy = described?.CreatedBy ?? $"{model.ProducerName} {model.ProducerVersion}".Trim(),
        };
        return new ImportedModel(imported)
        {
            Graph = model,
            Notes = notes,
            StatesNetwork = true,
            TakesRaw = start.Normalization is not null,
            StatesPreprocessing = normalization is not null,
            StatesClassNames = classNames is not null,
        };
    }

    // What the metadata say, where they fit to the graph.
    private static (Architecture Architecture, ModelHeader? Described) Describe(
        string path, OnnxModel model, Architecture read, List<string> notes)
    {
        if (!model.Metadata.ContainsKey(ModelTexts.Architecture))
            return (read, null);
        try
        {
            var described = ModelTexts.Read(path, model.Metadata);
            if (SameNetwork.Match(described.Architecture, read) is { } architecture)
                return (architecture, described);
            notes.Add(
                $"The metadata describe another network than the graph holds, {described.Architecture.Name}; the graph counts.");
        }
        catch (TorchBasicsException error)
        {
            notes.Add($"The metadata cannot be used, and the graph counts: {error.Message}");
        }

        return (read, null);
    }

    // What the file says; null for nothing.
    private static Normalization? Normalize(InputReader start, ModelHeader? described, List<string> notes)
    {
        if (start.Normalization is { } inside && described is not null && !described.Normalization.Equals(inside))
            notes.Add("The graph scales its input in another way than the metadata say; the graph counts.");
        return start.Normalization
            ?? (described is not null && (described.Normalization.Scale.Count == 1
                || described.Normalization.Scale.Count == start.Shape[0]) ? described.Normalization : null);
    }
}
