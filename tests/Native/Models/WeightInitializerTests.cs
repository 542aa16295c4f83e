using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Native.Models;

/// <summary>
/// Initial weights against the papers: uniform in ±b, each array on its own. A limit below is that of a sum of independent
/// numbers (Hoeffding, "Probability inequalities for sums of bounded random variables", 1963, theorem 2), so wide that a right
/// draw passes it with a probability of at most <see cref="FalseAlarm"/>; there are fewer than 200 comparisons of each rule,
/// together rarer than 1E-9.
/// </summary>
public sealed class WeightInitializerTests
{
    private const double FalseAlarm = 1e-12;
    private static readonly double Rare = Math.Log(2 / FalseAlarm);

    // How many inputs one unit of each layer sums over.
    private static readonly Dictionary<string, int> FanIn = new()
    {
        ["conv"] = 3 * 5 * 7,
        ["sub"] = 2 * 3,
        ["partial"] = (4 + 2 + 3) * 3 * 2 / 3, // the mean of the three units
        ["fc"] = 72,
        ["out"] = 3000,
    };

    public static TheoryData<Initialization, ulong> Draws => new()
    {
        { Initialization.KaimingUniform, 1 }, { Initialization.KaimingUniform, 20_261_129 },
        { Initialization.LeCun1998, 1 }, { Initialization.LeCun1998, 20_261_129 },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void No_weight_passes_the_bound_of_its_rule_and_the_largest_comes_near_it(Initialization rule, ulong seed) =>
        Assert.All(Draw(rule, seed), array =>
        {
            var largest = array.Values.Max(Math.Abs);

            // n numbers stay below (1 - e) b with probability (1 - e)^n < exp(-n e).
            Assert.InRange(largest, array.Bound * (1 - Math.Min(1, Rare / array.Values.Length)), (float)array.Bound);
        });

    // Linear 100 to 50: fan-in 100, fan-out 50; 3 x 3 windows on 4 channels to 8: 36 and 72.
    [Theory]
    [InlineData(Initialization.LeCunUniform, 3.0 / 100, 3.0 / 36)]
    [InlineData(Initialization.GlorotUniform, 6.0 / 150, 6.0 / 108)]
    public void Rules_of_Caffe_and_Keras_begin_with_biases_of_zero(Initialization rule, double linear, double conv)
    {
        var network = new Architecture("two", [4, 7, 7],
            new Conv2d("conv", 4, 8, kernel: 3, stride: 1, padding: 0), new Flatten(), new Linear("fc1", 200, 100),
            new Linear("fc2", 100, 50))
        {
            Initialization = rule,
        };

        var arrays = WeightInitializer.Draw(network, seed: 3).ToDictionary(
            array => array.Name, array => array.Values<float>().ToArray());

        Assert.All(arrays.Where(array => array.Key.EndsWith("bias", StringComparison.Ordinal)), array =>
            Assert.All(array.Value, value => Assert.Equal(0, value)));
        Assert.InRange(arrays["conv.weight"].Max(), 0.9 * Math.Sqrt(conv), Math.Sqrt(conv));
        Assert.InRange(arrays["fc2.weight"].Max(), 0.99 * Math.Sqrt(linear), Math.Sqrt(linear));
        foreach (var (array, expected) in WeightInitializer.Draw(network, seed: 3).Zip(
            Reference.Learning.InitialWeights.Draw(network, seed: 3)))
            Assert.Equal(expected.ToDoubles(), array.Values<float>().ToArray().Select(value => (double)value));
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Mean_and_variance_are_those_of_the_uniform_distribution(Initialization rule, ulong seed) =>
        Assert.All(Draw(rule, seed), array =>
        {
            var (n, b) = (array.Values.Length, array.Bound);

            Assert.Equal(0, array.Values.Average(), b * Math.Sqrt(2 * Rare / n));                              // each in [-b, b]
            // each in [0, b b]
            Assert.Equal(b * b / 3, array.Values.Average(value => value * value), b * b * Math.Sqrt(Rare / (2 * n)));
        });

    // Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", 1990: the share of values below x is nowhere
    // farther from the probability than sqrt(ln(2/p) / 2n).
    [Theory]
    [MemberData(nameof(Draws))]
    public void Values_are_spread_evenly_between_the_bounds(Initialization rule, ulong seed) =>
        Assert.All(Draw(rule, seed), array =>
        {
            var n = array.Values.Length;

            var distance = array.Values.Order().Select((value, i) =>
                ((value / array.Bound) + 1) / 2 is var p ? Math.Max(p - ((double)i / n), ((i + 1.0) / n) - p) : 0).Max();

            Assert.InRange(distance, 0, Math.Sqrt(Rare / (2 * n)));
        });

    [Theory]
    [MemberData(nameof(Draws))]
    public void No_two_arrays_share_a_stream(Initialization rule, ulong seed)
    {
        var arrays = Draw(rule, seed);

        foreach (var (i, first) in arrays.Index())
            foreach (var second in arrays.Skip(i + 1))
            {
                var pairs = first.Scaled.Zip(second.Scaled).ToList();

                // Products in [-1, 1] of mean 0, and not one number in common where an array is too short for a mean.
                Assert.True(
                    Math.Abs(pairs.Average(pair => pair.First * pair.Second)) < Math.Sqrt(2 * Rare / pairs.Count),
                    $"{first.Name} and {second.Name} go together.");
                Assert.DoesNotContain(pairs.Take(3), pair => Math.Abs(pair.First - pair.Second) < 1e-6);
            }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Neighbours_in_an_array_are_independent(Initialization rule, ulong seed) =>
        Assert.All(Draw(rule, seed), array =>
        {
            var products = array.Scaled.Chunk(2).Where(pair => pair.Length == 2).Select(pair => pair[0] * pair[1]).ToList();

            Assert.Equal(0, products.Average(), Math.Sqrt(2 * Rare / products.Count));
        });

    [Theory]
    [InlineData(Initialization.KaimingUniform)]
    [InlineData(Initialization.LeCun1998)]
    public void Another_seed_draws_other_numbers(Initialization rule) =>
        Assert.All(Draw(rule, 1).Zip(Draw(rule, 2)), pair => Assert.NotEqual(pair.First.Values, pair.Second.Values));

    private static List<Drawn> Draw(Initialization rule, ulong seed) =>
    [
        .. WeightInitializer.Draw(Layers(rule), seed)
            .Select(array => new Drawn(array.Name, [.. array.Values<float>()], Bound(rule, FanIn[array.Name.Split('.')[0]])))
    ];

    // Every layer that has weights, with sizes that differ.
    private static Architecture Layers(Initialization rule) => new("all", [3, 20, 21],
        new Conv2d("conv", 3, 40, kernel: new(5, 7), stride: 1, padding: 0),                        // [N, 40, 16, 15]
        new Subsampling("sub", 40, window: new(2, 3)),                                              // [N, 40, 8, 5]
        new PartialConv2d("partial", 40, [[0, 1, 2, 3], [5, 39], [7, 8, 9]], kernel: new(3, 2)),    // [N, 3, 6, 4]
        new Flatten(),                                                                              // [N, 72]
        new Linear("fc", 72, 3000),                                                                 // [N, 3000]
        new Linear("out", 3000, 4))                                                                 // [N, 4]
    {
        Initialization = rule,
    };

    // He et al., "Delving deep into rectifiers", 2015, equation 15: a variance of 2 / ((1 + a a) fan-in), which a uniform
    // distribution has between ±sqrt(3 variance); PyTorch takes a = sqrt(5). LeCun et al. 1998, appendix A: ±2.4 / fan-in.
    private static double Bound(Initialization rule, int fanIn) =>
        rule == Initialization.KaimingUniform ? Math.Sqrt(3 * 2 / ((1 + 5.0) * fanIn)) : 2.4 / fanIn;

    private sealed record Drawn(string Name, float[] Values, double Bound)
    {
        public IEnumerable<double> Scaled => Values.Select(value => value / Bound);
    }
}
