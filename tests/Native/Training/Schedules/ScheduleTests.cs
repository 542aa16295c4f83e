using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Learning;
using TorchBasics.Training.Schedules;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Schedules;

public class ScheduleTests
{
    // LeCun et al. 1998, section III.B: the rates of the twenty passes of LeNet-5.
    private static readonly TrainingRecipe LeCun = Of(ScheduleKind.MultiStep) with
    {
        Epochs = 20,
        LearningRate = 0.0005,
        Milestones = [2, 5, 8, 12],
        MilestoneRates = [0.0002, 0.0001, 0.00005, 0.00001],
    };

    public static TheoryData<string, TrainingRecipe> Bad => new()
    {
        { "The warm-up is -1; expected 0 or more epochs.", Of(ScheduleKind.Cosine) with { WarmUp = -1 } },
        { "The step size is 0; expected at least 1 epoch.", Of(ScheduleKind.Step) with { StepSize = 0 } },
        { "The gamma is 0; expected a number above 0 and at most 1.", Of(ScheduleKind.Step) with { Gamma = 0 } },
        { "The gamma is 1.5; expected a number above 0 and at most 1.", Of(ScheduleKind.Exponential) with { Gamma = 1.5 } },
        { "The gamma is -1; expected 0 or a positive number.", Of(ScheduleKind.InverseDecay) with { Gamma = -1 } },
        { "The power is NaN; expected 0 or a positive number.", Of(ScheduleKind.InverseDecay) with { Power = double.NaN } },
        {
            "The schedule exponential needs a gamma, such as --gamma 0.95.",
            Of(ScheduleKind.Exponential) with { Gamma = null }
        },
        {
            "The schedule multi-step needs milestones, such as --milestones 2,5,8.",
            Of(ScheduleKind.MultiStep) with { Milestones = null }
        },
        {
            "The schedule multi-step needs milestones, such as --milestones 2,5,8.",
            Of(ScheduleKind.MultiStep) with { Milestones = [] }
        },
        {
            "The list of milestones is 0,2; expected rising numbers of epochs from 1 on.",
            Of(ScheduleKind.MultiStep) with { Milestones = [0, 2] }
        },
        {
            "The list of milestones is 2,2; expected rising numbers of epochs from 1 on.",
            Of(ScheduleKind.MultiStep) with { Milestones = [2, 2] }
        },
        { "The number of milestone rates is 3; expected 4, one for each milestone.", LeCun with { MilestoneRates = [3, 2, 1] } },
        { "The rate of a milestone is 0; expected a positive number.", LeCun with { MilestoneRates = [3, 2, 1, 0] } },
    };

    [Fact]
    public void Constant_is_the_full_rate_at_both_ends()
    {
        Assert.Equal(1, Rate(Of(ScheduleKind.Constant), 0, 10));
        Assert.Equal(1, Rate(Of(ScheduleKind.Constant), 9, 10));
    }

    [Theory]
    [InlineData(0, 1), InlineData(3, 1), InlineData(4, 0.1), InlineData(6, 0.1), InlineData(7, 0.01), InlineData(9, 0.01),
        InlineData(10, 0.01)]
    public void Step_falls_to_a_tenth_after_each_third(long step, double expected) =>
        Assert.Equal(expected, Rate(Of(ScheduleKind.Step), step, 10)); // thirds of 10 end at 3.33 and 6.67

    [Theory]
    [InlineData(0, 1.0), InlineData(3, 0.75), InlineData(9, 0), InlineData(4.5, 0.5), InlineData(6, 0.25)]
    public void Cosine_passes_through_the_points_of_a_cosine(double ofNine, double expected) =>
        // cos 60 degrees = 1/2
        Assert.Equal(expected, Rate(Of(ScheduleKind.Cosine), (long)(ofNine * 2), 18), 1e-15);

