using System.Diagnostics;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Verification.Faults;
using TorchBasics.Verification.Generating;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics check --self-test: proves that the checks find faults, and find none where there is none.</summary>
internal static class SelfTestRun
{
    /// <summary>Random networks without a fault, unless a number is asked for.</summary>
    public const int RandomNetworks = 100;

    /// <summary>Injects every fault, looks for false alarms, and says how it ended.</summary>
    /// <param name="screen">Where to print.</param>
    /// <param name="networks">How many random networks are checked for false alarms.</param>
    /// <param name="seed">Which ones: the first has this seed, the next the following.</param>
    /// <param name="json">Whether to print JSON and nothing else.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="TorchBasicsException">The number of networks is negative.</exception>
    public static int Run(Screen screen, int networks, ulong seed, bool json)
    {
        if (networks < 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"--random is {networks}; expected at least 0.");
        var clock = Stopwatch.StartNew();
        return Interruption.Guard(screen, "the self-test is not finished.", cancellation =>
        {
            var faults = InjectAll(cancellation);
            var runFaults = InjectIntoRuns(cancellation);
            var alarms = LookForAlarms(networks, seed, json ? null : screen, cancellation);
            var report = new SelfTestReport(
                faults.All(fault => fault.Passed) && runFaults.All(fault => fault.Passed) && alarms.Count == 0,
                faults,
                runFaults,
                alarms,
                networks,
                clock.Elapsed.TotalSeconds);
            if (json)
                screen.Json(report, JsonForms.SelfTest);
            else
                SelfTestText.Print(screen, report);
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        });
    }

    private static List<SelfTestReport.Entry> InjectAll(CancellationToken cancellation)
    {
        var entries = new List<SelfTestReport.Entry>();
        foreach (var fault in Fault.All)
        {
            cancellation.ThrowIfCancellationRequested();
            entries.Add(SelfTestReport.Entry.Of(SelfTest.Run(fault)));
        }

        return entries;
    }

    private static List<SelfTestReport.RunEntry> InjectIntoRuns(CancellationToken cancellation)
    {
        var entries = new List<SelfTestReport.RunEntry>();
        foreach (var fault in RunFault.All)
        {
            cancellation.ThrowIfCancellationRequested();
            entries.Add(SelfTestReport.RunEntry.Of(RunSelfTest.Run(fault)));
        }

        return entries;
    }

    private static List<string> LookForAlarms(int networks, ulong seed, Screen? screen, CancellationToken cancellation)
    {
        var alarms = SelfTest.RunClean()
            .SelectMany(result => result.Alarms.Select(alarm => Describe($"probe {result.Probe}", alarm))).ToList();
        alarms.AddRange(
            RunSelfTest.RunClean().SelectMany(result => result.Alarms.Select(alarm => Describe($"run {result.Probe}", alarm))));
        var engines = FalseAlarms.Engines();
        for (var i = 0; i < networks; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var number = seed + (ulong)i;
            alarms.AddRange(FalseAlarms.Check(engines, number).Select(alarm => Describe($"random network {number}", alarm)));
            if ((i + 1) % 1000 == 0)
                screen?.Hint($"{i + 1} of {networks} random networks, {Counted.Of(alarms.Count, "alarm")}");
        }

        return alarms;
    }

    private static string Describe(string where, Finding alarm) => $"{where}, {alarm.Engine}, {alarm.Check}: {alarm.Deviation}";
}
