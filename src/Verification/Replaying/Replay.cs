using System.Diagnostics;
using TorchBasics.Core.Layers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Replaying;

/// <summary>Judges recorded runs, and computes them once more on libtorch.</summary>
public static class Replay
{
    /// <summary>
    /// Judges every step of each recording by the local check and follows it by the trajectory check, then trains libtorch
    /// on the same run, holds that against the reference as well, and says where the two have other bits.
    /// </summary>
    /// <param name="recordings">The recordings, at least one.</param>
    /// <param name="options">How far a run is followed.</param>
    /// <param name="versions">Versions by name, for the report.</param>
    /// <param name="observer">Told what goes on; null for nobody.</param>
    /// <param name="cancellation">Ends it between two comparisons.</param>
    /// <returns>The report.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CheckReport Run(
        IReadOnlyList<RecordedRun> recordings,
        CheckOptions options,
        IReadOnlyDictionary<string, string> versions,
        ICheckObserver? observer = null,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var libtorch = recordings.Select(recording => recording.Precision).Distinct().ToDictionary(
            precision => precision, precision => new TorchEngine(precision));
        var engines = recordings.Select(NameOf).Concat(libtorch.Values.Select(engine => engine.Name)).Distinct();
        var report = new CheckReport(new CheckHeader(
            versions, options.Seed, [.. engines], [.. recordings.Select(recording => RunHeader.Of(recording.Spec))]));
        foreach (var model in recordings.GroupBy(recording => recording.Spec.Architecture.Name))
        {
            var start = clock.Elapsed;
            foreach (var recording in model)
            {
                var (spec, engine) = (recording.Spec, libtorch[recording.Precision]);
                var recorded = CrossCheck.Judge(
                    NameOf(recording), recording.Precision, recording.Steps, spec, options, followed => report.Add(
                        model.Key, NameOf(recording), followed));
                var repeated = CrossCheck.Judge(engine.Name, engine.Precision, engine.Train(spec), spec, options, followed =>
                    report.Add(model.Key, engine.Name, followed));
                foreach (var finding in recorded.Concat(repeated))
                {
                    cancellation.ThrowIfCancellationRequested();
                    report.Add(model.Key, finding);
                    observer?.OnFinding(model.Key, finding);
                }

                report.Add(Compare(recording, engine));
            }

            var summary = report.EndModel(model.Key, clock.Elapsed - start);
            observer?.OnModel(summary);
        }

        report.End(clock.Elapsed);
        return report;
    }

    private static string NameOf(RecordedRun recording) => $"recording ({recording.Engine})";

    // Other bits are no fault: another processor or version of libtorch may sum in another order.
    private static ThreadAgreement? Compare(RecordedRun recording, TorchEngine engine)
    {
        if (recording.Spec.Architecture.AllLayers.Any(layer => layer is Dropout))
            return null; // each run draws elements of its own
        try
        {
            return ThreadComparison.Compare(
                recording.Spec.Architecture.Name,
                (NameOf(recording), recording.Steps),
                (engine.Name, engine.Train(recording.Spec)));
        }
        catch (EngineException)
        {
            return null; // the checks of the engine itself say what failed
        }
    }
}
