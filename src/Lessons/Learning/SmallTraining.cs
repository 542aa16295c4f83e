using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using AvgPool2d = TorchBasics.Core.Layers.AvgPool2d;
using Conv2d = TorchBasics.Core.Layers.Conv2d;
using Flatten = TorchBasics.Core.Layers.Flatten;
using Linear = TorchBasics.Core.Layers.Linear;
using Tanh = TorchBasics.Core.Layers.Tanh;

namespace TorchBasics.Lessons.Learning;

/// <summary>
/// Two steps of training of a small network, written once for every kind of number: in doubles, with error bounds, in single
/// precision; and wrong in one of several ways.
/// </summary>
/// <remarks>
/// All sizes differ, so that swapped axes show, and nothing in the network decides by a comparison, which rounding could turn.
/// </remarks>
internal static class SmallTraining
{
    /// <summary>The learning rate.</summary>
    public const double Rate = 0.5;

    /// <summary>The share of the old velocity that stays.</summary>
    public const double Momentum = 0.9;

    private static readonly AvgPool2d Pool = new(kernel: 2, stride: 2, padding: 1, countIncludePad: true);
    private static readonly AvgPool2d WrongPool = new(kernel: 2, stride: 2, padding: 1, countIncludePad: false);

    /// <summary>The network.</summary>
    public static Architecture Architecture { get; } = new("small", [1, 6, 5],
        new Conv2d("conv", 1, 3, kernel: new Size2d(3, 2), stride: 1, padding: 0),  // [N, 3, 4, 4]
        new Tanh(),
        Pool,                                                                       // [N, 3, 3, 3]
        new Flatten(),                                                              // [N, 27]
        new Linear("fc", 27, 4));                                                   // [N, 4] logits

    /// <summary>The faults that can be planted, in the order in which a step passes their places.</summary>
    public static IReadOnlyList<string> Faults { get; } =
        ["bias", "block", "swapped", "divisor", "bfloat16", "mean", "slope", "momentum"];

    /// <summary>Draws weights, pictures and labels, all of them numbers of single precision.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="samples">Pictures in the batch.</param>
    public static TrainingStart Draw(ulong seed, int samples)
    {
        var random = RandomGenerator.ForStream(seed, "trust");
        var x = new Tensor<Float64>(samples, 1, 6, 5);
        foreach (ref var pixel in x.Elements)
            pixel = new(Binary32.Round(random.NextUniform(-1, 1)));
        var labels = Enumerable.Range(0, samples).Select(_ => random.NextInt32(4)).ToArray();
        return new(InitialWeights.Draw(Architecture, seed), x, labels); // floats, too
    }

    /// <summary>Takes the two steps with one kind of number.</summary>
    /// <param name="start">Where they start.</param>
    /// <param name="fault">One of <see cref="Faults"/>; null for none.</param>
    /// <returns>
    /// Outputs, loss and gradients of the first step, and the weights after the second, by name in the order of computation.
    /// </returns>
    public static IReadOnlyList<NamedNumbers> Run<T>(TrainingStart start, string? fault = null)
        where T : struct, IReal<T>
    {
        Tensor<T>[] weights = [.. start.Weights.Select(array => array.To<T>())];
        Tensor<T>[] velocities = [.. weights.Select(array => array.ZerosLike())];
        var found = new List<NamedNumbers>();
        for (var step = 1; step <= 2; step++)
        {
            var (outputs, loss, gradients, _) = Gradients(weights, start.X.To<T>(), start.Labels, fault);
            if (step == 1)
            {
                found.Add(Named("outputs", outputs));
                found.Add(Named("loss", Tensor<T>.Over([1], [loss])));
                found.AddRange(gradients.Zip(Architecture.Parameters, (array, one) => Named($"{one.Name}.grad", array)));
            }

            for (var k = 0; k < weights.Length; k++)
                (weights[k], velocities[k]) = Move(weights[k], gradients[k], velocities[k], step, fault);
        }

        found.AddRange(weights.Zip(Architecture.Parameters, (array, one) => Named(one.Name, array)));
        return found;
    }

    /// <summary>The two steps in single precision, or in what a fault makes of it.</summary>
    public static IReadOnlyList<NamedNumbers> RunNarrow(TrainingStart start, string? fault = null) =>
        fault == "bfloat16" ? Run<Narrow<BFloat16>>(start) : Run<Narrow<Binary32>>(start, fault);

    /// <summary>Holds numbers against the bounded ones of the same names.</summary>
    /// <param name="actual">Numbers of an engine; not all need to be there.</param>
    /// <param name="expected">What they should be.</param>
    public static IReadOnlyList<CheckedArray> Compare(
        IReadOnlyList<NamedNumbers> actual, IReadOnlyList<NamedNumbers> expected) =>
        [.. from array in actual
            join bounded in expected on array.Name equals bounded.Name
            select new CheckedArray(array.Name, BoundedComparison.Of(
                bounded.Sizes, i => new(array.Values[i], bounded.Values[i], bounded.Errors[i])))];

    /// <summary>
    /// What the gradient of a number of a kernel is summed from: dL/dw[o,p,q] = sum over n, i, j of x[n,i+p,j+q] dL/dz[n,o,i,j].
    /// </summary>
    /// <param name="start">Where the first step starts.</param>
    /// <param name="element">Which number of conv.weight, from 0.</param>
    /// <returns>The factors of each term, rounded to single precision, so that an engine can be given them exactly.</returns>
    public static IReadOnlyList<(double X, double Slope)> Terms(TrainingStart start, int element)
    {
        var slopes = Gradients([.. start.Weights], start.X, start.Labels, fault: null).BehindKernels;
        var (o, p, q) = (element / 6, element / 2 % 3, element % 2);
        var terms = new List<(double, double)>();
        for (var n = 0; n < slopes.Sizes[0]; n++)
            for (var i = 0; i < slopes.Sizes[2]; i++)
                for (var j = 0; j < slopes.Sizes[3]; j++)
                    terms.Add((start.X[n, 0, i + p, j + q].Value, Binary32.Round(slopes[n, o, i, j].Value)));
        return terms;
    }

