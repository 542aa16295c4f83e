using System.Diagnostics;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Running;

/// <summary>Goes through a plan: every network, on every engine, by every check.</summary>
public static class CheckRunner
{
    private sealed class NoObserver : ICheckObserver;

    /// <summary>Runs the plan.</summary>
    /// <param name="plan">What to check.</param>
    /// <param name="versions">Versions of what is checked, by name, for the report.</param>
    /// <param name="observer">Told what goes on.</param>
    /// <param name="cancellation">Ends the check between two comparisons.</param>
    /// <returns>The report.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CheckReport Run(
        CheckPlan plan,
        IReadOnlyDictionary<string, string> versions,
        ICheckObserver? observer = null,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        observer ??= new NoObserver();
        var report = new CheckReport(CheckHeader.Of(plan, versions));
        foreach (var spec in plan.Runs)
        {
            var start = clock.Elapsed;
            foreach (var engine in plan.Engines)
                Check(engine, spec, followed => CrossCheck.Run(engine, spec, plan.Options, followed));
            foreach (var (one, other) in plan.ThreadPairs)
            {
                if (other.TrainingRefusal(spec.Architecture) is { } refusal)
                {
                    report.Add(spec.Architecture.Name, other.Name, new FollowedSteps(0, 1, refusal));
                    continue;
                }

                Check(other, spec, _ => CrossCheck.RunStep(other, spec)
                    .Concat(other.HasSameBitsOnAnyThreads ? CrossCheck.RunThreads(other, one, spec) : []));
                report.Add(ThreadComparison.Run(one, other, spec));
            }

            observer.OnModel(report.EndModel(spec.Architecture.Name, clock.Elapsed - start));
        }

        report.End(clock.Elapsed);
        return report;

        void Check(IEngine engine, RunSpec spec, Func<Action<FollowedSteps>, IEnumerable<Finding>> findings)
        {
            var model = spec.Architecture.Name;
            observer.OnEngine(model, engine.Name);
            foreach (var finding in findings(followed => report.Add(model, engine.Name, followed)))
            {
                cancellation.ThrowIfCancellationRequested();
                report.Add(model, finding);
                observer.OnFinding(model, finding);
            }
        }
    }
}
