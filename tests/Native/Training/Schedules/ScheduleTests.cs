using CsCheck;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Schedules;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Schedules;

public class ScheduleTests
{
    [Fact]
    public void Constant_is_the_full_rate_at_both_ends()
    {
        var schedule = Schedule.Create(ScheduleKind.Constant);

        Assert.Equal(1, schedule.Factor(0, 10));
        Assert.Equal(1, schedule.Factor(9, 10));
    }

    [Theory]
    [InlineData(0, 1), InlineData(3, 1), InlineData(4, 0.1), InlineData(6, 0.1), InlineData(7, 0.01), InlineData(9, 0.01),
        InlineData(10, 0.01)]
    public void Step_falls_to_a_tenth_after_each_third(long step, double expected) =>
        Assert.Equal(expected, Schedule.Create(ScheduleKind.Step).Factor(step, 10)); // thirds of 10 end at 3.33 and 6.67

    [Theory]
    [InlineData(0, 1.0), InlineData(3, 0.75), InlineData(9, 0), InlineData(4.5, 0.5), InlineData(6, 0.25)]
    public void Cosine_passes_through_the_points_of_a_cosine(double ofNine, double expected) =>
        // cos 60 degrees = 1/2
        Assert.Equal(expected, Schedule.Create(ScheduleKind.Cosine).Factor((long)(ofNine * 2), 18), 1e-15);

    [Theory]
    [InlineData(0, 0.04), InlineData(29, 1), InlineData(99, 4e-6)]
    [InlineData(64, 0.500002)] // half-way down, 29 + 70 / 2: the mean of 1 and 4e-6
    public void One_cycle_passes_through_start_peak_middle_and_end(long step, double expected) =>
        Assert.Equal(expected, Schedule.Create(ScheduleKind.OneCycle).Factor(step, 100), 1e-12);

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7), InlineData(10), InlineData(100), InlineData(997)]
    public void One_cycle_is_that_of_TorchSharp(int steps)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], learningRate: 1);
        var theirs = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 1, total_steps: steps, cycle_momentum: false);
        var ours = Schedule.Create(ScheduleKind.OneCycle);

        for (var step = 0; step < steps; step++)
        {
            Assert.Equal(optimizer.ParamGroups.Single().LearningRate, ours.Factor(step, steps), 1e-12);
            if (step + 1 < steps)
                theirs.step();
        }
    }

    [Fact]
    public void Every_factor_of_every_schedule_lies_between_0_and_1() =>
        Gen.Select(Gen.Enum<ScheduleKind>(), Gen.Long[1, 1_000_000], Gen.Long[0, 2_000_000]).Sample(
            (kind, total, step) => Schedule.Create(kind).Factor(step, total) is >= 0 and <= 1);

    [Fact]
    public void A_negative_step_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Create(ScheduleKind.Constant).Factor(-1, 10));
}