    // forward: y = layer(x) one after the other;  backward: the same way back, beginning with the slope of the loss.
    private static (Tensor<T> Outputs, T Loss, Tensor<T>[] Gradients, Tensor<T> BehindKernels) Gradients<T>(
        Tensor<T>[] weights, Tensor<T> x, int[] labels, string? fault)
        where T : struct, IReal<T>
    {
        var layers = Architecture.Layers;
        Tensor<T>[][] parameters = [[Kernel(weights[0], fault), Bias(weights[1], fault)], [], [], [], [weights[2], weights[3]]];
        List<Tensor<T>> values = [x];
        foreach (var (k, layer) in layers.Index())
            values.Add(ReferenceLayer.Forward(Faulty(layer, fault), parameters[k], values[k]));
        var outputs = values[^1];
        var loss = ReferenceLoss.Value(LossKind.CrossEntropy, 0, 4, outputs, labels);
        var gradient = ReferenceLoss.Gradient(LossKind.CrossEntropy, 0, 4, outputs, labels);
        if (fault == "mean")
            gradient = gradient.Map(g => g * T.From(labels.Length));
        List<Tensor<T>> gradients = [];
        var behindKernels = gradient;
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            if (layers[k] is Tanh && fault == "slope")
            {
                gradient = gradient.Zip(values[k + 1], (g, y) => g * (T.From(1) - y)); // the slope is 1 - y^2
                continue;
            }

            behindKernels = gradient; // at last that of the first layer's result
            var back = ReferenceLayer.Backward(Faulty(layers[k], fault), parameters[k], values[k], values[k + 1], gradient);
            gradients.InsertRange(0, back.Parameters);
            gradient = back.Input;
        }

        return (outputs, loss, [.. gradients], behindKernels);
    }

    private static Layer Faulty(Layer layer, string? fault) => layer is AvgPool2d && fault == "divisor" ? WrongPool : layer;

    private static Tensor<T> Bias<T>(Tensor<T> bias, string? fault)
        where T : struct, IReal<T> => fault == "bias" ? bias.ZerosLike() : bias;

    private static Tensor<T> Kernel<T>(Tensor<T> kernel, string? fault)
        where T : struct, IReal<T>
    {
        if (fault is not ("block" or "swapped"))
            return kernel;
        var wrong = kernel.ZerosLike();
        for (var o = 0; o < 3; o++)
            for (var p = 0; p < 3; p++)
                for (var q = 0; q < 2; q++)
                    if (fault == "swapped")
                        wrong[o, 0, p, q] = kernel.Elements[(o * 6) + (q * 3) + p]; // read by columns
                    else if (o < 2)
                        wrong[o, 0, p, q] = kernel[o, 0, p, q]; // what is left over from blocks of two channels is lost
        return wrong;
    }

    // v <- momentum v + g;  w <- w - rate v
    private static (Tensor<T> Weights, Tensor<T> Velocity) Move<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T> v, int step, string? fault)
        where T : struct, IReal<T>
    {
        if (fault == "momentum")
        {
            var velocity = v.Zip(g, (old, slope) => old + slope);
            return (w.Zip(velocity, (weight, speed) => weight - (T.From(Rate) * speed)), velocity);
        }

        var moved = new ReferenceOptimizer(OptimizerKind.Momentum, Momentum).Step(w, g, [v], step, Rate);
        return (moved.Parameter, moved.Buffers[0]);
    }

    private static NamedNumbers Named<T>(string name, Tensor<T> array)
        where T : struct, IReal<T> => new(
            name,
            array.Sizes.ToArray(),
            array.ToDoubles(),
            array is Tensor<Rounded<Binary32>> bounded ? Array.ConvertAll(bounded.Elements.ToArray(), one => one.Error) : []);
}

/// <summary>What the two steps start with.</summary>
/// <param name="Weights">The parameters in the order of the network.</param>
/// <param name="X">Pictures [N, 1, 6, 5].</param>
/// <param name="Labels">Their classes.</param>
internal sealed record TrainingStart(IReadOnlyList<Tensor<Float64>> Weights, Tensor<Float64> X, int[] Labels)
{
    /// <summary>The network as other engines take it.</summary>
    public Model ToModel() => new(
        SmallTraining.Architecture,
        [.. SmallTraining.Architecture.Parameters.Zip(Weights, (parameter, values) => NamedArray.Of<float>(
            parameter.Name,
            [.. values.Sizes.ToArray().Select(size => (long)size)],
            [.. values.ToDoubles().Select(value => (float)value)]))]);

    /// <summary>The pictures as other engines take them.</summary>
    public float[] Inputs => Array.ConvertAll(X.ToDoubles(), value => (float)value);
}

/// <summary>An array of a step.</summary>
/// <param name="Name">Its name, such as "conv.weight.grad".</param>
/// <param name="Sizes">Length of each axis.</param>
/// <param name="Values">Its numbers.</param>
/// <param name="Errors">How far an engine may be off each of them; none where they are those of an engine.</param>
internal sealed record NamedNumbers(string Name, int[] Sizes, double[] Values, double[] Errors);

/// <summary>An array held against its bounds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Comparison">The worst of its numbers.</param>
internal sealed record CheckedArray(string Name, BoundedComparison Comparison)
{
    /// <summary>The largest error as a share of what is allowed.</summary>
    public double Share => Comparison.Worst.Share;
}
