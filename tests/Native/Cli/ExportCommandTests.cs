using System.Diagnostics;
using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Tests.Native.Export;

namespace TorchBasics.Tests.Native.Cli;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_is_written_and_the_proof_is_printed()
    {
        var output = CliProcess
            .Run(_folder.Path, "export", "xor-mlp", "--initial", "1", "-o", "xor.onnx", "--verify-with", "onnxruntime")
            .ShouldSucceed();

        Assert.Contains("network     xor-mlp, 42 parameters, not trained", output, StringComparison.Ordinal);
        // 2 outputs of 1 + 2 + 7 + 64 samples
        Assert.Contains("the file on the reference: 148 numbers", output, StringComparison.Ordinal);
        Assert.Contains("the file in ONNX Runtime", output, StringComparison.Ordinal);
        Assert.Equal(FileKind.Onnx, FileKinds.Detect(_folder["xor.onnx"]));
    }

    [Fact]
    public void The_format_follows_from_the_name_and_the_name_from_the_format()
    {
        CliProcess.Run(_folder.Path, "export", "threshold-xor", "-o", "weights.pth").ShouldSucceed();
        CliProcess.Run(_folder.Path, "export", "threshold-xor", "--format", "npz").ShouldSucceed();

        Assert.Equal(FileKind.PyTorch, FileKinds.Detect(_folder["weights.pth"]));
        Assert.Equal(FileKind.Npz, FileKinds.Detect(_folder["threshold-xor.npz"]));
    }

    [Theory]
    [InlineData("What to write is not known", "export", "threshold-xor")]
    [InlineData("The ending of weights.bin does not say what to write", "export", "threshold-xor", "-o", "weights.bin")]
    [InlineData(
        "--format says Npz; the ending of x.onnx says Onnx", "export", "threshold-xor", "-o", "x.onnx", "--format", "npz")]
    [InlineData("--output is empty", "export", "threshold-xor", "-o", "", "--format", "npz")]
    [InlineData("--softmax is for ONNX files", "export", "threshold-xor", "-o", "x.npz", "--softmax")]
    [InlineData("A softmax needs results for two classes or more", "export", "threshold-xor", "-o", "x.onnx", "--softmax")]
    [InlineData(
        "The operator set is 16; models are written for 17 or 18", "export", "threshold-xor", "-o", "x.onnx", "--opset", "16")]
    [InlineData(
        "--verify-with got 'tensorflow'; expected one of onnxruntime",
        "export",
        "threshold-xor",
        "-o",
        "x.onnx",
        "--verify-with",
        "tensorflow")]
    [InlineData(
        "--initial is for a model of the catalogue; 'lenet' is none. Did you mean 'lenet1'?",
        "export",
        "lenet",
        "-o",
        "x.onnx",
        "--initial",
        "1")]
    public void What_makes_no_sense_is_refused_and_nothing_is_written(string message, params string[] arguments)
    {
        CliProcess.Run(_folder.Path, arguments).ShouldFail(2, message);

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_model_without_a_run_says_how_to_make_one() =>
        CliProcess.Run(_folder.Path, "export", "lenet5", "-o", "x.onnx").ShouldFail(
            3,
            "There is no finished run of lenet5",
            "train lenet5",
            "'--initial 1' takes the weights with which its training begins");

    [Fact]
    public void A_file_that_exists_is_replaced_only_when_it_is_named()
    {
        File.WriteAllText(_folder["threshold-and.onnx"], "mine");

        CliProcess.Run(_folder.Path, "export", "threshold-and", "--format", "onnx")
            .ShouldFail(2, "threshold-and.onnx exists already; --output names another file");

        Assert.Equal("mine", File.ReadAllText(_folder["threshold-and.onnx"]));
        CliProcess.Run(_folder.Path, "export", "threshold-and", "-o", "threshold-and.onnx").ShouldSucceed();
    }

    [Fact]
    public void A_name_within_a_file_does_not_lead_out_of_the_folder()
    {
        var model = Networks.Small();
        var architecture = new Architecture("../\u001b[2Jout", model.Architecture.Input, model.Architecture.Layers);
        Directory.CreateDirectory(_folder["in"]);
        ModelExport.Write(new Model(architecture, model.Weights), _folder["in/evil.safetensors"], FileKind.SafeTensors);

        var result = CliProcess.Run(_folder["in"], "export", "evil.safetensors", "--format", "npz");

        Assert.Contains("network     ../\uFFFD[2Jout, 142 parameters", result.ShouldSucceed(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.Equal(
            ["_____2Jout.npz", "evil.safetensors"],
            Directory.EnumerateFiles(_folder["in"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void An_interrupted_export_leaves_nothing_behind(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent on Linux only.");
        CliResult result;
        var attempts = 0;
        do // a busy machine may finish the export before the signal arrives
        {
            File.Delete(_folder["x.onnx"]);
            result = Interrupt(signal, "export", "lenet5-original", "--initial", "1", "-o", "x.onnx");
        }
        while (result.Code == 0 && ++attempts < 5);

        result.ShouldFail(code, "interrupted; x.onnx was not written.");
        Assert.Empty(_folder.Names);
    }

    // Sends the signal when the file has been written under another name and is being read back.
    private CliResult Interrupt(string signal, params string[] arguments)
    {
        using var process = CliProcess.StartForSignals(_folder.Path, arguments);
        // an empty file shows that the folder can be written
        while (!Directory.EnumerateFiles(_folder.Path).Any(HasContent) && !process.HasExited)
            Thread.Yield();
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            kill.WaitForExit();
        return CliProcess.End(process);

        static bool HasContent(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };
    }

    [Fact]
    public void The_loss_of_probabilities_is_that_of_the_logits()
    {
        Training.Runs.Complete(Training.Runs.Digits("softmax-regression", epochs: 1, samples: 500), _folder["run"]);
        CliProcess.Run(_folder.Path, "export", "run", "-o", "logits.onnx").ShouldSucceed();
        CliProcess.Run(_folder.Path, "export", "run", "-o", "probabilities.onnx", "--softmax").ShouldSucceed();
        // beside the record of its run
        CliProcess.Run(_folder.Path, "export", "run", "-o", "run/whole.onnx", "--include-preprocessing").ShouldSucceed();

        var losses = new[] { "run", "logits.onnx", "probabilities.onnx", "run/whole.onnx" }
            .Select(model => CliProcess
                .Run(_folder.Path, "evaluate", model, "--data", "digits", "--test-limit", "200", "--json").Json
                .GetProperty("loss")
                .GetDouble()).ToList();

        Assert.All(losses, loss => Assert.Equal(losses[0], loss, 6));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_made()
    {
        CliProcess.Run(_folder.Path, "export", "threshold-and", "-o", "new/x.onnx").ShouldSucceed();

        Assert.True(File.Exists(_folder["new/x.onnx"]));
    }

    [Fact]
    public void A_trained_run_goes_out_and_comes_back_to_the_same_accuracy()
    {
        var request = Training.Runs.Digits("softmax-regression", epochs: 2, samples: 500);
        Training.Runs.Complete(request with { Options = request.Options with { CheckpointEvery = null } }, _folder["runs/one"]);
        CliProcess.Run(_folder.Path, "export", "runs/one", "-o", "model.onnx").ShouldSucceed();
        CliProcess.Run(_folder.Path, "import", "model.onnx", "-o", "back.safetensors").ShouldSucceed();

        var accuracies = new[] { "runs/one", "model.onnx", "back.safetensors" }
            .Select(model => CliProcess
                .Run(_folder.Path, "evaluate", model, "--data", "digits", "--test-limit", "200", "--json").Json
                .GetProperty("accuracy")
                .GetDouble());

        Assert.Single(accuracies.Distinct());
    }

    [Fact]
    public void The_report_can_be_read_by_programs()
    {
        var report = CliProcess.Run(_folder.Path, "export", "threshold-and", "-o", "and.safetensors", "--json").Json;

        Assert.Equal("safetensors", report.GetProperty("format").GetString());
        Assert.Equal(new FileInfo(_folder["and.safetensors"]).Length, report.GetProperty("bytes").GetInt64());
        Assert.Equal(4, report.GetProperty("proof").GetArrayLength());
        Assert.Equal(
            ("threshold-and", 3), (report.GetProperty("network").GetString(), report.GetProperty("parameters").GetInt32()));
    }

    [Fact]
    public void Check_takes_a_file_and_begins_with_its_weights()
    {
        ModelExport.Write(Networks.Small(), _folder["small.onnx"], FileKind.Onnx);

        var output = CliProcess.Run(_folder.Path, "check", "--model", "small.onnx", "--engine", "libtorch32", "--threads", "1")
            .ShouldSucceed();

        Assert.Contains("All within bounds: 1 model", output, StringComparison.Ordinal);
    }
}
