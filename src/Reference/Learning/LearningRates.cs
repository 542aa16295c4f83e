using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>The learning rate of each step of a run.</summary>
/// <remarks>
/// r the full rate, k the number of the step from 0, n the steps of the run, e the epochs completed before the step, g gamma;
/// a curve from a to b along half a cosine is a + (b - a) sin^2(pi s / 2), as s goes from 0 to 1.
/// constant: r.
/// step: r g^j, j the thirds of the run completed, or e divided by the step size, rounded down.
/// cosine: from r to 0, s = k / n (Loshchilov and Hutter 2017, equation 5, without restarts).
/// one-cycle: from r / 25 to r, s = k / p with p = 0.3 n - 1, then from r to r / 250,000, s = (k - p) / (n - 1 - p)
/// (Smith 2018; torch.optim.lr_scheduler.OneCycleLR).
/// multi-step: r g^j, j the milestones that e has reached, or the rate that stands beside the last of them.
/// exponential: r g^e.
/// inverse decay: r exp(-p log(1 + g k)), p the power.
/// Each of them times (k + 1) / w as long as that is below 1, with a warm-up of w steps.
/// </remarks>
public static class LearningRates
{
    private const double UsualDecay = 0.0001; // both as in Caffe's LeNet
    private const double UsualPower = 0.75;

    /// <summary>How far two correct computations of a rate in double precision may differ.</summary>
    /// <param name="recipe">What is computed.</param>
    /// <returns>The bound, at least 0.</returns>
    public static double Error(TrainingRecipe recipe) =>
        Roundings(recipe) / (1L << 53) * Math.Max(recipe.LearningRate, (recipe.MilestoneRates ?? []).Append(0).Max());

    /// <summary>The bound in units of roundoff of the largest rate.</summary>
    /// <remarks>
    /// Curves: s is off by up to 4 u on each side, what it is put into by pi/2 times that and 5 roundings, so that 24 u hold
    /// both; powers of gamma, which is at most 1, stay far below. Inverse decay: 1 + g k is off by up to 2 u on each side, which
    /// the power p multiplies; x = p log(1 + g k) by up to 2.2 u x, whose share of exp(-x) is at most 2.2 u / e; and each side
    /// rounds three more times: 4 p + 8 hold both. A warm-up adds three roundings on each side.
    /// </remarks>
    /// <param name="recipe">What is computed.</param>
    /// <returns>How many units.</returns>
    public static double Roundings(TrainingRecipe recipe) => (recipe.WarmUp > 0 ? 6 : 0) + recipe.Schedule switch
    {
        ScheduleKind.InverseDecay => 8 + (4 * (recipe.Power ?? UsualPower)),
        ScheduleKind.Constant or ScheduleKind.Step or ScheduleKind.Cosine or ScheduleKind.OneCycle or ScheduleKind.MultiStep
            or ScheduleKind.Exponential => 24,
    };

    /// <summary>The rate of one step.</summary>
    /// <param name="recipe">Its full rate, its schedule with what belongs to it, and its warm-up are read.</param>
    /// <param name="step">k, from 0 to n - 1.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, at least 1.</param>
    /// <param name="steps">n, at least 1.</param>
    /// <returns>The rate.</returns>
    public static double At(TrainingRecipe recipe, long step, long stepsPerEpoch, long steps)
    {
        var (full, gamma, epoch) = (recipe.LearningRate, recipe.Gamma, step / stepsPerEpoch);
        var rate = recipe.Schedule switch
        {
            ScheduleKind.Constant => full,
            ScheduleKind.Step =>
                Fallen(full, gamma, recipe.StepSize is { } size ? epoch / size : (long)(3 * (Int128)step / steps)),
            ScheduleKind.Cosine => Curve(full, 0, (double)step / steps),
            ScheduleKind.OneCycle => OneCycle(full, step, steps),
            ScheduleKind.MultiStep => MultiStep(recipe, epoch),
            ScheduleKind.Exponential => Fallen(full, gamma, epoch),
            ScheduleKind.InverseDecay => full * ElementaryFunctions.Exp(
                -(recipe.Power ?? UsualPower) * ElementaryFunctions.Log(1 + ((gamma ?? UsualDecay) * step))),
        };
        var rising = recipe.WarmUp * stepsPerEpoch;
        return step + 1 < rising ? rate * (step + 1) / rising : rate;
    }

    private static double Fallen(double full, double? gamma, long times) =>
        gamma is { } factor ? full * ElementaryFunctions.Power(factor, times) : full / ElementaryFunctions.Power(10, times);

    private static double MultiStep(TrainingRecipe recipe, long epoch)
    {
        var reached = 0;
        foreach (var milestone in recipe.Milestones!)
            reached += epoch >= milestone ? 1 : 0;
        if (recipe.MilestoneRates is not { } rates)
            return Fallen(recipe.LearningRate, recipe.Gamma, reached);
        return reached == 0 ? recipe.LearningRate : rates[reached - 1];
    }

    private static double OneCycle(double full, long step, long steps)
    {
        var peak = (0.3 * steps) - 1;
        if (step == steps - 1)
            return full / 250_000;
        return step <= peak
            ? Curve(full / 25, full, step / peak)
            : Curve(full, full / 250_000, (step - peak) / (steps - 1 - peak));
    }

    private static double Curve(double from, double to, double share)
    {
        var sine = ElementaryFunctions.Sin(Math.PI / 2 * share);
        return from + ((to - from) * sine * sine);
    }
}
