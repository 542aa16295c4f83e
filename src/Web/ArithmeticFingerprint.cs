using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Web;

/// <summary>
/// A hash over the bits of what the reference computes: its functions at thousands of arguments, and ten steps of training with
/// each optimizer. Machines with the same hash compute the same lessons.
/// </summary>
internal static class ArithmeticFingerprint
{
    private const int Arguments = 4096;
    private const int Steps = 10;
    private const ulong Seed = 7;
    private const double Rate = 0.05;

    private static readonly Architecture Network =
        new("fingerprint", Shape.Create(2), new Linear("fc1", 2, 5), new Tanh(), new Linear("fc2", 5, 3));

    private static readonly int[] Labels = [0, 1, 2, 1];

    private static readonly Tensor<Float64> Samples =
        Tensor<Float64>.From([4, 2], [0.25, -0.5, 1.75, 0.125, -1.5, 0.75, 0.1, 2.3]);

    /// <summary>Computes it.</summary>
    /// <returns>Names and hashes, so that two machines see what differs.</returns>
    public static string Compute() => string.Join(
        ' ',
        [
            .. Functions().Select(f => $"{f.Name}:{Hash(f.Values)}"),
            .. Enum.GetValues<OptimizerKind>().Select(kind => $"{kind}:{Hash(Train(kind))}"),
        ]);

    private static IEnumerable<(string Name, IEnumerable<Float64> Values)> Functions()
    {
        yield return ("exp", Drawn("exp", -745, 710).Select(Float64.Exp));
        yield return ("log", Drawn("log", -700, 700).Select(x => Float64.Log(Float64.Exp(x))));
        yield return ("tanh", Drawn("tanh", -20, 20).Select(Float64.Tanh));
        yield return ("erf", Drawn("erf", -6, 6).Select(Float64.Erf));
        yield return ("sqrt", Drawn("sqrt", 0, 1e6).Select(Float64.Sqrt));
    }

    private static IEnumerable<Float64> Drawn(string stream, double low, double high)
    {
        var random = RandomGenerator.ForStream(Seed, stream, 0);
        for (var i = 0; i < Arguments; i++)
            yield return new Float64(random.NextUniform(low, high));
    }

    private static IEnumerable<Float64> Train(OptimizerKind kind)
    {
        var optimizer = new ReferenceOptimizer(kind, Momentum: 0.9, WeightDecay: 0.01);
        var parameters = InitialWeights.Draw(Network, Seed).ToArray();
        var buffers = parameters.Select(optimizer.Start).ToArray();
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = Gradients(parameters);
            for (var k = 0; k < parameters.Length; k++)
                (parameters[k], buffers[k]) = optimizer.Step(parameters[k], gradients[k], buffers[k], step, Rate);
        }

        return parameters.SelectMany(parameter => parameter.Elements.ToArray());
    }

    private static Tensor<Float64>[] Gradients(Tensor<Float64>[] parameters)
    {
        var hidden = ReferenceLayer.Forward(Network.Layers[0], parameters[..2], Samples);
        var active = ReferenceLayer.Forward(Network.Layers[1], [], hidden);
        var outputs = ReferenceLayer.Forward(Network.Layers[2], parameters[2..], active);
        var gradient = ReferenceLoss.Gradient(LossKind.CrossEntropy, labelSmoothing: 0, classes: 3, outputs, Labels);
        var last = ReferenceLayer.Backward(Network.Layers[2], parameters[2..], active, outputs, gradient);
        var middle = ReferenceLayer.Backward(Network.Layers[1], [], hidden, active, last.Input);
        var first = ReferenceLayer.Backward(Network.Layers[0], parameters[..2], Samples, hidden, middle.Input);
        return [.. first.Parameters, .. last.Parameters];
    }

    // FNV-1a over the bytes of the bits.
    private static string Hash(IEnumerable<Float64> values)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in values)
            for (var (bits, i) = (BitConverter.DoubleToUInt64Bits(value.Value), 0); i < 8; i++, bits >>= 8)
                hash = (hash ^ (bits & 0xFF)) * 0x100000001B3UL;
        return hash.ToString("x16");
    }
}
