using TorchBasics.Training.Recording;

namespace TorchBasics.Tests.Native.Training.Recording;

public class RecordingPlanTests
{
    [Fact]
    public void Two_steps_of_a_size_come_before_the_one_that_is_recorded()
    {
        var plan = new RecordingPlan();

        Assert.Equal(
            [StepWay.WarmUp, StepWay.WarmUp, StepWay.Record, StepWay.Launch, StepWay.Launch],
            Enumerable.Range(0, 5).Select(_ => plan.Next(64)));
    }

    [Fact]
    public void The_last_and_smaller_batch_of_an_epoch_has_a_record_of_its_own()
    {
        var plan = new RecordingPlan();

        var ways = Enumerable.Range(0, 12).Select(step => plan.Next(step % 3 == 2 ? 10 : 64)).ToArray();

        Assert.Equal(
            [
                StepWay.WarmUp, StepWay.WarmUp, StepWay.WarmUp,
                StepWay.Record, StepWay.Launch, StepWay.WarmUp,
                StepWay.Launch, StepWay.Launch, StepWay.Record,
                StepWay.Launch, StepWay.Launch, StepWay.Launch,
            ],
            ways);
    }

    [Fact]
    public void A_size_that_was_refused_stays_eager_and_others_are_recorded()
    {
        var plan = new RecordingPlan();
        for (var step = 0; step <= RecordingPlan.WarmUps; step++)
            plan.Next(64);

        plan.Refuse(64);

        Assert.Equal(StepWay.Eager, plan.Next(64));
        Assert.Equal(StepWay.Eager, plan.Next(64));
        Assert.Equal(StepWay.WarmUp, plan.Next(10));
    }
}
