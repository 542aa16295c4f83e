using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Runs;

/// <summary>The product's side of a run: its data, network and trainer, as a run that is resumed has them.</summary>
internal sealed class ProductRun : IDisposable
{
    private readonly TensorData _train;
    private readonly IStepWitness _witness;
    private readonly KernelChoice _kernels;
    private readonly int _threadsBefore = get_num_threads();

    /// <summary>Prepares the run at its beginning.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">The training set.</param>
    /// <param name="kept">The network and how values enter it, as the run's files say.</param>
    /// <param name="begun">Where it begins; null for what the catalogue's model draws, or where that is not known.</param>
    /// <param name="parts">What the run decides.</param>
    public ProductRun(RunRequest request, SampleSet train, Model kept, Model? begun, RunParts parts)
    {
        if (request.Threads is { } threads)
            set_num_threads(threads);
        var (device, options) = (Devices.Parse(request.Device), request.Options);
        Network = new Network(begun ?? (request.Origin is null
            ? NetworkOf(request, kept).Initial(train.Shape, train.ClassNames.Count, parts.WeightSeed(options.Seed))
            : kept));
        Network.to(device);
        (_train, _kernels) = (new TensorData(train, kept.Normalization, device), options.Kernels);
        var tap = new StepTap();
        Trainer = new Trainer(Network, _train, options, tap.At(parts.Trainer));
        _witness = Trainer.IsFused
            ? new FusedWitness(
                Trainer, Loss.Create(options.Recipe.Loss, options.Recipe.LabelSmoothing, Network.Architecture.Output[0]), tap)
            : new TorchWitness(Trainer, tap);
    }

    /// <summary>The network that learns.</summary>
    public Network Network { get; }

    /// <summary>What moves its weights.</summary>
    public Trainer Trainer { get; }

    /// <summary>What a report calls whoever computes.</summary>
    public string Engine => _witness.Engine;

    /// <summary>What it computes with, in the words of a run's record.</summary>
    public string Hardware => TrainingRun.HardwareOf(Trainer, _train.Device);

    /// <summary>The next step, watched.</summary>
    public ObservedStep Watch(ulong dropoutSeed) => _witness.Watch(dropoutSeed);

    /// <summary>Which elements the dropouts should keep.</summary>
    public IReadOnlyDictionary<int, bool[]> Masks(int count, ulong dropoutSeed) => _witness.Masks(count, dropoutSeed);

    /// <summary>Whether our kernels evaluate the network, whoever trains it.</summary>
    public bool IsEvaluationFused => FusedChoice.Takes(Network, _train.Source, _kernels, trains: false);

    /// <summary>What the network answers to a set, in evaluation mode, as the product evaluates it.</summary>
    /// <param name="set">The samples.</param>
    /// <returns>Results [N, outputs].</returns>
    public Tensor<Float64> Answer(SampleSet set)
    {
        using var scope = NewDisposeScope();
        if (FusedChoice.Takes(Network, set, _kernels, trains: false))
            return AnswerFused(set, _train.Normalization);
        using var noGradient = no_grad();
        using var data = new TensorData(set, _train.Normalization, _train.Device);
        Network.eval();
        var results = new List<Tensor<Float64>>();
        for (var start = 0; start < data.Count; start += FigureCheck.LibtorchBatch)
            results.Add(Network.call(data.Range(start, FigureCheck.LibtorchBatch).Inputs).ToReference());
        return Tensor<Float64>.Over(
            [set.Count, results[0].Sizes[1]], [.. results.SelectMany(result => result.Elements.ToArray())]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _witness.Dispose();
        Trainer.Dispose();
        Network.Dispose();
        _train.Dispose();
        set_num_threads(_threadsBefore);
    }

    // What a file described is kept in the run.
    private static ModelEntry NetworkOf(RunRequest request, Model kept) => request.Architecture is null
        ? ModelCatalog.Find(request.Model)
        : new ModelEntry(kept.Architecture, "from a file", request.Options.Recipe);

    private Tensor<Float64> AnswerFused(SampleSet set, Normalization normalization)
    {
        using var fused = new FusedNetwork(Network);
        using var source = new SampleSource(set, normalization);
        source.Choose(order: null, start: 0);
        var results = new ResultTable(set.Count, fused.Plan.Outputs);
        fused.Evaluate(source, results, set.Count);
        return results.Values;
    }
}