    [Theory]
    [InlineData(0, 0.04), InlineData(29, 1), InlineData(99, 4e-6)]
    [InlineData(64, 0.500002)] // half-way down, 29 + 70 / 2: the mean of 1 and 4e-6
    public void One_cycle_passes_through_start_peak_middle_and_end(long step, double expected) =>
        Assert.Equal(expected, Rate(Of(ScheduleKind.OneCycle), step, 100), 1e-12);

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7), InlineData(10), InlineData(100), InlineData(997)]
    public void One_cycle_is_that_of_TorchSharp(int steps) =>
        AssertIsThatOfTorchSharp(
            Of(ScheduleKind.OneCycle),
            new RunLength(steps, 1),
            optimizer => optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 1, total_steps: steps, cycle_momentum: false));

    // In PyTorch these three are advanced once for each epoch.
    [Fact]
    public void Step_with_a_size_is_the_StepLR_of_TorchSharp() =>
        AssertIsThatOfTorchSharp(
            Of(ScheduleKind.Step) with { StepSize = 3, Gamma = 0.3 },
            new RunLength(1, 10),
            optimizer => optim.lr_scheduler.StepLR(optimizer, step_size: 3, gamma: 0.3));

    [Fact]
    public void Multi_step_is_the_MultiStepLR_of_TorchSharp() =>
        AssertIsThatOfTorchSharp(
            Of(ScheduleKind.MultiStep) with { Milestones = [2, 5, 8], Gamma = 0.5 },
            new RunLength(1, 10),
            optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [2, 5, 8], gamma: 0.5));

    [Fact]
    public void Exponential_is_the_ExponentialLR_of_TorchSharp() =>
        AssertIsThatOfTorchSharp(
            Of(ScheduleKind.Exponential) with { Gamma = 0.9 },
            new RunLength(1, 10),
            optimizer => optim.lr_scheduler.ExponentialLR(optimizer, gamma: 0.9));

    [Theory]
    [InlineData(ScheduleKind.Step), InlineData(ScheduleKind.MultiStep), InlineData(ScheduleKind.Exponential)]
    public void What_falls_after_epochs_is_the_same_in_all_steps_of_one(ScheduleKind kind)
    {
        var recipe = Of(kind) with { StepSize = 1, Gamma = 0.5, Milestones = [1, 2, 3], Epochs = 4 };
        var schedule = Schedule.Create(recipe);

        var rates = Enumerable.Range(0, 12).Select(step => schedule.Rate(step, new RunLength(3, 4)));

        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125], rates);
        Assert.Equal(0.125, schedule.Rate(1000, new RunLength(3, 4)));
    }

    [Theory]
    [InlineData(0, 0.0005), InlineData(1, 0.0005), InlineData(2, 0.0002), InlineData(4, 0.0002), InlineData(5, 0.0001),
        InlineData(7, 0.0001), InlineData(8, 0.00005), InlineData(11, 0.00005), InlineData(12, 0.00001), InlineData(19, 0.00001)]
    public void A_table_gives_its_rates_to_the_last_bit(long epoch, double expected)
    {
        var schedule = Schedule.Create(LeCun);

        Assert.Equal(expected, schedule.Rate(epoch * 60_000, new RunLength(60_000, 20)));
        Assert.Equal(expected, schedule.Rate((epoch * 60_000) + 59_999, new RunLength(60_000, 20)));
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(10_000, 0.005946035575013605)] // 0.01 * 2^-3/4
    [InlineData(150_000, 0.00125)] // 0.01 * 16^-3/4
    public void Inverse_decay_is_by_default_that_of_the_LeNet_of_Caffe(long step, double expected) =>
        Assert.Equal(expected, Rate(Of(ScheduleKind.InverseDecay) with { LearningRate = 0.01 }, step, 200_000), 1e-17);

    [Theory]
    [InlineData(0, 0.25), InlineData(1, 0.5), InlineData(2, 0.75), InlineData(3, 1), InlineData(4, 0.1), InlineData(11, 0.01)]
    public void A_warm_up_of_one_and_a_third_epochs_of_three_steps_rises_over_four(long step, double expected) =>
        Assert.Equal(
            expected,
            Schedule.Create(Of(ScheduleKind.Step) with { WarmUp = 4 / 3.0 }).Rate(step, new RunLength(3, 4)),
            1e-15);

    [Fact]
    public void A_warm_up_shorter_than_a_step_changes_nothing() =>
        Assert.Equal(1, Schedule.Create(Of(ScheduleKind.Constant) with { WarmUp = 0.1 }).Rate(0, new RunLength(10, 2)));

    [Fact]
    public void Every_rate_of_every_schedule_lies_between_0_and_the_full_one() =>
        Gen.Select(Gen.Enum<ScheduleKind>(), Gen.Int[1, 1000], Gen.Int[1, 1000], Gen.Long[0, 2_000_000], Gen.Double[0, 3]).Sample(
            (kind, steps, epochs, step, warmUp) => Schedule.Create(Of(kind) with { WarmUp = warmUp })
                .Rate(step, new RunLength(steps, epochs)) is >= 0 and <= 1);

    [Fact]
    public void Every_rate_of_every_schedule_is_that_of_the_reference_within_its_bound() =>
        Gen.Select(
            Gen.Enum<ScheduleKind>(), Gen.Int[1, 500], Gen.Int[1, 300], Gen.Double[0, 1], Gen.Double[0.01, 1], Gen.Double[0, 20])
            .Sample((kind, steps, epochs, share, gamma, some) =>
            {
                var recipe = Of(kind) with
                {
                    Epochs = epochs,
                    LearningRate = 0.3,
                    Gamma = gamma,
                    Power = some,
                    StepSize = 1 + (int)some,
                    WarmUp = Math.Max(0, some - 10),
                };
                var (total, run) = ((long)steps * epochs, new RunLength(steps, epochs));
                var step = Math.Min(total - 1, (long)(share * total));
                var difference = Schedule.Create(recipe).Rate(step, run) - LearningRates.At(recipe, step, steps, total);
                return Math.Abs(difference) <= LearningRates.Error(recipe);
            });

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_a_schedule_cannot_use_is_a_usage_error(string message, TrainingRecipe recipe)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Schedule.Create(recipe));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_negative_step_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rate(Of(ScheduleKind.Constant), -1, 10));

    [Theory]
    [InlineData(0, 1), InlineData(1, 0)]
    public void A_run_without_steps_is_refused(long stepsPerEpoch, int epochs) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Schedule.Create(Of(ScheduleKind.Constant)).Rate(0, new RunLength(stepsPerEpoch, epochs)));

    // With what a schedule needs, where it needs something.
    private static TrainingRecipe Of(ScheduleKind kind) => new()
    {
        Data = "none",
        Epochs = 1,
        BatchSize = 1,
        LearningRate = 1,
        Schedule = kind,
        Gamma = kind == ScheduleKind.Exponential ? 0.9 : null,
        Milestones = kind == ScheduleKind.MultiStep ? [2, 5] : null,
    };

    private static double Rate(TrainingRecipe recipe, long step, int steps) =>
        Schedule.Create(recipe).Rate(step, new RunLength(steps, 1));

    private static void AssertIsThatOfTorchSharp(
        TrainingRecipe recipe, RunLength run, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create)
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([nn.Parameter(zeros(1))], learningRate: 1);
        var theirs = create(optimizer);
        var ours = Schedule.Create(recipe);

        for (var step = 0; step < run.TotalSteps; step++)
        {
            Assert.Equal(optimizer.ParamGroups.Single().LearningRate, ours.Rate(step, run), 1e-12);
            if (step + 1 < run.TotalSteps)
                theirs.step();
        }
    }
}
