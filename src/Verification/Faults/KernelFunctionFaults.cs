using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.KernelConvolutionFaults;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the kernels of activations, softmax, dropout and losses.</summary>
internal static unsafe class KernelFunctionFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Of("tanh by a polynomial with one wrong digit", Probe.Dense, right => new(right)
        {
            OnActivation = (right, layer) =>
                layer is Tanh ? new FaultyActivation(right) { OnForward = TanhOfAnotherPolynomial } : right,
        }, Place.Output("tanh2")),
        Of("gradient of tanh as 1 - y", Probe.Dense, right => new(right)
        {
            OnActivation = (right, layer) => layer is not Tanh ? right : new FaultyActivation(right)
            {
                OnBackward = (_, count, _, y, gradY, gradX) =>
                {
                    for (var i = 0; i < count; i++)
                        gradX[i] = gradY[i] * (1 - y[i]);
                },
            },
        }, Place.InputGradient("tanh2")),
        Of("side of a rectifier taken from the next column", Probe.Zeros, right => new(right)
        {
            OnActivation = (right, layer) => layer is not Relu ? right : new FaultyActivation(right)
            {
                OnBackward = (right, count, x, y, gradY, gradX) =>
                {
                    var shifted = new float[count];
                    for (var i = 0; i < count; i++)
                        shifted[i] = y[(i + Lanes.Count) % count];
                    fixed (float* other = shifted)
                        right.Backward(count, x, other, gradY, gradX);
                },
            },
        }, Place.InputGradient("relu1")),
        Of("rectifier that lets the gradient of a zero pass", Probe.Zeros, right => new(right)
        {
            OnActivation = (right, layer) => layer is not Relu ? right : new FaultyActivation(right)
            {
                OnBackward = (_, count, _, y, gradY, gradX) =>
                {
                    for (var i = 0; i < count; i++)
                        gradX[i] = y[i] >= 0 ? gradY[i] : 0;
                },
            },
        }, Place.InputGradient("relu1")),
        Of("leak forgotten in the gradient of the kernel", Probe.Curves, right => new(right)
        {
            OnActivation = (right, layer) => layer is not LeakyRelu ? right : new FaultyActivation(right)
            {
                OnBackward = (_, count, _, y, gradY, gradX) =>
                {
                    for (var i = 0; i < count; i++)
                        gradX[i] = y[i] > 0 ? gradY[i] : 0;
                },
            },
        }, Place.InputGradient("leakyrelu1")),
        Of("derivative of GELU taken at its result", Probe.Curves, right => new(right)
        {
            OnActivation = (right, layer) => layer is not Gelu ? right : new FaultyActivation(right)
            {
                OnBackward = (right, count, _, y, gradY, gradX) => right.Backward(count, y, y, gradY, gradX)
            },
        }, Place.InputGradient("gelu5")),
        Of("ELU kernel without its alpha", Probe.Curves, right => new(right)
        {
            OnActivation = (right, layer) => layer is not Elu ? right : new FaultyActivation(right)
            {
                OnForward = (_, count, x, y) =>
                {
                    for (var i = 0; i < count; i++)
                        y[i] = x[i] > 0 ? x[i] : MathF.Exp(x[i]) - 1;
                },
            },
        }, Place.Output("elu2")),
        Of("dropout that does not enlarge", Probe.Chance, right => new(right)
        {
            OnMultiply = (_, count, a, b, y) =>
            {
                for (var i = 0; i < count; i++)
                    y[i] = b[i] == 0 ? 0 : a[i];
            },
        }, Place.Output("dropout3")),
        Of("softmax kernel without subtracting the maximum", Probe.Scores, right => new(right)
        {
            OnSoftmax = (_, classes, _, x, y) =>
            {
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    var sum = 0f;
                    for (var c = 0; c < classes; c++)
                        sum += y[(c * Lanes.Count) + lane] = MathF.Exp(x[(c * Lanes.Count) + lane]);
                    for (var c = 0; c < classes; c++)
                        y[(c * Lanes.Count) + lane] /= sum;
                }
            },
        }, Place.Output("softmax1")),
        Of("log-softmax kernel as the logarithm of softmax", Probe.LogScores, right => new(right)
        {
            OnSoftmax = (right, classes, logarithm, x, y) =>
            {
                right.Softmax(classes, logarithm: false, x, y);
                for (var i = 0; i < classes * Lanes.Count && logarithm; i++)
                    y[i] = MathF.Log(y[i]);
            },
        }, Place.Output("logsoftmax1")),
        Of("gradient of softmax without the sum over classes", Probe.Scores, right => new(right)
        {
            OnSoftmaxBackward = (right, classes, _, y, gradY, gradX) => right.Multiply(classes * Lanes.Count, y, gradY, gradX),
        }, Place.InputGradient("softmax1")),
        Of("smoothing left out of the cross-entropy kernel", Probe.Dense, right => new(right)
        {
            OnCrossEntropy = (right, outputs, x, labels, _, rubbish, scale, loss, gradX) => right.CrossEntropy(
                outputs, x, labels, 0, rubbish, scale, loss, gradX),
        }, Place.Loss),
        Of("rubbish class left out of the loss of prototypes", Probe.LeNet, right => new(right)
        {
            OnCrossEntropy = (right, outputs, x, labels, smoothing, _, scale, loss, gradX) =>
                right.CrossEntropy(outputs, x, labels, smoothing, float.NegativeInfinity, scale, loss, gradX),
        }, Place.Loss),
        Of("gradient of a mean over all lanes instead of the samples", Probe.Dense, right => new(right)
        {
            OnCrossEntropy = (right, outputs, x, labels, smoothing, rubbish, scale, loss, gradX) =>
                right.CrossEntropy(outputs, x, labels, smoothing, rubbish,
                    1f / (Lanes.Groups((int)MathF.Round(1 / scale)) * Lanes.Count), loss, gradX),
        }, Place.LossGradient),
        Of("loss of the lanes behind the batch counted", Probe.Crowd, right => new(right)
        {
            OnCrossEntropy = (right, outputs, x, labels, smoothing, rubbish, scale, loss, gradX) =>
            {
                var all = stackalloc float[Lanes.Count];
                right.CrossEntropy(outputs, x, WithoutGaps(labels, all), smoothing, rubbish, scale, loss, gradX);
                right.CrossEntropy(outputs, x, labels, smoothing, rubbish, scale, all, gradX);
            },
        }, Place.Loss),
        Of("gradient of the lanes behind the batch counted", Probe.Crowd, right => new(right)
        {
            OnCrossEntropy = (right, outputs, x, labels, smoothing, rubbish, scale, loss, gradX) =>
            {
                float* all = stackalloc float[Lanes.Count], unused = stackalloc float[Lanes.Count];
                right.CrossEntropy(outputs, x, labels, smoothing, rubbish, scale, loss, gradX);
                right.CrossEntropy(outputs, x, WithoutGaps(labels, all), smoothing, rubbish, scale, unused, gradX);
            },
        }, new Place("*", "weight.grad"), new Place("*", "bias.grad")),
        Of("squared error kernel divided by the samples alone", Probe.DenseSquared, right => new(right)
        {
            OnSquaredError = (right, outputs, x, labels, smoothing, _, scale, loss, gradX) => right.SquaredError(
                outputs, x, labels, smoothing, scale * outputs, loss, gradX),
        }, Place.LossGradient),
    ];

    // The factor of x^5 is 0.13331; here 0.133.
    private static void TanhOfAnotherPolynomial(ActivationKernel right, int count, float* x, float* y)
    {
        var before = new ReadOnlySpan<float>(x, count).ToArray();
        right.Forward(count, x, y);
        for (var i = 0; i < count; i++)
            if (MathF.Abs(before[i]) < 0.625f)
                y[i] -= 3.1e-4f * MathF.Pow(before[i], 5);
    }

    private static float* WithoutGaps(float* labels, float* all)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            all[lane] = Math.Max(0, labels[lane]);
        return all;
    }
}
