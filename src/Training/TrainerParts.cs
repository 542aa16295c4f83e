using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Curvature;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Recording;
using TorchBasics.Training.Schedules;
using static TorchSharp.torch;

namespace TorchBasics.Training;

/// <summary>
/// What a <see cref="Trainer"/> takes from the seed and the number of a step, and where it can be looked over the shoulder.
/// As they stand the parts are the product; the self-test of the checks replaces one at a time by a wrong one.
/// </summary>
internal sealed record TrainerParts
{
    /// <summary>Fills in the order in which an epoch visits the samples.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">Epoch, counted from 0.</param>
    /// <param name="random">Any generator; it is started anew.</param>
    /// <param name="order">Gets the sample numbers.</param>
    public delegate void OrderRule(ulong seed, int epoch, RandomGenerator random, Span<long> order);

    /// <summary>The product, unchanged.</summary>
    public static TrainerParts Product { get; } = new();

    /// <summary>The order of an epoch.</summary>
    public OrderRule Order { get; init; } = EpochOrder.Fill;

    /// <summary>Steps in one pass over so many samples in batches of such a size; the last one may see fewer.</summary>
    public Func<int, int, int> StepsOfEpoch { get; init; } = (samples, batch) => (samples + batch - 1) / batch;

    /// <summary>The learning rate of a step.</summary>
    public Func<Schedule, long, RunLength, double> Rate { get; init; } = (schedule, step, run) => schedule.Rate(step, run);

    /// <summary>From the seed of the run and the number of a step: what decides which elements a dropout drops.</summary>
    public Func<ulong, long, ulong> DropoutSeed { get; init; } = (seed, step) =>
        RandomGenerator.FirstOfStream(seed, "dropout", (ulong)step);

    /// <summary>What distorts the pictures, from the seed of the run.</summary>
    public Func<Augmentation, TensorData, ulong, Augmenter> Augmenter { get; init; } = (augmentation, data, seed) => new(
        augmentation, data, seed);

    /// <summary>Estimates second derivatives anew at the beginning of an epoch, for the optimizer that wants them.</summary>
    public Action<CurvatureEstimate, BatchSequence> RenewCurvature { get; init; } =
        (estimate, batches) => estimate.Renew(batches);

    /// <summary>The epoch whose distortions an epoch gets.</summary>
    public Func<int, int> DistortedEpoch { get; init; } = epoch => epoch;

    /// <summary>The loss of a batch on libtorch, of its outputs and its labels.</summary>
    public Func<Loss, Tensor, Tensor, Tensor> BatchLoss { get; init; } = (loss, outputs, labels) => loss.Of(outputs, labels);

    /// <summary>Called between the backward pass and the update: the gradients stand in the parameters.</summary>
    public Action<Network> AfterBackward { get; init; } = _ => { };

    /// <summary>Shortens all gradients to a largest norm.</summary>
    public Action<Optimizer, double> Clip { get; init; } = (optimizer, norm) => optimizer.ClipGradientsOnDevice(norm).Dispose();

    /// <summary>Moves the weights, at a rate.</summary>
    public Action<Optimizer, double> Update { get; init; } = (optimizer, rate) => optimizer.Step(rate);

    /// <summary>What records steps on a device, or why nothing does.</summary>
    public Func<Device, (IStepRecorder? Recorder, string? Refusal)> Recorder { get; init; } = CudaStepRecorder.Open;

    /// <summary>NCCL for the device of a rank, or why it is not used.</summary>
    public Func<Device, (NcclUse? Use, string Refusal)> Nccl { get; init; } = NcclUse.Of;

    /// <summary>
    /// Whether a step is the product's own: one that was replaced, or is watched, may do what cannot be recorded.
    /// </summary>
    public bool AreOfProduct => this with { Recorder = Product.Recorder } == Product;
}
