using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Export.Proving;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Running;
using static TorchSharp.torch;

namespace TorchBasics.Cli.Benchmarking;

/// <summary>
/// The engines that can compute a network. Each one is held against the reference mathematics first; what disagrees, or cannot
/// be had, is not timed.
/// </summary>
internal sealed class Contest : IDisposable
{
    private const int MostSamples = 1024;
    private const double GentleRate = 1e-5; // labels drawn at random cannot be learnt, and the rate does not change the speed

    private readonly Model _model;
    private readonly TrainingRecipe _recipe;
    private readonly BenchmarkSettings _settings;
    private readonly Action<Architecture> _requireTrainable;
    private readonly CancellationToken _cancellation;
    private readonly List<IDisposable> _owned = [];
    private readonly List<Contender> _contenders = [];
    private readonly List<AgreedEngine> _agreed = [];
    private readonly List<UntimedEngine> _untimed = [];

    /// <summary>Checks the engines.</summary>
    /// <param name="model">The network.</param>
    /// <param name="recipe">How it is trained; the rate does not count.</param>
    /// <param name="settings">How it is timed.</param>
    /// <param name="requireTrainable">Throws for a network that cannot be trained.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Contest(
        Model model,
        TrainingRecipe recipe,
        BenchmarkSettings settings,
        Action<Architecture> requireTrainable,
        CancellationToken cancellation)
    {
        (_model, _settings, _requireTrainable, _cancellation) = (model, settings, requireTrainable, cancellation);
        _recipe = recipe with
        {
            Epochs = 1_000_000,
            Schedule = ScheduleKind.Constant,
            WarmUp = 0,
            LearningRate = GentleRate,
        };
        AddTraining();
        AddPrediction();
    }

    /// <summary>Who is timed, task by task.</summary>
    public IReadOnlyList<Contender> Contenders => [.. _contenders.OrderBy(contender => contender.Task)];

    /// <summary>Who agreed with the reference, and how nearly.</summary>
    public IReadOnlyList<AgreedEngine> Agreed => _agreed;

    /// <summary>Who is not timed, and why.</summary>
    public IReadOnlyList<UntimedEngine> Untimed => _untimed;

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(each => each.Dispose());

    private void AddTraining()
    {
        var architecture = _model.Architecture;
        (string Name, KernelChoice Kernels, IEngine Engine, string? Refusal)[] engines =
        [
            ("our kernels", KernelChoice.Fused, new FusedEngine(), KernelSupport.TrainingRefusal(architecture)),
            ("libtorch", KernelChoice.Libtorch, new TorchEngine(Precision.Float32), null),
        ];
        foreach (var (name, kernels, engine, refusal) in engines)
            Try(BenchmarkTask.Training, name, () =>
            {
                if (refusal is not null)
                    throw new TorchBasicsException(ErrorKind.Usage, $"They cannot train this network: {refusal}.");
                _requireTrainable(architecture);
                var share = CheckStep(engine);
                _agreed.Add(new(BenchmarkTask.Training, name, share.Numbers, share.Largest));
                Add(BenchmarkTask.Training, name, _settings.Threads, _recipe.BatchSize, Trainer(kernels));
            });
    }

    // One step on a small batch, every number of it within the bounds that "check" derives.
    private (long Numbers, double Largest) CheckStep(IEngine engine)
    {
        var spec = RunSpecs.Random(_model.Architecture, _recipe, steps: 1, batchSize: 3, BenchmarkSettings.Seed, _model.Weights);
        var report = CheckRunner.Run(
            new([spec], [engine], new() { Seed = BenchmarkSettings.Seed, TrajectorySteps = 1 }),
            new Dictionary<string, string>(), observer: null, _cancellation);
        if (!report.Passed)
            throw new TorchBasicsException(
                ErrorKind.Failed, $"It disagrees with the reference; 'torchbasics check {_model.Architecture.Name}' says where.");
        return (report.Count, report.Worst?.Worst.Fraction ?? 0);
    }

    private Action<int> Trainer(KernelChoice kernels)
    {
        var set = RandomSamples();
        var normalization = set.IsPictures
            ? Normalization.FromRange(_recipe.Pixels ?? PixelRange.LeCun1998)
            : Normalization.Identity;
        var network = new Network(_model);
        var data = new TensorData(set, normalization, CPU);
        var trainer = new Trainer(
            network, data, new() { Recipe = _recipe, Seed = BenchmarkSettings.Seed, Kernels = kernels });
        _owned.AddRange([trainer, data, network]);
        return steps =>
        {
            set_num_threads(_settings.Threads);
            for (var step = 0; step < steps; step++)
                trainer.Step();
        };
    }

    private SampleSet RandomSamples()
    {
        var (architecture, random) = (_model.Architecture, new RandomGenerator(BenchmarkSettings.Seed));
        var (count, size) = (Math.Max(_recipe.BatchSize, MostSamples), architecture.Input.Elements);
        long[] sizes = [count, .. architecture.Input.Select(axis => (long)axis)];
        var values = new float[count * size];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle();
        var inputs = architecture.Input.Count == 3
            ? new NamedArray("inputs", ElementType.UInt8, sizes, Array.ConvertAll(values, value => (byte)(value * byte.MaxValue)))
            : NamedArray.Of<float>("inputs", sizes, values);
        return new(
            "random samples", inputs, Enumerable.Range(0, count).Select(_ => random.NextInt32(architecture.ClassCount)).ToArray(),
            Model.NumberedClasses(architecture));
    }

    private void AddPrediction()
    {
        var proof = EngineProof.For(_model, BenchmarkSettings.Seed, _cancellation);
        (string Name, Func<IPredictionEngine> Create)[] engines =
        [
            ("our kernels", () => new KernelEngine(_model)),
            ("libtorch", () => new LibtorchEngine(_model)),
            ("ONNX Runtime", () => _model.Architecture.AllLayers.Any(layer => layer is Sigmoid)
                ? throw new TorchBasicsException(ErrorKind.Usage, "Its sigmoid is less exact than single precision allows.")
                : new OnnxRuntimeEngine(_model)),
        ];
        foreach (var (name, create) in engines)
            Try(BenchmarkTask.OneSample, name, () =>
            {
                var engine = create();
                _owned.Add(engine);
                var line = proof.Compare(engine);
                _agreed.Add(new(BenchmarkTask.OneSample, name, line.Numbers, line.Share));
                AddAnswers(BenchmarkTask.OneSample, engine, threads: 1, samples: 1);
                AddAnswers(BenchmarkTask.Batch, engine, threads: 1, BenchmarkSettings.Batch);
                if (_settings.Threads > 1 && engine.TakesThreads)
                    AddAnswers(BenchmarkTask.BatchOnAllThreads, engine, _settings.Threads, BenchmarkSettings.Batch);
            });
    }

    private void AddAnswers(BenchmarkTask task, IPredictionEngine engine, int threads, int samples) =>
        Add(task, engine.Engine, threads, samples, engine.Prepare(Samples(samples), threads));

    private NamedArray Samples(int count)
    {
        var random = new RandomGenerator(BenchmarkSettings.Seed);
        var values = new float[count * _model.Architecture.Input.Elements];
        for (var i = 0; i < values.Length; i++)
            values[i] = (2 * random.NextSingle()) - 1;
        return NamedArray.Of<float>("input", [count, .. _model.Architecture.Input.Select(axis => (long)axis)], values);
    }

    private void Add(BenchmarkTask task, string engine, int threads, int samples, Action<int> work) =>
        _contenders.Add(new(task, engine, threads, samples, work));

    private void Try(BenchmarkTask task, string engine, Action add)
    {
        try
        {
            add();
        }
        catch (TorchBasicsException error)
        {
            _untimed.Add(new(task, engine, error.Message, Disagrees: error.Kind == ErrorKind.Failed));
        }
    }
}
