using TorchBasics.Cli.Commands;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Cli;

public class UnusedOptionsTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, ScheduleKind.OneCycle,
        "--momentum --beta2 --epsilon --step-size --gamma --power --milestones --milestone-rates")]
    [InlineData(OptimizerKind.Nesterov, ScheduleKind.Step, "--beta2 --epsilon --power --milestones --milestone-rates")]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.MultiStep, "--step-size --power --milestone-rates")]
    [InlineData(OptimizerKind.RmsProp, ScheduleKind.InverseDecay, "--momentum --step-size --milestones --milestone-rates")]
    [InlineData(OptimizerKind.Adagrad, ScheduleKind.Exponential,
        "--momentum --beta2 --step-size --power --milestones --milestone-rates")]
    public void They_are_those_that_neither_the_optimizer_nor_the_schedule_reads(
        OptimizerKind optimizer, ScheduleKind schedule, string names) =>
        Assert.Equal(
            names, string.Join(' ', UnusedOptions.Of(LeNet5.Recipe with { Optimizer = optimizer, Schedule = schedule })));

    [Fact]
    public void With_a_table_of_rates_a_factor_changes_nothing() => Assert.Contains(
        "--gamma",
        UnusedOptions.Of(LeNet5.Recipe with { Schedule = ScheduleKind.MultiStep, Milestones = [1], MilestoneRates = [0.1] }));

    [Fact]
    public void All_of_them_are_options_of_train()
    {
        var unused = UnusedOptions.Of(LeNet5.Recipe with { Optimizer = OptimizerKind.Sgd, Schedule = ScheduleKind.Constant });

        Assert.Empty(unused.Except(RunOptions.All.Select(option => option.Name)));
    }

    [Fact]
    public void They_are_named_when_they_are_typed()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, "train", "xor-mlp", "--epochs", "1", "--gamma", "0.5", "--output", "run");

        result.ShouldSucceed();
        Assert.Contains(
            "--gamma changes nothing: neither the optimizer adam nor the schedule constant uses it.",
            result.Error,
            StringComparison.Ordinal);
    }
}
