using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Running;

/// <summary>Puts an engine through every check.</summary>
public static class CrossCheck
{
    /// <summary>Runs all checks; each finding comes as soon as it is known.</summary>
    /// <param name="engine">The engine under test.</param>
    /// <param name="spec">The run that it is to do.</param>
    /// <param name="options">How much is checked.</param>
    /// <param name="followed">Told, once the run is over, how far the trajectory check could follow it.</param>
    /// <returns>The findings; all is well if every one passed.</returns>
    public static IEnumerable<Finding> Run(
        IEngine engine, RunSpec spec, CheckOptions options, Action<FollowedSteps>? followed = null) =>
        engine.Precision switch
        {
            Precision.Float32 => Run<Binary32>(engine, spec, options, followed),
            _ => Run<Binary64>(engine, spec, options, followed),
        };

    /// <summary>
    /// Runs the checks of what the number of threads can touch: a step by itself, its seams, and the same run twice.
    /// </summary>
    /// <param name="engine">The engine under test.</param>
    /// <param name="spec">The run that it is to do.</param>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> RunStep(IEngine engine, RunSpec spec) => engine.Precision switch
    {
        Precision.Float32 => RunStep<Binary32>(engine, spec),
        _ => RunStep<Binary64>(engine, spec),
    };

    /// <summary>Demands the same bits on another number of threads.</summary>
    /// <param name="engine">The engine under test.</param>
    /// <param name="other">The same with another number of threads.</param>
    /// <param name="spec">The run that both are to do; its samples are repeated until threads have something to share.</param>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> RunThreads(IEngine engine, IEngine other, RunSpec spec) => engine.Precision switch
    {
        Precision.Float32 => Ask(engine, spec, new ThreadCheck<Binary32>(other)),
        _ => Ask(engine, spec, new ThreadCheck<Binary64>(other)),
    };

    /// <summary>
    /// Judges a run that is over, from its records: every step by itself, and beside the textbook from the same start.
    /// </summary>
    /// <param name="engine">What a report calls whoever made it.</param>
    /// <param name="precision">The format it was computed in.</param>
    /// <param name="records">The steps, in order.</param>
    /// <param name="spec">The run.</param>
    /// <param name="options">How far it is followed.</param>
    /// <param name="followed">Told, at the end, how far the trajectory check could follow it.</param>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> Judge(
        string engine,
        Precision precision,
        IEnumerable<StepRecord<Float64>> records,
        RunSpec spec,
        CheckOptions options,
        Action<FollowedSteps>? followed = null) =>
        precision switch
        {
            Precision.Float32 => Judge<Binary32>(engine, records, spec, options, followed),
            _ => Judge<Binary64>(engine, records, spec, options, followed),
        };

    private static IEnumerable<Finding> Judge<TPrecision>(
        string engine,
        IEnumerable<StepRecord<Float64>> records,
        RunSpec spec,
        CheckOptions options,
        Action<FollowedSteps>? followed)
        where TPrecision : IPrecision
    {
        var trajectory = new TrajectoryCheck<TPrecision>(spec, options.TrajectorySteps);
        foreach (var finding in Watch(engine, records, [new LocalCheck<TPrecision>(spec.Recipe), trajectory]))
            yield return finding;
        followed?.Invoke(Extent(trajectory, spec, options));
    }

    private static FollowedSteps Extent<TPrecision>(TrajectoryCheck<TPrecision> trajectory, RunSpec spec, CheckOptions options)
        where TPrecision : IPrecision
    {
        var asked = Math.Min(options.TrajectorySteps, spec.Steps.Count);
        return new(trajectory.StepCount, asked, trajectory.StepCount < asked ? trajectory.Ended : null);
    }

    private static IEnumerable<Finding> Run<TPrecision>(
        IEngine engine, RunSpec spec, CheckOptions options, Action<FollowedSteps>? followed)
        where TPrecision : IPrecision
    {
        if (engine.TrainingRefusal(spec.Architecture) is { } refusal)
        {
            foreach (var finding in Evaluate<TPrecision>(engine, spec, options))
                yield return finding;
            followed?.Invoke(new(0, Math.Min(options.TrajectorySteps, spec.Steps.Count), refusal));
            yield break;
        }

        var trajectory = new TrajectoryCheck<TPrecision>(spec, options.TrajectorySteps);
        foreach (var finding in Watch(
            engine, spec, [new ContinuityCheck<TPrecision>(spec), new LocalCheck<TPrecision>(spec.Recipe), trajectory]))
            yield return finding;
        followed?.Invoke(Extent(trajectory, spec, options));
        foreach (var finding in Evaluate<TPrecision>(engine, spec, options)
            .Concat(Ask(engine, spec, new DeterminismCheck<TPrecision>())))
            yield return finding;
    }

    // What needs no step of training.
    private static IEnumerable<Finding> Evaluate<TPrecision>(IEngine engine, RunSpec spec, CheckOptions options)
        where TPrecision : IPrecision
    {
        IEngineCheck[] asking =
        [
            new LatticeCheck<TPrecision>(options.Samples, options.Seed),
            new DualGradientCheck<TPrecision>(options.Samples, options.DualCoordinates, options.Seed),
            new EvaluationCheck<TPrecision>(),
        ];
        return asking.SelectMany(check => Ask(engine, spec, check));
    }

    private static IEnumerable<Finding> RunStep<TPrecision>(IEngine engine, RunSpec spec)
        where TPrecision : IPrecision =>
        Watch(
            engine,
            spec with { Steps = [spec.Steps[0]] },
            [new ContinuityCheck<TPrecision>(spec), new LocalCheck<TPrecision>(spec.Recipe)])
            .Concat(Ask(engine, spec, new DeterminismCheck<TPrecision>()));

    private static IEnumerable<Finding> Ask(IEngine engine, RunSpec spec, IEngineCheck check)
    {
        foreach (var (deviation, failure) in UntilFailure(check.Check(engine, spec)))
            yield return new(engine.Name, check.Name, null, failure ?? deviation!);
    }

    private static IEnumerable<Finding> Watch(IEngine engine, RunSpec spec, IReadOnlyList<IStepCheck> checks) =>
        Watch(engine.Name, NumberRange.Train(engine, spec), checks);

    private static IEnumerable<Finding> Watch(
        string engine, IEnumerable<StepRecord<Float64>> records, IReadOnlyList<IStepCheck> checks)
    {
        var step = 1;
        foreach (var (record, failure) in UntilFailure(records))
        {
            // A failure is seen by everyone who watches. Each check has its own memory of the run, so they can watch at once.
            var number = step++;
            foreach (var finding in InParallel.Run(
                [.. checks.Select(check => (Func<IEnumerable<Finding>>)(() =>
                    Judge(check, record, failure).Select(deviation => new Finding(engine, check.Name, number, deviation))))]))
                yield return finding;
        }
    }

    private static IEnumerable<Deviation> Judge(IStepCheck check, StepRecord<Float64>? record, Deviation? failure) =>
        failure is null ? check.Check(record!) : [failure];

    // What an engine hands over and, where it throws, its failure as the last item.
    private static IEnumerable<(T? Item, Deviation? Failure)> UntilFailure<T>(IEnumerable<T> items)
        where T : class
    {
        using var enumerator = items.GetEnumerator();
        while (true)
        {
            Deviation? failure = null;
            try
            {
                if (!enumerator.MoveNext())
                    yield break;
            }
            catch (EngineException error)
            {
                failure = Deviation.Failed(error.Place, $"the engine failed: {error.Reason}");
            }

            yield return (failure is null ? enumerator.Current : null, failure);
            if (failure is not null)
                yield break;
        }
    }
}
