using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Witnesses;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Lessons;

public class TrustLessonTests
{
    private const double U = 1.0 / (1 << 24);

    public static TheoryData<string> Faults => [.. SmallTraining.Faults];

    [Theory]
    [MemberData(nameof(Faults))]
    public void EveryFault_LeavesTheBound_ThatRoundingKeeps(string fault)
    {
        var start = SmallTraining.Draw(seed: 3, samples: 5);
        var expected = SmallTraining.Run<Rounded<Binary32>>(start);

        Assert.All(SmallTraining.Compare(SmallTraining.RunNarrow(start), expected), check => Assert.InRange(check.Share, 0, 1));
        Assert.Contains(SmallTraining.Compare(SmallTraining.RunNarrow(start, fault), expected), check => check.Share > 100);
    }

    [Fact]
    public void MomentumWithoutItsFactor_ShowsInTheWeightsAlone()
    {
        var start = SmallTraining.Draw(seed: 3, samples: 5);

        var checks = SmallTraining.Compare(
            SmallTraining.RunNarrow(start, "momentum"), SmallTraining.Run<Rounded<Binary32>>(start));

        Assert.Equal(
            ["conv.weight", "conv.bias", "fc.weight", "fc.bias"],
            checks.Where(check => check.Share > 1).Select(check => check.Name));
    }

    [Fact]
    public void NarrowNumbers_AreTheProcessorsFloats()
    {
        var random = new RandomGenerator(7);
        for (var k = 0; k < 1000; k++)
        {
            var (x, y) = ((float)random.NextUniform(-10, 10), (float)random.NextUniform(-1e-3, 1e-3));
            var (a, b) = (Narrow<Binary32>.From(x), Narrow<Binary32>.From(y));

            Assert.Equal([x + y, x - y, x * y, x / y], new[] { a + b, a - b, a * b, a / b }.Select(one => (float)one.Value));
        }
    }

    [Theory]
    [InlineData(1 + (1.0 / 256), 1)] // a tie goes to the even neighbour
    [InlineData(1 + (3.0 / 256), 1 + (1.0 / 64))]
    [InlineData(-1.01, -1.0078125)]
    public void BFloat16_KeepsEightBits(double value, double expected) => Assert.Equal(expected, BFloat16.Round(value));

    [Fact]
    public void BoundOfASum_FollowsItsFormula()
    {
        var sum = new SumOfProducts([(1, 1), (2, -1)]);

        Assert.Equal((3 * U) + (U / (1 - U) * (3 + (3 * U))), sum.Bound, 1e-20);
        Assert.Equal(-1, sum.Exact);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1e-3, false)]
    public void ClaimAboutTheWitness_FailsWhereItsGradientIsWrong(double wrong, bool holds)
    {
        var lesson = CourseCatalog.Find("trust");

        var run = lesson.Run(
            ParameterValues.Of(lesson.Parameters, []), Language.English,
            CourseRuns.Context with { Witness = new Witness(wrong) });

        Assert.Equal(holds, Assert.Single(run.Claims, claim => claim.Key == "libtorch").Holds);
    }

    // Computes as the lesson's own engine, with one number moved.
    private sealed class Witness(double wrong) : IWitness
    {
        public WitnessedStep Step(Model model, float[] inputs, float[] targets, LossKind loss)
        {
            var numbers = SmallTraining.RunNarrow(SmallTraining.Draw(seed: 1, samples: 4));
            List<float[]> gradients =
            [
                .. numbers.Where(array => array.Name.EndsWith(".grad", StringComparison.Ordinal))
                    .Select(array => Array.ConvertAll(array.Values, value => (float)value)),
            ];
            gradients[0][5] += (float)wrong;
            return new(numbers.First(array => array.Name == "loss").Values[0], gradients);
        }
    }
}
