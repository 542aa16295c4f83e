using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Models;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

public class TrainingRunTests
{
    [Fact]
    public void A_run_leaves_a_model_a_record_and_two_checkpoints()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Xor(epochs: 5), folder["run"]);

        Assert.Equal(RunStatus.Completed, record.Status);
        Assert.Equal(5, record.Epochs.Count);
        Assert.Equal(
            ["step-000000009.safetensors", "step-000000010.safetensors"],
            Directory.GetFiles(folder["run/checkpoints"]).Select(Path.GetFileName).Order());
        var model = ModelFile.Read(folder["run/model.safetensors"]);
        using (var network = new Network(model))
            Assert.Equal(record.WeightHash, network.Hash());
        Assert.Equal(["0", "1"], model.ClassNames);
    }

    [Fact]
    public void The_record_on_disk_equals_the_record_returned()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Xor(), folder["run"]);
        using var opened = RunFolder.Open(folder["run"]);
        var stored = opened.ReadRecord()!;

        Assert.Equal(record.Request, stored.Request);
        Assert.Equal(record.Epochs, stored.Epochs);
        Assert.Equal(record.Test, stored.Test);
        Assert.Equal((record.Status, record.WeightHash, record.Run), (stored.Status, stored.WeightHash, stored.Run));
    }

    [Fact]
    public void The_same_request_gives_the_same_weights()
    {
        using var folder = new TemporaryFolder();

        var first = Runs.Complete(Runs.Digits(), folder["first"]);
        var second = Runs.Complete(Runs.Digits(), folder["second"]);

        Assert.Equal(first.WeightHash, second.WeightHash);
    }

    [Theory]
    [InlineData("lenet1", 5)]               // in the middle of the first epoch of 7 steps
    [InlineData("lenet1", 7)]               // between the epochs
    [InlineData("tensorflow-tutorial", 3)]  // with dropout
    [InlineData("lenet5-original", 8)]
    public void A_stopped_run_continues_to_the_same_weights_and_metrics(string model, long step)
    {
        using var folder = new TemporaryFolder();
        var whole = Runs.Complete(Runs.Digits(model), folder["whole"]);

        var stopped = Runs.StopAt(step, Runs.Digits(model), folder["parts"]);
        var finished = Runs.Continue(folder["parts"]);

        Assert.Equal(RunStatus.Interrupted, stopped.Status);
        Assert.Equal(whole.WeightHash, finished.WeightHash);
        Assert.Equal(whole.Epochs.Select(WithoutTime), finished.Epochs.Select(WithoutTime));
        Assert.Equal(whole.Test, finished.Test);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.DiagonalLevenbergMarquardt)]
    public void Every_step_is_a_place_to_continue_from(OptimizerKind optimizer)
    {
        using var folder = new TemporaryFolder();
        var whole = Runs.Complete(Runs.Xor(optimizer), folder["whole"]);

        for (var step = 1; step < 20; step++)
        {
            Runs.StopAt(step, Runs.Xor(optimizer), folder[$"{step}"]);

            Assert.Equal(whole.WeightHash, Runs.Continue(folder[$"{step}"]).WeightHash);
        }
    }

    [Fact]
    public void Distorted_pictures_are_the_same_after_a_stop()
    {
        using var folder = new TemporaryFolder();
        var request = Runs.Digits();
        request = request with
        {
            Options = request.Options with
            {
                Recipe = request.Options.Recipe with { Augmentation = new Augmentation { Shift = 2, Rotation = 10, Elastic = 1 } }
            },
        };
        var whole = Runs.Complete(request, folder["whole"]);

        Runs.StopAt(5, request, folder["parts"]);

        Assert.Equal(whole.WeightHash, Runs.Continue(folder["parts"]).WeightHash);
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var whole = Runs.Complete(Runs.Xor(), folder["whole"]);
        Runs.StopAt(7, Runs.Xor(), folder["parts"]);
        var newest = folder["parts/checkpoints/step-000000007.safetensors"];
        var bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 1;
        File.WriteAllBytes(newest, bytes);

        var skipped = new List<TorchBasicsException>();
        using var run = TrainingRun.Resume(folder["parts"], skipped.Add);

        Assert.StartsWith(newest, Assert.Single(skipped).Message, StringComparison.Ordinal);
        Assert.Equal(6, run.ResumedAt);
        Assert.Equal(whole.WeightHash, run.Execute(new Runs.Silence(), TestContext.Current.CancellationToken).WeightHash);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        Runs.Complete(Runs.Xor(), folder["run"]);

        var error = Assert.Throws<TorchBasicsException>(() => TrainingRun.Start(Runs.Xor(), folder["run"]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_cannot_share_a_folder()
    {
        using var folder = new TemporaryFolder();
        using var first = TrainingRun.Start(Runs.Xor(), folder["run"]);

        var error = Assert.Throws<TorchBasicsException>(() => TrainingRun.Start(Runs.Xor(), folder["run"]));

        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void A_loss_that_is_not_a_number_stops_the_run_and_keeps_the_last_checkpoint(KernelChoice kernels)
    {
        using var folder = new TemporaryFolder();
        var request = Runs.Xor(OptimizerKind.Sgd);
        request = request with
        {
            Options = request.Options with
            {
                Kernels = kernels,
                Recipe = request.Options.Recipe with { LearningRate = 1e38, Loss = LossKind.MeanSquaredError }
            }
        };

        var error = Assert.Throws<TorchBasicsException>(() => Runs.Complete(request, folder["run"]));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Matches(@"^The loss became (NaN|∞|Infinity) at step \d+ \(epoch \d+\)\.", error.Message);
        using var opened = RunFolder.Open(folder["run"]);
        Assert.Equal(RunStatus.Failed, opened.ReadRecord()!.Status);
        Assert.All(
            opened.Checkpoints.Latest(_ => { }).Checkpoint.Model.Weights,
            array => Assert.All(array.Values<float>().ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Patience_ends_a_run_that_no_longer_improves_and_keeps_the_best_weights()
    {
        using var folder = new TemporaryFolder();
        var request = Runs.Digits(epochs: 50) with { DataOptions = new() { TrainLimit = 60, TestLimit = 50 } };
        request = request with
        {
            Options = request.Options with { HoldOut = 20, Patience = 3, Recipe = request.Options.Recipe with { BatchSize = 20 } }
        };

        var record = Runs.Complete(request, folder["run"]);

        Assert.Equal(RunStatus.StoppedEarly, record.Status);
        Assert.Equal("validation", record.WatchedSet);
        var best = record.Epochs.MinBy(epoch => epoch.Loss)!;
        Assert.Equal(best.Epoch + 3, record.Epochs.Count);
        Assert.Equal(File.ReadAllBytes(folder["run/best.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
        using (var network = new Network(ModelFile.Read(folder["run/model.safetensors"])))
            Assert.Equal(network.Hash(), record.WeightHash); // what the test set has judged
    }

    [Fact]
    public void Smoothed_labels_are_for_learning_and_the_reported_loss_is_not_smoothed()
    {
        using var folder = new TemporaryFolder();
        var request = Runs.Xor(epochs: 3);
        request =
            request with { Options = request.Options with { Recipe = request.Options.Recipe with { LabelSmoothing = 0.5 } } };

        var record = Runs.Complete(request, folder["run"]);

        var expected = CrossEntropyOnXor(ModelFile.Read(folder["run/model.safetensors"]).Weights);
        Assert.Equal(expected, record.Epochs[^1].Loss, 1e-6);
        Assert.Equal(expected, record.Test!.Loss, 1e-6);
    }

    [Fact]
    public void A_run_continues_on_the_same_samples_only()
    {
        using var folder = new TemporaryFolder();
        var csv = folder["points.csv"];
        File.WriteAllLines(csv, Enumerable.Range(0, 20).Select(i => $"{i},{i * i},{i % 2}").Prepend("a,b,label"));
        var request = Runs.Xor() with { Model = "mlp", Data = csv };
        Runs.StopAt(3, request, folder["run"]);
        File.WriteAllLines(csv, Enumerable.Range(1, 20).Select(i => $"{i},{i * i},{i % 2}").Prepend("a,b,label"));

        var error = Assert.Throws<TorchBasicsException>(() => Runs.Continue(folder["run"]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("same samples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_lowers_the_loss_on_drawn_digits()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Digits(epochs: 8, samples: 500), folder["run"]);

        Assert.True(record.Epochs[^1].TrainLoss < record.Epochs[0].TrainLoss / 2);
        Assert.True(record.Test!.Accuracy > 0.5); // ten classes: guessing gives 0.1
    }

    // By hand: 2 inputs, 8 units of tanh, 2 outputs; the mean over the four rows of the table.
    private static double CrossEntropyOnXor(IReadOnlyList<NamedArray> weights)
    {
        var arrays = weights.ToDictionary(array => array.Name, array => array.Values<float>().ToArray());
        var sum = 0.0;
        for (var row = 0; row < 4; row++)
        {
            var (a, b) = (row / 2, row % 2);
            var scores = new double[2];
            for (var k = 0; k < 2; k++)
            {
                scores[k] = arrays["output.bias"][k];
                for (var j = 0; j < 8; j++)
                    scores[k] += arrays["output.weight"][(k * 8) + j]
                        * Math.Tanh((arrays["hidden.weight"][2 * j] * a) + (arrays["hidden.weight"][(2 * j) + 1] * b)
                            + arrays["hidden.bias"][j]);
            }

            sum += Math.Log(Math.Exp(scores[0]) + Math.Exp(scores[1])) - scores[a ^ b];
        }

        return sum / 4;
    }

    private static EpochMetrics WithoutTime(EpochMetrics metrics) => metrics with { Seconds = 0 };
}
