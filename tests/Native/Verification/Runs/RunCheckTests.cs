using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats;
using TorchBasics.Training;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Running;
using TorchBasics.Verification.Runs;
using SmallRuns = TorchBasics.Tests.Native.Training.Runs;

namespace TorchBasics.Tests.Native.Verification.Runs;

public sealed class RunCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.DiagonalLevenbergMarquardt)]
    public void Every_step_of_a_run_is_what_its_data_and_its_seed_make_of_it(OptimizerKind optimizer)
    {
        SmallRuns.Complete(SmallRuns.Xor(optimizer), _folder["run"]);

        var report = Check(new() { Whole = true, Steps = 20 });

        ShouldPass(report);
        Assert.Equal(20, report.Header.Runs[0].Steps);
    }

    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void Lenet5_is_followed_through_its_first_steps_and_its_last_batch(KernelChoice kernels)
    {
        var request = SmallRuns.Digits("lenet5", epochs: 1, samples: 37);
        SmallRuns.Complete(
            request with { Options = request.Options with { Kernels = kernels, CheckpointEvery = null } }, _folder["run"]);

        var report = Check(new() { Steps = 1 });

        ShouldPass(report);
        Assert.Equal(2, report.Header.Runs[0].Steps);
        Assert.Contains(report.Rows, row => row.Check == "checkpoint");
        Assert.Contains(report.Rows, row => row.Worst.Place.ToString() == "reported.test confusion");
    }

    [Fact]
    public void Samples_that_are_kept_back_and_a_patience_are_judged_too()
    {
        File.WriteAllLines(_folder["rows.csv"], Enumerable.Range(0, 60).Select(i => $"{i % 7}.5,{(i * 37 % 11) - 3},{i % 3}"));
        var request = new RunRequest
        {
            Model = "softmax-regression",
            Data = _folder["rows.csv"],
            Device = "cpu",
            Options = new()
            {
                Seed = 4,
                HoldOut = 9,
                Patience = 2,
                Recipe = SoftmaxRegression.Recipe with { Epochs = 30, BatchSize = 16, LearningRate = 1 }
            },
        };
        SmallRuns.Complete(request, _folder["run"]);

        ShouldPass(Check(new()));
    }

    [Fact]
    public void A_run_that_was_stopped_and_continued_is_judged_as_one()
    {
        var request = SmallRuns.Xor(OptimizerKind.Momentum);
        SmallRuns.StopAt(7, request, _folder["run"]);
        ShouldPass(Check(new() { From = 5, Steps = 3 }));

        SmallRuns.Continue(_folder["run"]);

        ShouldPass(Check(new() { Whole = true }));
    }

    [Theory]
    [InlineData(ScheduleKind.Step), InlineData(ScheduleKind.MultiStep), InlineData(ScheduleKind.Exponential)]
    [InlineData(ScheduleKind.InverseDecay), InlineData(ScheduleKind.OneCycle)]
    public void Rates_of_steps_biases_and_layers_are_judged_in_a_run_that_was_continued(ScheduleKind schedule)
    {
        var request = SmallRuns.Xor(OptimizerKind.AdamW);
        var recipe = request.Options.Recipe with
        {
            Schedule = schedule,
            StepSize = 2,
            Gamma = 0.7,
            Milestones = [1, 4],
            MilestoneRates = [0.02, 0.03],
            WarmUp = 1.5,
            Beta2 = 0.99,
            Epsilon = 1e-6,
            BiasRate = 2,
            RateScaling = RateScaling.SqrtFanIn,
        };
        SmallRuns.StopAt(7, request with { Options = request.Options with { Recipe = recipe } }, _folder["run"]);

        SmallRuns.Continue(_folder["run"]);

        ShouldPass(Check(new() { Whole = true }));
    }

    public static TheoryData<string, Layer[]> Chance => new()
    {
        { "layers", [new Linear("fc1", 2, 6), new Relu(), new Dropout(0.25), new Linear("fc2", 6, 2)] },
        { "residual", [new Linear("fc1", 2, 6), new Dropout(0.1),
            new Residual(new Linear("a", 6, 3), new Silu(), new Dropout(0.25), new Linear("b", 3, 6)), new Linear("fc2", 6, 2)] },
    };

    [Theory]
    [MemberData(nameof(Chance))]
    public void A_network_from_a_file_is_judged_from_its_own_weights(string name, Layer[] layers)
    {
        var architecture = new Architecture("chance", [2], layers);
        Assert.NotEmpty(name);
        var model =
            new Model(architecture, WeightInitializer.Draw(architecture, 9)) { TrainedOn = Model.Untrained, CreatedBy = "test" };
        using (var run = TrainingRun.Start(SmallRuns.Xor() with { Model = "chance", Origin = "file" }, _folder["run"], model))
            run.Execute(new SmallRuns.Silence(), TestContext.Current.CancellationToken);

        var with = RunCheck.Open(_folder["run"], new() { Origin = model });
        var without = RunCheck.Open(_folder["run"], new());

        ShouldPass(with.Run(new Dictionary<string, string>(), cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(1, with.Followed[0]);
        Assert.Equal(20, Assert.Single(without.Followed));
        Assert.Contains("the beginning of the run is not replayed", Assert.Single(without.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_computed_otherwise_ends_in_other_weights()
    {
        var wrong = RunParts.Product with
        {
            Trainer = TrainerParts.Product with { Update = (optimizer, rate) => optimizer.Step(1.001 * rate) }
        };
        using (var run = TrainingRun.Start(SmallRuns.Xor(), _folder["run"], FileOperations.Instance, parts: wrong))
            run.Execute(new SmallRuns.Silence(), TestContext.Current.CancellationToken);

        Assert.Contains(Check(new()).Failures, row => row.Check == "checkpoint");
    }

    [Fact]
    public void A_single_step_that_was_computed_otherwise_is_found_where_the_whole_run_is_checked()
    {
        var step = 0;
        var wrong = RunParts.Product with
        {
            Trainer =
                TrainerParts.Product with { Update = (optimizer, rate) => optimizer.Step(++step == 7 ? 1.001 * rate : rate) }
        };
        using (var run = TrainingRun.Start(SmallRuns.Xor(), _folder["run"], FileOperations.Instance, parts: wrong))
            run.Execute(new SmallRuns.Silence(), TestContext.Current.CancellationToken);

        Assert.Contains(Check(new() { Whole = true }).Failures, row => row.Check == "checkpoint");
    }

    [Theory]
    [InlineData("loss of an epoch", "reported")]
    [InlineData("training loss of an epoch", "reported")]
    [InlineData("rate of an epoch", "rate")]
    [InlineData("loss of the test", "reported")]
    [InlineData("confusion of the test", "reported")]
    [InlineData("hash of the weights", "checkpoint")]
    public void A_figure_that_is_not_the_runs_is_found(string figure, string stage)
    {
        SmallRuns.Complete(SmallRuns.Xor(), _folder["run"]);
        var path = Path.Combine(_folder["run"], RunRecordFile.FileName);
        File.WriteAllText(path, RunRecordFile.Compose(WithOther(figure, RunRecordFile.Read(path)!)));

        Assert.Equal(stage, Check(new()).Failures[0].Check);
    }

    [Fact]
    public void A_step_that_was_never_done_is_refused()
    {
        SmallRuns.StopAt(7, SmallRuns.Xor(), _folder["run"]);

        Assert.Equal("--from is 8; the run has done 7 steps.", Refusal(new() { From = 8 }, ErrorKind.Usage));
    }

    [Fact]
    public void Other_data_than_the_runs_are_refused()
    {
        string[] rows = ["1,0", "2,1", "3,0", "4,1", "5,0", "6,1"];
        File.WriteAllLines(_folder["rows.csv"], rows);
        SmallRuns.Complete(SmallRuns.Xor() with { Model = "softmax-regression", Data = _folder["rows.csv"] }, _folder["run"]);
        File.WriteAllLines(_folder["rows.csv"], rows.Reverse());

        Assert.Contains("is not the one that the run", Refusal(new(), ErrorKind.Data), StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_a_run_is_only_read()
    {
        SmallRuns.Complete(SmallRuns.Xor(), _folder["run"]);
        var before = Content();

        Check(new());

        Assert.Equal(before, Content());

        List<(string, DateTime)> Content() =>
            [.. Directory.EnumerateFileSystemEntries(_folder["run"], "*", SearchOption.AllDirectories)
                .Order().Select(path => (path, File.GetLastWriteTimeUtc(path)))];
    }

    private CheckReport Check(RunCheckOptions options) => RunCheck.Open(_folder["run"], options)
        .Run(new Dictionary<string, string>(), cancellation: TestContext.Current.CancellationToken);

    private string Refusal(RunCheckOptions options, ErrorKind kind)
    {
        var error = Assert.Throws<TorchBasicsException>(() => RunCheck.Open(_folder["run"], options));
        Assert.Equal(kind, error.Kind);
        return error.Message;
    }

    private static RunRecord WithOther(string figure, RunRecord record)
    {
        return figure switch
        {
            "loss of an epoch" => Epoch(epoch => epoch with { Loss = 2 * epoch.Loss }),
            "training loss of an epoch" => Epoch(epoch => epoch with { TrainLoss = 2 * epoch.TrainLoss }),
            "rate of an epoch" => Epoch(epoch => epoch with { LearningRate = 2 * epoch.LearningRate }),
            "loss of the test" => record with { Test = record.Test! with { Loss = 2 * record.Test.Loss } },
            "confusion of the test" => record with
            {
                Test = record.Test! with
                {
                    Confusion = new([.. record.Test.Confusion.Counts.Select(row => (IReadOnlyList<long>)[.. row.Reverse()])])
                }
            },
            _ => record with { WeightHash = new('0', 64) },
        };

        RunRecord Epoch(Func<EpochMetrics, EpochMetrics> change) =>
            record with { Epochs = [change(record.Epochs[0]), .. record.Epochs.Skip(1)] };
    }

    private static void ShouldPass(CheckReport report) =>
        Assert.True(report.Passed, string.Join(
            '\n', report.Failures.Select(row => $"{row.Check} {row.FirstFailure!.Step}: {row.FirstFailure.Deviation}")));
}
