using TorchBasics.Verification.Faults;

namespace TorchBasics.Tests.Native.Verification;

/// <summary>
/// The check of a run finds every fault around its steps at the stage that it is in, and nothing where there is none.
/// </summary>
public sealed class RunSelfTestTests
{
    public static TheoryData<string> Faults => [.. RunFault.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_at_its_stage(string name)
    {
        var result = RunSelfTest.Run(RunFault.All.Single(fault => fault.Name == name));

        Assert.True(result.Passed, $"{result.First?.Check ?? "nothing"} {result.First?.Step}: {result.First?.Deviation}");
    }

    [Fact]
    public void Nothing_is_found_where_there_is_no_fault() =>
        Assert.Empty(RunSelfTest.RunClean().SelectMany(
            result => result.Alarms.Select(alarm => $"{result.Probe} {alarm.Check} {alarm.Step}: {alarm.Deviation}")));
}
