using System.Text.Json;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Architectures;
using TorchBasics.Formats.Models;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Networks that a person describes in a file, trained and used without a line of C#.</summary>
public sealed class OwnNetworkTests : IDisposable
{
    private static readonly string[] Short =
        ["--train-limit", "640", "--test-limit", "200", "--epochs", "2", "--device", "cpu", "--threads", "1"];

    private static readonly (string, string)[] FiveMaps =
        [("\"outputChannels\": 4", "\"outputChannels\": 5"), ("\"inputChannels\": 4", "\"inputChannels\": 5")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--json")]
    [InlineData("--architecture")]
    public void What_models_prints_is_trained_as_the_model_is(string option)
    {
        File.WriteAllText(_folder["net.json"], Run("models", "lenet1", option).ShouldSucceed());

        var own = Run(["train", "--architecture", "net.json", .. Short, "--output", "own", "--json"]);
        var catalogue = Run(["train", "lenet1", .. Short, "--output", "catalogue", "--json"]);

        Assert.Equal(Hash(catalogue), Hash(own));
        Assert.Equal("lenet1", Request(own).GetProperty("model").GetString());
        Assert.Equal("net.json", Request(own).GetProperty("architecture").GetString());
        Assert.Equal(
            Request(catalogue).GetProperty("options").ToString(), Request(own).GetProperty("options").ToString());
    }

    [Fact]
    public void A_changed_network_is_trained_resumed_used_and_checked()
    {
        Describe("net.json", "lenet1", FiveMaps);

        var first = Run(["train", "--architecture", "net.json", .. Short, "--output", "run", "--json"]);
        File.Delete(_folder["net.json"]); // the run keeps the network itself
        File.Delete(Directory.EnumerateFiles(_folder["run/checkpoints"]).Max()!); // back to the end of the first epoch
        var resumed = Run("train", "--resume", "run", "--json");

        Assert.Equal(Hash(first), Hash(resumed));
        Assert.Equal("own-lenet1", ModelFile.Read(_folder["run/model.safetensors"]).Architecture.Name);
        Run("evaluate", "run", "--test-limit", "50").ShouldSucceed();
        Run("export", "run", "-o", "net.onnx").ShouldSucceed();
        Run("check", "--run", "run", "--steps", "1").ShouldSucceed();
        Run("check", "--model", "run", "--engine", "reference", "--steps", "1").ShouldSucceed();
    }

    [Fact]
    public void The_shapes_are_printed_before_the_training_as_models_prints_them()
    {
        Describe("net.json", "mlp", ("\"outputs\": 300", "\"outputs\": 30"), ("\"inputs\": 300", "\"inputs\": 30"));

        var trained = Run(["train", "--architecture", "net.json", .. Short, "--output", "run"]).ShouldSucceed();
        var described = Run("models", "net.json").ShouldSucceed();

        var table = described.Split('\n').SkipWhile(line => !line.Contains("multiply-adds", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("recipe", StringComparison.Ordinal)).ToList();
        Assert.Contains(table, line => line.Contains("[N, 30]", StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', table).TrimEnd(), trained, StringComparison.Ordinal);
        Assert.True(
            trained.IndexOf("multiply-adds", StringComparison.Ordinal) < trained.IndexOf("epoch ", StringComparison.Ordinal));
        Assert.Contains("as net.json describes it", trained, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_a_recipe_is_trained_with_the_loss_that_its_output_suits()
    {
        File.WriteAllText(_folder["xor.json"], ArchitectureJson.Write(
            new("mine", [2], new Linear("hidden", 2, 4), new Tanh(), new Linear("output", 4, 1))));

        var result = Run(
            "train", "--architecture", "xor.json", "--data", "xor", "--batch-size", "4", "--epochs", "2", "--json");

        var recipe = Request(result).GetProperty("options").GetProperty("recipe");
        Assert.Equal("mse", recipe.GetProperty("loss").GetString());
        Run("train", "--architecture", "xor.json")
            .ShouldFail(2, "xor.json does not say what the network is trained on; --data names");
    }

    [Fact]
    public void The_options_of_train_come_before_the_recipe_of_the_file()
    {
        Describe("net.json", "softmax-regression");

        var result = Run(
            "train", "--architecture", "net.json", "--train-limit", "64", "--test-limit", "10", "--epochs", "1",
            "--optimizer", "adamw", "--learning-rate", "0.125", "--json");

        var recipe = Request(result).GetProperty("options").GetProperty("recipe");
        Assert.Equal("adamw", recipe.GetProperty("optimizer").GetString());
        Assert.Equal(0.125, recipe.GetProperty("learningRate").GetDouble());
        Assert.Equal(SoftmaxRegression.Recipe.BatchSize, recipe.GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public void A_softmax_at_the_end_is_left_to_the_loss()
    {
        Describe("net.json", "softmax-regression", ("\"outputs\": 10}", "\"outputs\": 10}, {\"kind\": \"Softmax\"}"));

        var result = Run(["train", "--architecture", "net.json", .. Short, "--output", "run"]);

        result.ShouldSucceed();
        Assert.Contains("The softmax at the end of the network is left out", result.Error, StringComparison.Ordinal);
        Assert.Single(ModelFile.Read(_folder["run/model.safetensors"]).Architecture.Layers, layer => layer.Name is not null);
    }

    [Fact]
    public void A_learning_rate_is_found_for_it()
    {
        Describe("net.json", "softmax-regression");

        var result = Run(
            "train", "--architecture", "net.json", "--find-learning-rate", "--train-limit", "640", "--test-limit", "10",
            "--json");

        Assert.InRange(result.Json.GetProperty("suggested").GetDouble(), 1e-8, 100);
    }

    [Fact]
    public void The_command_that_repeats_the_run_names_the_file()
    {
        Describe("my net.json", "softmax-regression");

        Run(["train", "--architecture", "my net.json", .. Short, "--output", "run"]).ShouldSucceed();

        Assert.Contains(
            "torchbasics train --architecture &#39;my net.json&#39;",
            File.ReadAllText(_folder["run/report.html"]).Replace("'", "&#39;"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_checked_from_its_initial_weights()
    {
        Describe("net.json", "lenet1", FiveMaps);

        Run("check", "--model", "net.json", "--engine", "reference", "--steps", "1").ShouldSucceed();
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Describe("net.json", "lenet1");
        Describe("steps.json", "threshold-xor");
        File.WriteAllText(_folder["huge.json"], ArchitectureJson.Write(new("huge", [16384], new Linear("a", 16384, 32768))));

        Run("train", "lenet5", "--architecture", "net.json").ShouldFail(2, "The model 'lenet5' does not go with --architecture");
        Run("train", "--architecture", "net.json", "--members", "3")
            .ShouldFail(2, "--members goes with a model of the catalogue", "combine");
        Run("train", "--resume", "run", "--architecture", "net.json").ShouldFail(2, "--architecture does not go with --resume");
        Run("train", "net.json")
            .ShouldFail(2, "net.json describes a network and holds no weights; 'train --architecture net.json'");
        Run("train", "--architecture", "steps.json", "--data", "xor").ShouldFail(2, "step activation");
        Run("train", "--architecture", "net.json", "--data", "xor").ShouldFail(2, "lenet1 takes samples of shape [N, 1, 28, 28]");
        Run("train", "--architecture", "no.json").ShouldFail(3, "no.json could not be read: it does not exist.");
        Run("train", "--architecture", "huge.json", "--data", "digits")
            .ShouldFail(3, "huge has 536,903,680 parameters; expected at most");
        Run("models", "--architecture").ShouldFail(2, "'models lenet5 --architecture'");
        Assert.Equal(["huge.json", "net.json", "steps.json"], _folder.Names.Order());
    }

    [Fact]
    public void An_error_of_the_file_names_its_line_and_its_field()
    {
        Describe("net.json", "lenet1", ("\"inputs\": 192", "\"inputs\": 400"));

        var expected = "net.json line 14, architecture.layers[7].inputs: fc (Linear) got input of shape [N, 192]; "
            + "expected [N, 400]. layers[6] (Flatten) gives [N, 192].";
        Run("train", "--architecture", "net.json").ShouldFail(3, expected);
        Run("models", "net.json").ShouldFail(3, expected);
    }

    private void Describe(string file, string model, params (string Old, string New)[] changes)
    {
        var entry = ModelCatalog.Find(model);
        var text = NetworkFile.Write(new(entry.Architecture, entry.Recipe));
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed);
        }

        File.WriteAllText(_folder[file], text);
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);

    private static JsonElement Request(CliResult result) => result.Json.GetProperty("record").GetProperty("request");

    private static string? Hash(CliResult result) => result.Json.GetProperty("record").GetProperty("weightHash").GetString();
}
