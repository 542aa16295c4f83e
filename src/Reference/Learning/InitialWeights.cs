using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>The arrays of a network before its first step.</summary>
/// <remarks>
/// Array k of the network is drawn row by row from the stream ("weights", k) of the seed, evenly over (-b, b), and rounded
/// to single precision: b = 1 / sqrt(fan-in), PyTorch's default, or 2.4 / fan-in (LeCun et al. 1998, section III.C.2), or, with
/// biases of 0, sqrt(3 / fan-in) (LeCun et al. 1998, "Efficient BackProp", section 4.6) or sqrt(6 / (fan-in + fan-out)) (Glorot
/// and Bengio 2010, equation 16).
/// k counts the arrays that are drawn and the prototypes, which are not; normalizations start at weight 1, bias 0, running_mean
/// 0 and running_var 1 (PyTorch's defaults) and do not count.
/// </remarks>
public static class InitialWeights
{
    /// <summary>Draws every array.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <returns>The arrays, in the order of the description.</returns>
    public static IReadOnlyList<Tensor<Float64>> Draw(Architecture architecture, ulong seed)
    {
        var arrays = new List<Tensor<Float64>>();
        var k = 0UL;
        foreach (var layer in architecture.AllLayers.Where(layer => layer.Inner.Count == 0))
            foreach (var parameter in layer.Parameters)
            {
                if (layer is BatchNorm)
                {
                    arrays.Add(Everywhere(parameter.Name is "weight" or "running_var" ? 1 : 0, parameter));
                    continue;
                }

                arrays.Add(layer is RbfOutput prototypes
                    ? Given(prototypes)
                    : Evenly(parameter, architecture.Initialization, RandomGenerator.ForStream(seed, "weights", k)));
                k++;
            }

        return arrays;
    }

    private static Tensor<Float64> Everywhere(double value, ParameterSpec parameter)
    {
        var array = new Tensor<Float64>([.. parameter.Shape]);
        array.Elements.Fill(new Float64(value));
        return array;
    }

    private static Tensor<Float64> Evenly(ParameterSpec parameter, Initialization rule, RandomGenerator random)
    {
        double n = parameter.FanIn;
        var outputs = parameter.Shape switch
        {
            [var rows, _] => rows,
            [var channels, _, var height, var width] => channels * height * width,
            _ => n,
        };
        var reach = rule switch
        {
            Initialization.KaimingUniform => 1 / Math.Sqrt(n),
            Initialization.LeCun1998 => 2.4 / n,
            _ when parameter.Name == "bias" => 0,
            Initialization.LeCunUniform => Math.Sqrt(3 / n),
            _ => Math.Sqrt(6 / (n + outputs)),
        };
        var array = new Tensor<Float64>([.. parameter.Shape]);
        foreach (ref var element in array.Elements)
            element = new Float64((float)((2 * reach * random.NextDouble()) - reach));
        return array;
    }

    private static Tensor<Float64> Given(RbfOutput layer)
    {
        var array = new Tensor<Float64>([.. layer.Parameters[0].Shape]);
        for (var row = 0; row < array.Sizes[0]; row++)
            for (var column = 0; column < array.Sizes[1]; column++)
                array[row, column] = new Float64(layer.Prototypes[row][column]);
        return array;
    }
}
