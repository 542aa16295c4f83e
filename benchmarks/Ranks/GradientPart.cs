using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>A part of the gradients that travels by itself.</summary>
/// <param name="Floats">How many numbers it has.</param>
/// <param name="Work">
/// The share of a step's multiply-adds that is done while this part is collected: the gradient of the weights of its fully
/// connected layers. Convolutions have done theirs before.
/// </param>
internal readonly record struct GradientPart(int Floats, double Work)
{
    private const int Lanes = 16;
    private const int WorthMessages = 1 << 16;

    /// <summary>The parts of a network, in the order in which they leave: from the last layer to the first.</summary>
    public static IReadOnlyList<GradientPart> Of(Architecture architecture)
    {
        var layers = architecture.Layers.Zip(architecture.Shapes).ToArray();
        var (floats, work) = (layers.Select(layer => Floats(layer.First)).ToArray(), new double[layers.Length]);
        var counts = layers.Select(layer => (double)layer.First.MultiplyAdds(layer.Second)).ToArray();
        var all = (3 * counts.Sum()) - counts.First(count => count > 0);
        for (var layer = 0; layer < layers.Length; layer++)
            work[layer] = layers[layer].First is Linear ? counts[layer] / all : 0;
        return Cut(floats, work);

        static int Floats(Layer layer) =>
            layer.Trainable.Sum(parameter => (int)((parameter.Shape.Elements + Lanes - 1) / Lanes * Lanes));
    }

    /// <summary>Cuts gradients into parts that are worth messages of their own.</summary>
    /// <param name="floats">Numbers of each layer.</param>
    /// <param name="work">Work of each layer.</param>
    public static IReadOnlyList<GradientPart> Cut(IReadOnlyList<int> floats, IReadOnlyList<double> work)
    {
        var (parts, count, done, before) = (new List<GradientPart>(), 0, 0.0, floats.Sum());
        for (var layer = floats.Count - 1; layer >= 0; layer--)
        {
            (count, done, before) = (count + floats[layer], done + work[layer], before - floats[layer]);
            if (layer > 0 && (count < WorthMessages || before < WorthMessages))
                continue;
            if (count > 0)
                parts.Add(new(count, done));
            (count, done) = (0, 0);
        }

        return parts;
    }
}
