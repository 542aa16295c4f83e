using TorchBasics.Verification.Faults;

namespace TorchBasics.Tests.Native.Verification;

/// <summary>The checks find every fault, say where it is, and find nothing where there is none.</summary>
public sealed class SelfTestTests
{
    public static TheoryData<string, string> Faults => [.. Fault.All.Select(fault => (fault.Group, fault.Name))];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_at_its_place_by_two_checks(string group, string name)
    {
        var fault = Fault.All.Single(fault => fault.Group == group && fault.Name == name);

        var result = SelfTest.Run(fault);

        Assert.True(result.Passed, string.Join(
            '\n', result.First.Select(finding => $"{finding.Check} {finding.Step}: {finding.Deviation}")));
    }

    [Fact]
    public void Nothing_is_found_where_there_is_no_fault()
    {
        var alarms = SelfTest.RunClean()
            .SelectMany(result => result.Alarms.Select(alarm => $"{result.Probe} {alarm.Check}: {alarm.Deviation}"));

        Assert.Empty(alarms);
    }

    [Fact]
    public void There_are_at_least_sixty_faults() => Assert.InRange(Fault.All.Count, 60, int.MaxValue);
}
