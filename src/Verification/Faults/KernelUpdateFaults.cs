using TorchBasics.Kernels.Vectors;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.KernelConvolutionFaults;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the kernels of optimizers.</summary>
internal static unsafe class KernelUpdateFaults
{
    private static readonly Place[] Parameters = [new("*", "weight"), new("*", "bias")];
    private static readonly Place[] Momentum = [new("*", "momentum.weight"), new("*", "momentum.bias")];
    private static readonly Place[] Square = [new("*", "exp_avg_sq.weight"), new("*", "exp_avg_sq.bias")];
    private static readonly Place[] Mean = [new("*", "square_avg.weight"), new("*", "square_avg.bias")];
    private static readonly Place[] Sum = [new("*", "sum.weight"), new("*", "sum.bias")];
    private static readonly Place[] Moves = [new("*", "acc_delta.weight"), new("*", "acc_delta.bias")];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Of("weights behind the last whole register not moved", Probe.Dense, right => new(right)
        {
            OnDescend = (right, in factors, count, weight, gradient) =>
                right.Descend(factors, count / Lanes.Count * Lanes.Count, weight, gradient),
        }, Parameters),
        Of("weight decay left out by the kernel", Probe.Dense, right => new(right)
        {
            OnDescend = (right, in factors, count, weight, gradient) =>
                right.Descend(factors with { Decay = 0 }, count, weight, gradient),
        }, Parameters),
        Of("velocity behind the last whole register not kept", Probe.DenseMomentum, right => new(right)
        {
            OnDescendWithMomentum = (right, in factors, count, weight, gradient, velocity) =>
            {
                var whole = count / Lanes.Count * Lanes.Count;
                var before = new ReadOnlySpan<float>(velocity + whole, count - whole).ToArray();
                right.DescendWithMomentum(factors, count, weight, gradient, velocity);
                before.CopyTo(new Span<float>(velocity + whole, count - whole));
            },
        }, Momentum),
        Of("no look ahead in Nesterov's step", Probe.DenseNesterov, right => new(right)
        {
            OnDescendWithMomentum = (right, in factors, count, weight, gradient, velocity) =>
                right.DescendWithMomentum(factors with { LooksAhead = false }, count, weight, gradient, velocity),
        }, Parameters),
        Of("mean of squares that forgets as fast as the mean", Probe.DenseAdam, right => new(right)
        {
            OnAdam = (right, in factors, count, weight, gradient, mean, square) =>
                right.Adam(factors with { Square = factors.Mean }, count, weight, gradient, mean, square),
        }, Square),
        Of("weights not shrunk by decoupled decay", Probe.DenseAdamW, right => new(right)
        {
            OnAdam = (right, in factors, count, weight, gradient, mean, square) =>
                right.Adam(factors with { Shrink = 1 }, count, weight, gradient, mean, square),
        }, Parameters),
        Of("new squares of RMSprop in full", Probe.DenseRmsProp, right => new(right)
        {
            OnDescendByRoot = (right, in factors, count, weight, gradient, square) =>
                right.DescendByRoot(factors with { NewSquare = 1 }, count, weight, gradient, square),
        }, Mean),
        Of("sum of Adagrad behind the last whole register not kept", Probe.DenseAdagrad, right => new(right)
        {
            OnDescendByRoot = (right, in factors, count, weight, gradient, square) =>
            {
                var whole = count / Lanes.Count * Lanes.Count;
                var before = new ReadOnlySpan<float>(square + whole, count - whole).ToArray();
                right.DescendByRoot(factors, count, weight, gradient, square);
                before.CopyTo(new Span<float>(square + whole, count - whole));
            },
        }, Sum),
        Of("epsilon of Adadelta left out", Probe.DenseAdadelta, right => new(right)
        {
            OnAdadelta = (right, in factors, count, weight, gradient, square, move) =>
                right.Adadelta(factors with { Epsilon = 0 }, count, weight, gradient, square, move),
        }, Moves),
        Of("moves of Adadelta not kept", Probe.DenseAdadelta, right => new(right)
        {
            OnAdadelta = (right, in factors, count, weight, gradient, square, move) =>
            {
                right.Adadelta(factors, count, weight, gradient, square, move);
                new Span<float>(move, count).Clear();
            },
        }, Moves),
    ];
}
