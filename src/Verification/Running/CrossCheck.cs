using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Running;

/// <summary>Puts an engine through every check.</summary>
public static class CrossCheck
{
    /// <summary>Runs all checks; each finding comes as soon as it is known.</summary>
    /// <param name="engine">The engine under test.</param>
    /// <param name="spec">The run that it is to do.</param>
    /// <param name="options">How much is checked.</param>
    /// <returns>The findings; all is well if every one passed.</returns>
    public static IEnumerable<Finding> Run(IEngine engine, RunSpec spec, CheckOptions options) => engine.Precision switch
    {
        Precision.Float32 => Run<Binary32>(engine, spec, options),
        _ => Run<Binary64>(engine, spec, options),
    };

    private static IEnumerable<Finding> Run<TPrecision>(IEngine engine, RunSpec spec, CheckOptions options)
        where TPrecision : IPrecision
    {
        IStepCheck[] watching =
        [
            new ContinuityCheck<TPrecision>(spec),
            new LocalCheck<TPrecision>(spec.Recipe),
            new TrajectoryCheck<TPrecision>(spec, options.TrajectorySteps),
        ];
        IEngineCheck[] asking =
        [
            new LatticeCheck<TPrecision>(options.Samples, options.Seed),
            new DualGradientCheck<TPrecision>(options.Samples, options.DualCoordinates, options.Seed),
            new EvaluationCheck<TPrecision>(),
            new DeterminismCheck<TPrecision>(),
        ];
        return Watch(engine, spec, watching).Concat(asking.SelectMany(check => check.Check(engine, spec).Select(deviation => new Finding(engine.Name, check.Name, null, deviation))));
    }

    private static IEnumerable<Finding> Watch(IEngine engine, RunSpec spec, IReadOnlyList<IStepCheck> checks)
    {
        using var records = engine.Train(spec).GetEnumerator();
        while (true)
        {
            Deviation? failure = null;
            try
            {
                if (!records.MoveNext())
                    yield break;
            }
            catch (EngineException error)
            {
                failure = Deviation.Failed(error.Place, $"the engine failed: {error.Reason}");
            }

            if (failure is not null)
            {
                // A failure is seen by everyone who watches.
                foreach (var check in checks)
                    yield return new(engine.Name, check.Name, null, failure);
                yield break;
            }

            var record = records.Current;
            foreach (var check in checks)
                foreach (var deviation in check.Check(record))
                    yield return new(engine.Name, check.Name, record.Step, deviation);
        }
    }
}
