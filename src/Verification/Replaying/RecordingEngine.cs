using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Replaying;

/// <summary>An engine whose runs are written down while they are checked; each into a folder of its own.</summary>
public sealed class RecordingEngine : IEngine
{
    private readonly IEngine _engine;
    private readonly string _folder;
    private readonly IReadOnlyList<RunSpec> _runs;

    /// <summary>Prepares the recordings.</summary>
    /// <param name="engine">Who computes.</param>
    /// <param name="folder">The folder that the folders of the runs are made in.</param>
    /// <param name="runs">The runs to write down; others, such as those that a check makes for itself, are not.</param>
    /// <exception cref="TorchBasicsException">One of the folders holds a recording already.</exception>
    public RecordingEngine(IEngine engine, string folder, IReadOnlyList<RunSpec> runs)
    {
        (_engine, _folder, _runs) = (engine, folder, runs);
        foreach (var run in runs)
            RecordingWriter.RefuseExisting(FolderOf(run));
    }

    /// <inheritdoc/>
    public string Name => _engine.Name;

    /// <inheritdoc/>
    public Precision Precision => _engine.Precision;

    /// <inheritdoc/>
    public bool HasSameBitsOnAnyThreads => _engine.HasSameBitsOnAnyThreads;

    /// <inheritdoc/>
    public bool Sees(Architecture architecture, int layer) => _engine.Sees(architecture, layer);

    /// <inheritdoc/>
    public string? TrainingRefusal(Architecture architecture) => _engine.TrainingRefusal(architecture);

    /// <inheritdoc/>
    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec) =>
        _runs.Any(run => ReferenceEquals(run, spec)) ? Record(spec) : _engine.Train(spec);

    /// <inheritdoc/>
    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs) =>
        _engine.Evaluate(architecture, weights, inputs);

    /// <inheritdoc/>
    public LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training) =>
        _engine.Apply(layer, parameters, input, outputGradient, training);

    private IEnumerable<StepRecord<Float64>> Record(RunSpec spec)
    {
        var writer = new RecordingWriter(FolderOf(spec), NameWithState, Precision, spec);
        foreach (var record in _engine.Train(spec))
        {
            writer.Add(record);
            yield return record;
        }

        writer.Complete();
    }

    // "libtorch float32, oneDNN off"
    private string NameWithState => _engine is TorchEngine { State: { } state } ? $"{Name}, {state}" : Name;

    // "lenet5-libtorch-float32"; a network from a file may have any name.
    private string FolderOf(RunSpec spec) =>
        Path.Combine(_folder, FileNames.Of($"{spec.Architecture.Name}-{Name.Replace(' ', '-').Replace(':', '-')}"));
}
