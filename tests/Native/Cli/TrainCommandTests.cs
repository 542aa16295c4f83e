using System.Diagnostics;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Tests.Native.Export;

namespace TorchBasics.Tests.Native.Cli;

public class TrainCommandTests
{
    private static readonly string[] Xor = ["train", "xor-mlp", "--device", "cpu", "--threads", "1"];

    [Fact]
    public void A_run_prints_its_course_and_its_result_in_plain_lines_when_nobody_watches()
    {
        using var folder = new TemporaryFolder();

        var output = CliProcess.Run(folder.Path, [.. Xor, "--epochs", "3", "--output", "run"]).ShouldSucceed();

        var lines = output.Split('\n');
        Assert.Contains("device      cpu, 1 thread", lines);
        Assert.Contains("model       xor-mlp, 42 parameters", lines);
        Assert.Contains("seed        1", lines);
        Assert.Equal(3, lines.Count(line => line.Length > 5 && int.TryParse(line.AsSpan(0, 5), out _)));
        Assert.Contains(lines, line => line.StartsWith("test        accuracy ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("sha256      ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("next        ", StringComparison.Ordinal)
            && line.EndsWith(" evaluate run", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain('\r', output);
        Assert.All(lines, line => Assert.Equal(line, line.TrimEnd()));
    }

    [Fact]
    public void Quiet_prints_the_result_only()
    {
        using var folder = new TemporaryFolder();

        var output = CliProcess.Run(folder.Path, [.. Xor, "--epochs", "3", "--output", "run", "--quiet"]).ShouldSucceed();

        Assert.DoesNotContain("epoch", output, StringComparison.Ordinal);
        Assert.Contains("test        accuracy ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_all_that_json_prints_and_the_same_seed_gives_the_same_weights()
    {
        using var folder = new TemporaryFolder();

        var first = CliProcess.Run(folder.Path, [.. Xor, "--epochs", "5", "--seed", "7", "--json"]);
        var second = CliProcess.Run(folder.Path, [.. Xor, "--epochs", "5", "--seed", "7", "--json"]);

        var record = first.Json.GetProperty("record");
        Assert.Equal("completed", record.GetProperty("status").GetString());
        Assert.Equal(5, record.GetProperty("epochs").GetArrayLength());
        Assert.Equal(
            record.GetProperty("weightHash").GetString(),
            second.Json.GetProperty("record").GetProperty("weightHash").GetString());
        Assert.NotEqual(first.Json.GetProperty("folder").GetString(), second.Json.GetProperty("folder").GetString());
    }

    [Fact]
    public void Only_what_was_typed_replaces_the_recipe()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(
            folder.Path, [.. Xor, "--epochs", "2", "--optimizer", "adamw", "--weight-decay", "0.5", "--json"]);

        var recipe = result.Json.GetProperty("record").GetProperty("request").GetProperty("options").GetProperty("recipe");
        Assert.Equal(2, recipe.GetProperty("epochs").GetInt32());
        Assert.Equal("adamw", recipe.GetProperty("optimizer").GetString());
        Assert.Equal(0.5, recipe.GetProperty("weightDecay").GetDouble());
        Assert.Equal(Core.Catalog.XorMlp.Recipe.LearningRate, recipe.GetProperty("learningRate").GetDouble());
        Assert.Equal(Core.Catalog.XorMlp.Recipe.BatchSize, recipe.GetProperty("batchSize").GetInt32());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_saves_and_the_run_continues_to_the_weights_of_an_undisturbed_one(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of a pipe can be set only on Linux.");
        using var folder = new TemporaryFolder();
        // 14 kB of output
        string[] run = ["train", "mlp", "--train-limit", "64", "--test-limit", "10", "--epochs", "200", "--checkpoint-every",
            "100", "--threads", "1", "--device", "cpu"];
        var whole = CliProcess.Run(folder.Path, [.. run, "--output", "whole", "--json"]);

        using var process = CliProcess.StartForSignals(folder.Path, [.. run, "--output", "parts"]);
        NarrowPipe.Narrow(process);
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("    1  ", StringComparison.Ordinal))
        {
            // until the first epoch is done
        }

        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            kill.WaitForExit();
        var stopped = CliProcess.End(process);
        var resumed = CliProcess.Run(folder.Path, "train", "--resume", "parts", "--json");

        Assert.Equal(code, stopped.Code);
        Assert.Contains("train --resume parts", stopped.Output, StringComparison.Ordinal);
        Assert.Equal(0, resumed.Code);
        Assert.Equal(Hash(whole), Hash(resumed));
    }

    [Fact]
    public void A_network_from_elsewhere_is_trained_further_and_can_be_resumed()
    {
        using var folder = new TemporaryFolder();
        // none of the catalogue
        var architecture = new Architecture("mine", [1, 28, 28], new Flatten(), new Linear("fc", 784, 10), new Softmax());
        ModelExport.Write(Networks.Of(architecture), folder["mine.onnx"], FileKind.Onnx);
        string[] run = ["train", "mine.onnx", "--data", "digits", "--train-limit", "640", "--test-limit", "200", "--epochs", "2",
            "--device", "cpu"];

        var first = CliProcess.Run(folder.Path, [.. run, "--output", "first", "--json"]);
        File.Delete(Directory.EnumerateFiles(folder["first/checkpoints"]).Max()!); // back to the end of the first epoch
        var resumed = CliProcess.Run(folder.Path, "train", "--resume", "first", "--json");
        var further = CliProcess.Run(folder.Path, ["train", "first", .. run[2..], "--output", "further", "--json"]);

        Assert.Equal(0, first.Code);
        Assert.Equal("mine.onnx", first.Json.GetProperty("record").GetProperty("request").GetProperty("origin").GetString());
        Assert.Equal(Hash(first), Hash(resumed));
        Assert.InRange(Loss(further), 0, 0.9 * Loss(first)); // it began where the other ended
        var (before, after) = (Networks.Of(architecture), ModelImport.Read(folder["further/model.safetensors"]).Model);
        Assert.Equal(before.Normalization, after.Normalization);
        Assert.Equal(before.ClassNames, after.ClassNames);

        static double Loss(CliResult result) =>
            result.Json.GetProperty("record").GetProperty("epochs")[0].GetProperty("trainLoss").GetDouble();
    }

    [Fact]
    public void What_cannot_be_trained_further_is_refused()
    {
        using var folder = new TemporaryFolder();
        ModelExport.Write(Networks.Of("threshold-xor"), folder["steps.onnx"], FileKind.Onnx);
        TorchFile.Write(folder["xor.pt"], Networks.Of("softmax-regression").Weights);

        CliProcess.Run(folder.Path, "train", "steps.onnx")
            .ShouldFail(2, "threshold-xor has a step activation, through which no gradient passes");
        CliProcess.Run(folder.Path, "train", "xor.pt", "--data", "xor")
            .ShouldFail(2, "softmax-regression takes samples [N, 1, 28, 28] of 10 classes; xor has samples [N, 2] of 2");
        CliProcess.Run(folder.Path, "train", "missing.pt").ShouldFail(3, "missing.pt does not exist");
        CliProcess.Run(folder.Path, "train", "xor.pt", "--find-learning-rate")
            .ShouldFail(2, "--find-learning-rate goes with a model of the catalogue");
        Assert.Equal(["steps.onnx", "xor.pt"], folder.Names.Order());
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_and_names_the_step()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(
            folder.Path, "train", "softmax-regression", "--train-limit", "640", "--test-limit", "10", "--epochs", "5",
            "--schedule", "constant",
            "--loss", "mse", "--learning-rate", "1e6", "--output", "run");

        result.ShouldFail(1, "at step ", "the last checkpoint is still good");
        Assert.NotEmpty(Directory.EnumerateFiles(folder["run/checkpoints"]));
        Assert.False(File.Exists(folder["run/model.safetensors"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");

        CliProcess.Run(folder.Path, [.. Xor, "--output", "file"]).ShouldFail(2, "file is a file; --output needs a folder.");
        CliProcess.Run(folder.Path, [.. Xor, "--output", "file/run"]).ShouldFail(1, "cannot be used as the folder of a run");
    }

    [Fact]
    public void A_folder_in_which_nobody_may_write_is_refused_before_training()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc, in which nobody may make folders.");
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(folder.Path, [.. Xor, "--output", "/proc/run"]);

        result.ShouldFail(1, "/proc/run cannot be used as the folder of a run");
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        CliProcess.Run(folder.Path, [.. Xor, "--epochs", "1", "--output", "run"]).ShouldSucceed();
        var before = File.ReadAllText(folder["run/run.json"]);

        CliProcess.Run(folder.Path, [.. Xor, "--epochs", "1", "--output", "run"])
            .ShouldFail(2, "run already holds a run", "--resume run");

        Assert.Equal(before, File.ReadAllText(folder["run/run.json"]));
    }

    [Fact]
    public void A_model_is_not_judged_by_data_of_another_shape()
    {
        using var folder = new TemporaryFolder();
        CliProcess.Run(folder.Path, [.. Xor, "--epochs", "1", "--output", "run"]).ShouldSucceed();

        CliProcess.Run(folder.Path, "evaluate", "run", "--data", "digits", "--test-limit", "5")
            .ShouldFail(2, "xor-mlp in ", "takes samples [N, 2]");
        CliProcess.Run(folder.Path, "predict", "picture.png", "--model", "run")
            .ShouldFail(2, "holds xor-mlp, which takes samples [N, 2]");
    }

    [Fact]
    public void The_search_for_a_learning_rate_trains_nothing_and_suggests_one()
    {
        using var folder = new TemporaryFolder();

        var result = CliProcess.Run(
            folder.Path, "train", "softmax-regression", "--train-limit", "500", "--test-limit", "10", "--find-learning-rate",
            "--json");

        Assert.InRange(result.Json.GetProperty("suggested").GetDouble(), 1e-5, 10);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static string? Hash(CliResult result) => result.Json.GetProperty("record").GetProperty("weightHash").GetString();
}
