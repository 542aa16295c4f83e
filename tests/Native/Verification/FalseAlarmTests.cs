using CsCheck;
using TorchBasics.Verification.Generating;

namespace TorchBasics.Tests.Native.Verification;

/// <summary>On engines that are right, the checks find nothing.</summary>
[Collection(nameof(Alone))]
public sealed class FalseAlarmTests
{
    // scripts/false-alarms runs ten thousand.
    private const int Sample = 300;

    [Fact]
    public void No_random_network_raises_an_alarm()
    {
        var engines = FalseAlarms.Engines();

        Gen.ULong[0, 1UL << 32].Sample(
            seed =>
            {
                var alarms = FalseAlarms.Check(engines, seed);
                var first = alarms.Take(3).Select(alarm => $"{alarm.Engine} {alarm.Check} {alarm.Step}: {alarm.Deviation}");
                Assert.True(alarms.Count == 0, $"seed {seed}: {string.Join('\n', first)}");
            },
            iter: Sample,
            threads: 1);
    }

    [Theory]
    [InlineData(2371)] // a normalization whose inputs lie close to its mean: there x s - m s rounds more than (x - m) s
    [InlineData(2851848144)] // one within a residual, whose inputs lie so close together that rounding hides their variance
    [InlineData(3869360611)] // a residual in double precision, whose dual numbers round as much, and otherwise
    [InlineData(155094891)] // softmax of scores in the members of an ensemble, where a bound by a quotient is infinite
    [InlineData(256437744)] // the same in pictures
    [InlineData(1940460306)] // the same by weights of several thousand
    [InlineData(3000000702)] // the gradient of a log-softmax there, which is a power of what carries an error
    public void A_network_that_raised_one_does_not_again(ulong seed)
    {
        var alarms = FalseAlarms.Check(FalseAlarms.Engines(), seed);

        Assert.Empty(alarms.Select(alarm => $"{alarm.Engine} {alarm.Check}: {alarm.Deviation}"));
    }
}
