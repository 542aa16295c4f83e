using TorchBasics.Kernels.Vectors;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.KernelConvolutionFaults;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the kernels of fully connected layers and prototypes.</summary>
internal static unsafe class KernelLinearFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Of("connection without its bias", Probe.Dense, right => new(right)
        {
            OnLinear = (right, groups, inputs, outputs, x, packed, _, activation, y) =>
            {
                var zeros = stackalloc float[outputs];
                new Span<float>(zeros, outputs).Clear();
                right.Linear(groups, inputs, outputs, x, packed, zeros, activation, y);
            },
        }, Place.Output("fc1")),
        Of("last of an odd number of outputs left out", Probe.Picture, right => new(right)
        {
            OnLinear = (right, groups, inputs, outputs, x, packed, bias, activation, y) =>
            {
                right.Linear(groups, inputs, outputs, x, packed, bias, activation, y);
                for (var group = 0; group < groups; group++)
                    new Span<float>(y + (((group + 1) * outputs) - 1) * Lanes.Count, outputs % 2 * Lanes.Count).Clear();
            },
        }, Place.Output("fc")),
        Of("second group of a slice left out", Probe.Crowd, right => new(right)
        {
            OnLinear = (right, _, inputs, outputs, x, packed, bias, activation, y) => right.Linear(
                1, inputs, outputs, x, packed, bias, activation, y),
        }, Place.Output("fc")),
        Of("weights packed before the update", Probe.Dense, right => new(right) { OnLinear = Stale() }, Place.Output("fc1")),
        Of("sums of numbers in half precision", Probe.Dense, right => new(right)
        {
            OnLinear = (right, groups, inputs, outputs, x, packed, bias, activation, y) =>
            {
                var halves = Array.ConvertAll(
                    new ReadOnlySpan<float>(x, groups * inputs * Lanes.Count).ToArray(), value => (float)(Half)value);
                fixed (float* rounded = halves)
                    right.Linear(groups, inputs, outputs, rounded, packed, bias, activation, y);
            },
        }, Place.Output("fc1")),
        Of("weights not transposed in the input gradient", Probe.Dense, right => new(right)
        {
            OnLinearBackwardInput = (right, groups, inputs, outputs, gradSum, weight, gradX) =>
            {
                var transposed = new ReadOnlySpan<float>(weight, inputs * outputs).ToArray();
                for (var i = 0; i < inputs * outputs && inputs == outputs; i++)
                    transposed[i] = weight[(i % inputs * inputs) + (i / inputs)];
                fixed (float* wrong = transposed)
                    right.LinearBackwardInput(groups, inputs, outputs, gradSum, wrong, gradX);
            },
        }, Place.InputGradient("fc2")),
        Of("inputs behind the last whole vector left out of the weight gradient", Probe.Picture, right => new(right)
        {
            OnLinearBackwardWeight = (right, sums, in panel, rows, x, gradSum, step, gradWeight, inputs) =>
            {
                right.LinearBackwardWeight(sums, panel, rows, x, gradSum, step, gradWeight, inputs);
                var whole = panel.Count / Lanes.Count * Lanes.Count;
                for (var k = 0; k < rows; k++)
                    new Span<float>(gradWeight + (k * inputs) + whole, panel.Count - whole).Clear();
            },
        }, Place.ParameterGradient("fc", "weight")),
        Of("rows of a tile exchanged in the weight gradient", Probe.Dense, right => new(right)
        {
            OnLinearBackwardWeight = (right, sums, in panel, rows, x, gradSum, step, gradWeight, inputs) =>
            {
                right.LinearBackwardWeight(sums, panel, rows, x, gradSum, step, gradWeight, inputs);
                for (var i = 0; i < panel.Count; i++)
                    (gradWeight[i], gradWeight[((rows - 1) * inputs) + i]) =
                        (gradWeight[((rows - 1) * inputs) + i], gradWeight[i]);
            },
        }, Place.ParameterGradient("fc1", "weight")),
        Of("last group left out of the weight gradient", Probe.Crowd, right => new(right)
        {
            OnLinearBackwardWeight = (right, sums, in panel, rows, x, gradSum, step, gradWeight, inputs) =>
            {
                var samples = (sums.Groups - 1) * Lanes.Count;
                var rest = new float[sums.Groups * Lanes.Count * rows];
                for (var sample = 0; sample < samples; sample++)
                    new ReadOnlySpan<float>(gradSum + ((nint)sample * step), rows).CopyTo(rest.AsSpan(sample * rows));
                fixed (float* left = rest)
                    right.LinearBackwardWeight(sums, panel, rows, x, left, rows, gradWeight, inputs);
            },
        }, Place.ParameterGradient("fc", "weight")),
        Of("distance to a prototype without its square", Probe.LeNet, right => new(right)
        {
            OnRbfOutput = (_, inputs, classes, x, w, y) =>
            {
                for (var c = 0; c < classes; c++)
                    for (var lane = 0; lane < Lanes.Count; lane++)
                    {
                        var sum = 0f;
                        for (var j = 0; j < inputs; j++)
                            sum -= MathF.Abs(x[(j * Lanes.Count) + lane] - w[(c * inputs) + j]);
                        y[(c * Lanes.Count) + lane] = sum;
                    }
            },
        }, Place.Output("rbf")),
        Of("gradient of a distance without the factor 2", Probe.LeNet, right => new(right)
        {
            OnRbfOutputBackward = (right, inputs, classes, x, w, gradY, gradX) =>
            {
                right.RbfOutputBackward(inputs, classes, x, w, gradY, gradX);
                for (var i = 0; i < inputs * Lanes.Count; i++)
                    gradX[i] /= 2;
            },
        }, Place.InputGradient("rbf")),
    ];

    // Remembers the weights that it saw first in each place.
    private static FaultyKernels.LinearPass Stale()
    {
        var first = new Dictionary<nint, float[]>();
        return (right, groups, inputs, outputs, x, packed, bias, activation, y) =>
        {
            if (!first.TryGetValue((nint)packed, out var weights) || weights.Length != inputs * outputs)
                first[(nint)packed] = weights = new ReadOnlySpan<float>(packed, inputs * outputs).ToArray();
            fixed (float* stale = weights)
                right.Linear(groups, inputs, outputs, x, stale, bias, activation, y);
        };
    }
}
