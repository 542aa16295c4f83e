using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>
/// Trains a network with our kernels on plain memory, without libtorch, so that it runs in a browser, too. Steps give the same
/// bits as those of a run that our kernels train on libtorch's memory, and with any number of threads.
/// </summary>
/// <remarks>
/// After the first step with batches of a size, a step on one thread allocates no managed memory. Cross-entropy and the RBF
/// loss take logits: a network that ends in a softmax is to be given without (<see cref="Model.WithLogits"/>). Not safe for use
/// from several threads at once.
/// </remarks>
public sealed unsafe class KernelTrainer : IDisposable
{
    private readonly Model _start;
    private readonly KernelTrainerOptions _options;
    private readonly UpdateRule _rule;
    private readonly TrainedArrays _arrays;
    private readonly ClassLoss _loss;
    private readonly DotNetTeam _team;
    private readonly KernelNetwork _network;
    private readonly UpdateShares _shares;
    private readonly Action<int> _moveShare;
    private readonly StoredSamples _pixels;
    private readonly StoredSamples _numbers;
    private readonly RandomGenerator? _dropout;
    private byte[] _deskewed = [];
    private bool _isDisposed;

    /// <summary>Copies a network.</summary>
    /// <param name="start">The network and the weights to start from; never changed.</param>
    /// <param name="loss">What training makes small.</param>
    /// <param name="optimizer">The rule that moves the weights.</param>
    /// <param name="options">How; null for what the options say by default.</param>
    /// <exception cref="TorchBasicsException">
    /// Our kernels cannot train the network, or a number is out of its range: kind Usage.
    /// </exception>
    public KernelTrainer(Model start, LossKind loss, OptimizerKind optimizer, KernelTrainerOptions? options = null)
        : this(start, loss, optimizer, options ?? new(), ProvenKernels.Current.Kernels)
    {
    }

    /// <summary>As the other, with kernels of the caller's choice.</summary>
    internal KernelTrainer(
        Model start, LossKind loss, OptimizerKind optimizer, KernelTrainerOptions options, LaneKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(start);
        Check(start.Architecture, loss, options);
        (_start, _options) = (start, options);
        _rule = UpdateRule.Create(
            optimizer, options.Momentum, options.WeightDecay, options.Beta2, options.Epsilon);
        _loss = new ClassLoss(loss, options.LabelSmoothing);
        var shape = start.Architecture.Input;
        _pixels = new StoredSamples(shape, isBytes: true, start.Normalization);
        _numbers = new StoredSamples(shape, isBytes: false, Normalization.Identity);
        _dropout = start.Architecture.AllLayers.Any(layer => layer is Dropout) ? new RandomGenerator(0) : null;
        _arrays = new TrainedArrays(start, _rule.Buffers, (name, parameter) =>
            RateFactors.Of(name, parameter.FanIn, options.BiasRate, options.RateScaling));
        _team = new DotNetTeam(options.Threads);
        _network = new KernelNetwork(kernels, start.Architecture, _arrays.Slots, _team);
        _shares = new UpdateShares(kernels, _arrays.Trained, _team.Size);
        _moveShare = share => _shares.Move(_rule, share);
    }

    /// <summary>Steps that moved the weights.</summary>
    public long StepCount { get; private set; }

    /// <summary>Right answers in the last batch, before its step.</summary>
    public int Correct { get; private set; }

