using TorchBasics.Tests.Damage;

namespace TorchBasics.Tests.Native.Reliability;

/// <summary>A little of what scripts/damage does.</summary>
public sealed class DamageTests
{
    [Fact]
    public void Damaged_runs_end_with_the_same_weights_or_are_refused_and_failing_saves_lose_nothing()
    {
        var tally = Campaign.Run(new DamageOptions { Count = 56, Every = 23, ProcessEvery = 0 }, _ => { });

        Assert.Empty(tally.Findings);
        Assert.Equal(tally.Tried, tally.Same + tally.Refused);
        Assert.InRange(tally.Refused, 10, 46);
    }
}
