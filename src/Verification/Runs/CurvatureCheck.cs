using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Curvature;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Judges the second derivatives of diagonal Levenberg-Marquardt: estimated before the first step of each epoch on the first
/// samples of its order, the same from there to the end of the epoch.
/// </summary>
/// <param name="oracle">What the step should be fed with.</param>
/// <param name="architecture">The network.</param>
internal sealed class CurvatureCheck(RunOracle oracle, Architecture architecture)
{
    // LeCun et al. 1998, section II.C.
    private const int Samples = 500;

    /// <summary>Judges those that a step used.</summary>
    /// <param name="step">What was seen.</param>
    /// <returns>One comparison for each parameter; none for another optimizer.</returns>
    public IEnumerable<Deviation> Check(ObservedStep step)
    {
        if (oracle.Recipe.Optimizer != OptimizerKind.DiagonalLevenbergMarquardt)
            return [];
        return (step.Number - 1) % oracle.StepsOfEpoch == 0 ? Estimated(step) : Kept(step);
    }

    private IEnumerable<Deviation> Estimated(ObservedStep step)
    {
        var epoch = (int)((step.Number - 1) / oracle.StepsOfEpoch);
        var order = SampleSequence.Epoch(oracle.Seed, epoch, oracle.Data.Train.Count);
        var weights = step.Before.Weights.ToDictionary(array => array.Name);
        var expected = DiagonalCurvature.Of(
            architecture,
            [.. architecture.Parameters.Select(parameter => RunSpecs.ToReference(weights[parameter.Name])
                .Map(value => Rounded<Binary32>.Exactly(value.Value)))],
            oracle.Inputs(epoch, order[..Math.Min(Samples, order.Length)]),
            oracle.Recipe.Loss);
        var names = architecture.Parameters.Where(parameter => parameter.Spec.Trainable).Select(parameter => parameter.Name);
        var after = Curvature(step.After);
        return names.Zip(expected).Select(pair =>
            Comparison.Within(Place.Buffer(pair.First, "curvature"), after(pair.First), pair.Second));
    }

    private static IEnumerable<Deviation> Kept(ObservedStep step)
    {
        var (before, after) = (Curvature(step.Before), Curvature(step.After));
        return step.Gradients.Keys.Select(name =>
            Comparison.Exactly<Binary32>(Place.Buffer(name, "curvature"), after(name), before(name)));
    }

    private static Func<string, Tensor<Float64>> Curvature(Training.TrainerState state)
    {
        var arrays = state.OptimizerArrays.ToDictionary(array => array.Name);
        return name => RunSpecs.ToReference(arrays[$"curvature.{name}"]);
    }
}