    /// <summary>The network with a copy of its weights as they are now.</summary>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    public Model Model
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _start with
            {
                Weights = [.. _start.Weights.Select((array, index) =>
                    NamedArray.Of(array.Name, array.Sizes, _arrays.Values(index)))],
            };
        }
    }

    /// <summary>One step: the loss of a batch, its gradients, the update.</summary>
    /// <param name="inputs">The samples as they enter the network, normalised, row by row: [N, ...].</param>
    /// <param name="labels">The right class of each: [N], at least one.</param>
    /// <param name="learningRate">Finite, at least 0.</param>
    /// <returns>
    /// The mean loss before the step. Where it is not finite the weights stay as they were: a smaller learning rate may help.
    /// </returns>
    /// <exception cref="ShapeException">The samples do not fit the network or the labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class of the network, or the rate is none.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, double learningRate)
    {
        CheckBatch(inputs.Length, labels, learningRate);
        fixed (float* x = inputs)
            return Step(_numbers, x, labels, learningRate);
    }

    /// <summary>As the other, from pixels, which are deskewed where the network is of such pictures, and normalised.</summary>
    /// <param name="pixels">The samples, row by row: [N, ...].</param>
    /// <param name="labels">The right class of each: [N], at least one.</param>
    /// <param name="learningRate">Finite, at least 0.</param>
    /// <returns>The mean loss before the step.</returns>
    /// <exception cref="ShapeException">The samples do not fit the network or the labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class of the network, or the rate is none.</exception>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    public double Step(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, double learningRate)
    {
        CheckBatch(pixels.Length, labels, learningRate);
        fixed (byte* x = _start.IsDeskewed ? Deskewed(pixels) : pixels)
            return Step(_pixels, x, labels, learningRate);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _network.Dispose();
        _arrays.Dispose();
    }

    private ReadOnlySpan<byte> Deskewed(ReadOnlySpan<byte> pixels)
    {
        var (shape, size) = (_start.Architecture.Input, (int)_start.Architecture.Input.Elements);
        if (_deskewed.Length < pixels.Length)
            _deskewed = new byte[pixels.Length];
        for (var start = 0; start < pixels.Length; start += size)
            Deskewing.Apply(pixels.Slice(start, size), shape, _deskewed.AsSpan(start, size));
        return _deskewed.AsSpan(0, pixels.Length);
    }

    private double Step(StoredSamples samples, void* inputs, ReadOnlySpan<int> labels, double learningRate)
    {
        _dropout?.Restart(_options.Seed, "dropout", (ulong)StepCount);
        fixed (int* classes = labels)
        {
            samples.Set(inputs, classes);
            _network.ComputeGradients(samples, _loss, labels.Length, _dropout?.NextUInt64() ?? 0);
        }

        Correct = (int)_network.Correct;
        if (double.IsFinite(_network.Loss))
            Move(learningRate);
        return _network.Loss;
    }

    private void Move(double learningRate)
    {
        _rule.Prepare(learningRate, ++StepCount);
        if (_shares.Count == 1)
            _shares.Move(_rule, 0);
        else if (_shares.Count > 1)
            _team.Run(_shares.Count, _moveShare);
    }

    private static void Check(Architecture architecture, LossKind loss, KernelTrainerOptions options)
    {
        if ((KernelSupport.Refusal(architecture) ?? KernelSupport.TrainingRefusal(architecture)) is { } refusal)
            throw new TorchBasicsException(ErrorKind.Usage, $"Our kernels cannot train {architecture.Name}: {refusal}.");
        if (architecture.Output is not [var outputs])
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{architecture.Name} gives {architecture.Output}; expected one number for each class.");
        if (outputs == 1 && loss != LossKind.MeanSquaredError)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} has a single output; of the losses it can have the mean squared error alone.");
        if (!(options.LabelSmoothing is >= 0 and < 1))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"Label smoothing is {options.LabelSmoothing}; expected at least 0 and below 1.");
        if (options.BiasRate is { } biasRate)
            OptimizerRange.RateFactor(biasRate);
        if (options.Threads < 1)
            throw new TorchBasicsException(ErrorKind.Usage, $"A step got {options.Threads} threads; expected at least 1.");
    }

    private void CheckBatch(int numbers, ReadOnlySpan<int> labels, double learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var architecture = _start.Architecture;
        if (labels.IsEmpty || numbers != labels.Length * architecture.Input.Elements)
            throw new ShapeException(
                $"{architecture.Name} got {numbers} numbers with {Counted.Of(labels.Length, "label")}; "
                + $"expected {architecture.Input.Elements} numbers for each label, and at least one label.");
        foreach (var label in labels)
            if (label < 0 || label >= architecture.ClassCount)
                throw new ArgumentOutOfRangeException(
                    nameof(labels), label, $"{architecture.Name} tells {architecture.ClassCount} classes apart, from 0.");
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), learningRate, "The learning rate must be finite and at least 0.");
    }
}
