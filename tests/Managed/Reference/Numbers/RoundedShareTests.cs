using CsCheck;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Single = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary32>;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>
/// Powers of what is not above 0, shares of a sum and logarithms of sums of powers: bounds that know more than those of the
/// operations.
/// </summary>
public class RoundedShareTests
{
    private const double Rounding = 1e-6; // some roundings of single precision, of numbers near 1

    private static readonly Gen<double> Errors = Gen.Double[-8, 3].Select(digits => Math.Pow(10, digits));

    [Theory]
    [InlineData(-0.1, 3)]
    [InlineData(-2, 1e4)]
    [InlineData(-1e4, 1e12)]
    public void A_power_that_is_at_most_one_is_no_further_off_than_that(double exponent, double error)
    {
        var power = Single.ExpAtMostOne(Single.Within(exponent, error));

        Assert.InRange(power.Error, Math.Max(power.Value, 1 - power.Value), 1 + Rounding);
    }

    [Fact]
    public void A_power_whose_exponent_is_known_well_keeps_its_bound() => Assert.Equal(
        Single.Exp(Single.Within(-2, 0.1)).Error, Single.ExpAtMostOne(Single.Within(-2, 0.1)).Error);

    // (1 +- 0.25) / (1 +- 0.25 + 1): the part is the same above and below.
    [Fact]
    public void A_share_knows_that_its_part_is_in_the_whole()
    {
        var part = Single.Within(1, 0.25);

        var share = Single.Share(part, part + Single.Exactly(1));

        Assert.Equal(0.5, share.Value);
        Assert.InRange(share.Error, 0.5 - (0.75 / 1.75), 0.5 - (0.75 / 1.75) + Rounding);
    }

    // (1 +- 0.25) / (1 +- 0.25 + 1 +- 0.5) is largest at 1.25 / (1.25 + 0.5).
    [Fact]
    public void A_share_is_largest_where_the_others_are_smallest()
    {
        var part = Single.Within(1, 0.25);

        var share = Single.Share(part, part + Single.Within(1, 0.5));

        Assert.InRange(share.Error, (1.25 / 1.75) - 0.5, (1.25 / 1.75) - 0.5 + Rounding);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1e6)]
    [InlineData(double.PositiveInfinity)]
    public void A_share_lies_between_zero_and_one_whatever_its_terms_are(double error)
    {
        var part = Single.Within(1, error);

        var share = Single.Share(part, part + Single.Within(3, error));

        Assert.InRange(share.Error, 0.75, 0.75 + Rounding);
    }

    [Fact]
    public void A_small_share_keeps_the_bound_of_its_quotient()
    {
        var (part, whole) = (Single.Exactly(1e-20), Single.Exactly(1e-20) + Single.Exactly(1));

        Assert.Equal((part / whole).Error, Single.Share(part, whole).Error);
    }

    // Whoever computes the exponents finds 0 among them, wherever it was expected.
    [Fact]
    public void The_logarithm_of_a_sum_of_powers_moves_no_further_than_its_exponents()
    {
        var bounded = Single.LogSumExp([Single.Within(-1, 3), Single.Within(0, 200), Single.Within(-5, 1000)]);

        Assert.Equal(Math.Log(Math.Exp(-1) + 1 + Math.Exp(-5)), bounded.Value, 1e-15);
        Assert.InRange(bounded.Error, 1000, 1000.01);
    }

    // -80 is off by much, and counts for nothing beside 0.
    [Fact]
    public void Exponents_that_count_for_nothing_leave_the_logarithm_its_bound()
    {
        var bounded = Single.LogSumExp([Single.Exactly(0), Single.Within(-80, 1)]);

        Assert.InRange(bounded.Error, 0, Rounding);
    }

    [Fact]
    public void Shares_and_logarithms_of_any_scores_within_their_errors_stay_within_the_bounds() =>
        Gen.Select(Gen.Float[-30, 30], Gen.Double[-1, 1], Errors).Array[2, 8].Sample(
            scores =>
            {
                float[] actual = [.. scores.Select(score => score.Item1)];
                var bounded = Tensor<Single>.Over(
                    [1, scores.Length],
                    [.. scores.Select(score => Single.Within(score.Item1 + (0.999 * score.Item2 * score.Item3), score.Item3))]);
                var max = actual.Max();
                float[] powers = [.. actual.Select(score => MathF.Exp(score - max))];
                var sum = powers.Aggregate(0f, (left, right) => left + right);

                var (shares, logarithms) = (Softmax.Forward(bounded), LogSoftmax.Forward(bounded));

                for (var c = 0; c < actual.Length; c++)
                {
                    Holds(shares[0, c], powers[c] / sum);
                    Holds(logarithms[0, c], actual[c] - max - MathF.Log(sum));
                }
            },
            iter: 20_000);

    private static void Holds(Single bound, float actual) => Assert.True(
        double.IsFinite(bound.Error) && Math.Abs(actual - bound.Value) <= bound.Error, $"{actual:R} is not {bound}.");
}
