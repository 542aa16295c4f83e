using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A picture on its way through a network, layer by layer, on the reference.</summary>
/// <remarks>
/// Besides the numbers it carries a bound on how far single precision may be off, in any order of the sums. A weighted sum of n
/// products and a bias: E' = |W| (E + g (|x| + E)) + g |b|, with g = (n + 1) u / (1 - (n + 1) u). Rectifiers and maxima make no
/// error larger. Source: Higham 2002, section 3.1.
/// </remarks>
internal sealed class DigitWalk
{
    private DigitWalk(Tensor<Float64> input, IReadOnlyList<WalkStage> stages) => (Input, Stages) = (input, stages);

    /// <summary>The picture as it enters [1, 1, 28, 28].</summary>
    public Tensor<Float64> Input { get; }

    /// <summary>What each layer makes of it; activations belong to the layer before them.</summary>
    public IReadOnlyList<WalkStage> Stages { get; }

    /// <summary>The outputs of the network.</summary>
    public double[] Outputs => Stages[^1].After.ToDoubles();

    /// <summary>The probability of each class.</summary>
    public double[] Probabilities =>
        ReferenceLayer.Forward(new Softmax(), [], Stages[^1].After).ToDoubles();

    /// <summary>The most probable class.</summary>
    public int Answer => Outputs.Index().MaxBy(output => output.Item).Index;

    /// <summary>Takes a picture through a network.</summary>
    /// <param name="model">The network: layers without buffers, and activations that make no error larger.</param>
    /// <param name="picture">28 x 28 bytes.</param>
    public static DigitWalk Of(Model model, ReadOnlySpan<byte> picture)
    {
        var architecture = model.Architecture;
        var x = Tensor<Float64>.From(
            [1, 1, 28, 28], Array.ConvertAll(model.Prepare(picture), value => (double)value));
        var parameters = ReferenceNetwork.Of(model).Parameters;
        var (input, value, error) = (x, x, x.ZerosLike());
        var stages = new List<WalkStage>();
        foreach (var (k, layer) in architecture.Layers.Index())
        {
            var before = value;
            value = ReferenceLayer.Forward(layer, parameters[k], before);
            error = Bound(layer, parameters[k], before, error);
            if (layer is Activation && stages.Count > 0)
                stages[^1] = stages[^1] with { Activation = layer, After = value, Errors = error };
            else if (layer is not (Flatten or Dropout))
                stages.Add(new(Name(layer, stages), layer, null, parameters[k], before, value, error, architecture.Shapes[k]));
        }

        return new(input, stages);
    }

    private static string Name(Layer layer, List<WalkStage> before) =>
        layer is Pool2d ? $"pool{before.Count(stage => stage.Layer is Pool2d) + 1}" : layer.Name ?? layer.Kind;

    private static Tensor<Float64> Bound(
        Layer layer, IReadOnlyList<Tensor<Float64>> parameters, Tensor<Float64> x, Tensor<Float64> error)
    {
        if (layer is Activation)
            return error;
        if (layer.Parameters.Count == 0)
            return ReferenceLayer.Forward(layer, [], error);
        var roundings = (layer.Parameters[0].Shape.Elements / layer.Parameters[0].Shape[0] + 1) * Binary32.UnitRoundoff;
        var gamma = roundings / (1 - roundings);
        return ReferenceLayer.Forward(
            layer,
            [
                parameters[0].Map(w => new Float64(Math.Abs(w.Value))),
                parameters[1].Map(b => new Float64(gamma * Math.Abs(b.Value))),
            ],
            error.Zip(x, (e, one) => new(e.Value + (gamma * (Math.Abs(one.Value) + e.Value)))));
    }
}

/// <summary>A layer of the way, with the activation that follows it.</summary>
/// <param name="Name">Its name; poolings are numbered.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Activation">What its result passes then; null for nothing.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Before">What enters [1, ...].</param>
/// <param name="After">What leaves [1, ...].</param>
/// <param name="Errors">How far single precision may be off what leaves.</param>
/// <param name="Input">The shape of what enters.</param>
internal sealed record WalkStage(
    string Name,
    Layer Layer,
    Layer? Activation,
    IReadOnlyList<Tensor<Float64>> Parameters,
    Tensor<Float64> Before,
    Tensor<Float64> After,
    Tensor<Float64> Errors,
    Shape Input)
{
    /// <summary>Maps that leave; units, where it is no picture.</summary>
    public int Channels => After.Sizes[1];

    /// <summary>Rows of a map; 1 for units.</summary>
    public int Rows => After.Rank == 4 ? After.Sizes[2] : 1;

    /// <summary>Columns of a map; 1 for units.</summary>
    public int Columns => After.Rank == 4 ? After.Sizes[3] : 1;

    /// <summary>A number that leaves.</summary>
    public double At(int channel, int row, int column) =>
        After.Elements[(((channel * Rows) + row) * Columns) + column].Value;

    /// <summary>Multiply-adds for one picture.</summary>
    public long MultiplyAdds => Layer.MultiplyAdds(Input);
}
