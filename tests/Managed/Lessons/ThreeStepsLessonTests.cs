using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Witnesses;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class ThreeStepsLessonTests
{
    private const string Note = "0,0,0.1,0,0;0.88,0,0,0,0.02";

    [Fact]
    public void The_squared_error_of_the_note_s_prediction_is_that_of_the_hand()
    {
        var losses = PredictionLosses.Of(Note, target: 5);

        // (0.01 + 0.0144 + 0.0004) / 10
        Assert.Equal([0, 0, 0.01m, 0, 0, 0.0144m, 0, 0, 0, 0.0004m], losses.Squares);
        Assert.Equal(0.00248m, losses.SquaredByHand);
        Assert.Equal(0.00248, losses.Squared, PredictionLosses.SquaredBound);
    }

    [Fact]
    public void Its_cross_entropy_is_a_logarithm()
    {
        var losses = PredictionLosses.Of(Note, target: 5);

        Assert.Equal(0.127833371509885m, Math.Round(losses.EntropyByHand!.Value, 15)); // ln 0.88 of any table
        Assert.Equal(Math.Log(1 / 0.88), losses.Entropy, losses.EntropyBound);
    }

    [Theory]
    [InlineData("2", "0.69314718055994530941723212")] // OEIS A002162
    [InlineData("10", "2.30258509299404568401799145")] // OEIS A002392
    [InlineData("1", "0")]
    [InlineData("0.000001", "-13.81551055796427410410794873")] // -6 ln 10
    public void A_logarithm_in_decimals_has_26_of_them(string number, string logarithm) => Assert.Equal(
        decimal.Parse(logarithm), Math.Round(DecimalLogarithm.Of(decimal.Parse(number)), 24), precision: 24);

    [Fact]
    public void Numbers_that_do_not_add_up_to_1_are_divided_by_their_sum()
    {
        var losses = PredictionLosses.Of("0,0,0,0,0;0.5,0.5,0,0,1", target: 9);

        Assert.Equal(2m, losses.Total);
        Assert.Equal([0, 0, 0, 0, 0, 0.25m, 0.25m, 0, 0, 0.5m], losses.Probabilities);
    }

    [Theory]
    [InlineData(
        "0,0,0,0,0;0,0,0,0,0",
        "The prediction has only zeros; expected probabilities: give at least one digit more than 0.")]
    [InlineData(
        "0,0,0,0,1E-07;0,0,0,0,1",
        "The prediction has 0.0000001; expected 0, or at least 0.000001, which decimals can compute with.")]
    public void What_are_no_probabilities_is_refused(string prediction, string message)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => PredictionLosses.Of(prediction, target: 5));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void No_probability_for_the_right_digit_is_an_infinite_loss()
    {
        var run = Run(null, [new("prediction", "1,0,0,0,0;0,0,0,0,0")]);

        Assert.DoesNotContain(run.Claims, claim => claim.Key is "entropy" or "spread");
        Assert.Contains("    = ∞", BlockTexts.Flat(run.Body).OfType<Formula>().SelectMany(formula => formula.Lines));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1e-4, false)]
    public void A_second_engine_that_says_something_else_is_noticed(double error, bool isRight)
    {
        var run = Run(new Witness(error));

        Assert.Equal(isRight, run.Claims.Single(claim => claim.Key == "witness").Holds);
    }

    private static LessonRun Run(IWitness? witness, params IEnumerable<KeyValuePair<string, string>> changes)
    {
        var lesson = CourseCatalog.Find("three-steps");
        return lesson.Run(
            ParameterValues.Of(lesson.Parameters, changes), Language.English, CourseRuns.Context with { Witness = witness });
    }

    // Knows the two losses of the note's prediction.
    private sealed class Witness(double error) : IWitness
    {
        public WitnessedStep Step(Model model, float[] inputs, float[] targets, LossKind loss) =>
            new(error + (loss == LossKind.MeanSquaredError ? 0.00248f : 0.12783337f), []);
    }
}
