using System.Security.Cryptography;
using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats;
using TorchBasics.Formats.Architectures;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Replaying;

/// <summary>
/// Writes a run to a folder: a file with the initial weights, one with all arrays of each step, and at last the index. A
/// folder without an index is no recording: the run did not end.
/// </summary>
public sealed class RecordingWriter
{
    private readonly string _folder;
    private readonly string _engine;
    private readonly Precision _precision;
    private readonly RunSpec _spec;
    private readonly RecordingIndex.RecordedFile _weights;
    private readonly List<RecordingIndex.RecordedStep> _steps = [];

    /// <summary>Begins a recording and writes the weights.</summary>
    /// <param name="folder">The folder; it is made if it does not exist.</param>
    /// <param name="engine">Who computes, such as "libtorch float32".</param>
    /// <param name="precision">In which format.</param>
    /// <param name="spec">The run.</param>
    /// <exception cref="TorchBasicsException">The folder holds a recording already, or cannot be written.</exception>
    public RecordingWriter(string folder, string engine, Precision precision, RunSpec spec)
    {
        RefuseExisting(folder);
        (_folder, _engine, _precision, _spec) = (folder, engine, precision, spec);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{folder} cannot be used for a recording: {error.Message} Name another folder.", error);
        }

        var (file, hash) = Write("weights.safetensors", spec.Architecture.Parameters.Zip(spec.Weights)
            .Select(pair => Array(pair.First.Name, pair.Second)));
        _weights = new(file, hash);
    }

    /// <summary>Refuses a folder that holds a recording already.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <exception cref="TorchBasicsException">It does: kind Usage.</exception>
    public static void RefuseExisting(string folder)
    {
        if (File.Exists(Path.Combine(folder, RecordingIndex.FileName)))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{folder} already holds a recording. Name another folder, or remove it.");
    }

    /// <summary>Writes a step.</summary>
    /// <param name="record">The step; they come in order, and every layer has to be visible.</param>
    public void Add(StepRecord<Float64> record)
    {
        if (record.Hidden.Count > 0)
            throw new ArgumentException("A step with hidden layers cannot be recorded.", nameof(record));
        NamedArray labels = NamedArray.Of<long>(Place.Labels.ToString(), [record.Labels.Length], Array(record.Labels));
        var kept = _spec.Architecture.Nodes.Zip(record.Layers, (node, layer) => Kept(node, layer.State, record.Labels.Length))
            .SelectMany(arrays => arrays);
        var (file, hash) = Write(
            FormattableString.Invariant($"step-{record.Step:D4}.safetensors"),
            record.InCausalOrder().Select(pair => Array(pair.Place.ToString(), pair.Values)).Append(labels).Concat(kept));
        _steps.Add(new(record.LearningRate, file, hash));
    }

    /// <summary>Writes the index; from then on the folder is a recording.</summary>
    public void Complete()
    {
        using var architecture = JsonDocument.Parse(ArchitectureJson.Write(_spec.Architecture));
        var index = new RecordingIndex(
            RecordingIndex.FormatName, RecordingIndex.CurrentVersion, _engine, _precision, architecture.RootElement,
            RecordingIndex.RecordedRecipe.Of(_spec.Recipe), _weights, _steps);
        AtomicFile.Write(
            Path.Combine(_folder, RecordingIndex.FileName),
            JsonSerializer.Serialize(index, RecordingJson.Default.RecordingIndex) + "\n");
    }

    // Of a dropout, and of those within a layer.
    private static IEnumerable<NamedArray> Kept(LayerNode node, LayerState state, int samples)
    {
        long[] sizes = [samples, .. node.Input.Select(size => (long)size)];
        if (node.Layer is Dropout)
            yield return NamedArray.Of<bool>(
                Place.Kept(node.Label).ToString(),
                sizes,
                state.Kept ?? System.Array.ConvertAll(new bool[samples * node.Input.Elements], _ => true));
        foreach (var array in node.Inner.SelectMany((inner, place) => Kept(inner, state.Of(place), samples)))
            yield return array;
    }

    private (string File, string Sha256) Write(string file, IEnumerable<NamedArray> arrays)
    {
        var bytes = SafeTensorsFile.ToBytes(arrays);
        AtomicFile.Write(Path.Combine(_folder, file), bytes);
        return (file, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private NamedArray Array(string name, Tensor<Float64> values)
    {
        var doubles = values.ToDoubles();
        return _precision == Precision.Float64
            ? NamedArray.Of<double>(name, Sizes(values), doubles)
            : NamedArray.Of<float>(name, Sizes(values), System.Array.ConvertAll(doubles, value => (float)value));
    }

    private static long[] Array(int[] labels) => System.Array.ConvertAll(labels, label => (long)label);

    private static long[] Sizes(Tensor<Float64> values) => System.Array.ConvertAll(values.Sizes.ToArray(), size => (long)size);
}
