using System.Text.Json;
using TorchBasics.Cli.Benchmarking;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Proving;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>That a benchmark runs and says what it says; how fast anything is, is nobody's promise.</summary>
public sealed class BenchmarkCommandTests : IDisposable
{
    private static readonly string[] Quick = ["--seconds", "0.02", "--threads", "2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_engine_is_timed_at_every_task_that_it_can_do()
    {
        var report = Run(["benchmark", "lenet1", .. Quick, "--json"]).Json;

        var rows = report.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(
            [
                "training: our kernels on 2", "training: libtorch on 2",
                "one-sample: our kernels on 1", "one-sample: libtorch on 1", "one-sample: ONNX Runtime on 1",
                "batch: our kernels on 1", "batch: libtorch on 1", "batch: ONNX Runtime on 1",
                "batch-on-all-threads: our kernels on 2", "batch-on-all-threads: libtorch on 2",
            ],
            rows.Select(row => $"{Text(row, "task")}: {Text(row, "engine")} on {row.GetProperty("threads")}"));
        Assert.All(rows, row => Assert.InRange(
            Number(row, "secondsPerStep"), Number(row, "fastest"), Number(row, "slowest")));
        Assert.All(rows, row => Assert.Equal(
            Number(row, "samples"), Number(row, "samplesPerSecond") * Number(row, "secondsPerStep"), 6));
        Assert.All(
            rows.Where(row => Text(row, "engine") == "our kernels"), row => Assert.Equal(1, Number(row, "speed")));
        Assert.Empty(report.GetProperty("untimed").EnumerateArray());
    }

    [Fact]
    public void Every_engine_that_is_timed_agreed_with_the_reference_before()
    {
        var report = Run(["benchmark", "lenet1", .. Quick, "--json"]).Json;

        var agreed = report.GetProperty("agreed").EnumerateArray().ToList();
        Assert.Equal(
            [
                "training: our kernels", "training: libtorch",
                "one-sample: our kernels", "one-sample: libtorch", "one-sample: ONNX Runtime",
            ],
            agreed.Select(engine => $"{Text(engine, "task")}: {Text(engine, "engine")}"));
        Assert.All(agreed, engine => Assert.InRange(Number(engine, "share"), 1e-9, 1));
        Assert.All(agreed, engine => Assert.InRange(Number(engine, "numbers"), 10, 1e9));
    }

    [Fact]
    public void The_machine_and_the_versions_are_named()
    {
        var machine = Run(["benchmark", "softmax-regression", .. Quick, "--json"]).Json.GetProperty("machine");

        Assert.InRange(Number(machine, "processors"), 1, 1 << 20);
        Assert.Equal(2, Number(machine, "threads"));
        Assert.Contains(Number(machine, "vectorBits"), new double[] { 0, 128, 256, 512 });
        Assert.Contains(machine.GetProperty("oneDnn").ValueKind, new[] { JsonValueKind.True, JsonValueKind.False });
        Assert.All(
            ["torchbasics", "dotnet", "torchsharp", "libtorch", "onnxruntime"],
            name => Assert.NotEmpty(Text(machine.GetProperty("versions"), name)));
    }

    [Fact]
    public void A_person_reads_a_table()
    {
        var output = Run(["benchmark", "lenet1", .. Quick]).ShouldSucceed();

        Assert.Contains("machine     ", output, StringComparison.Ordinal);
        Assert.Contains("% of what rounding allows", output, StringComparison.Ordinal);
        Assert.Contains("training, samples/s", output, StringComparison.Ordinal);
        Assert.Contains("answer to one sample, microseconds", output, StringComparison.Ordinal);
        Assert.Contains("1.00x", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_timed_at_answers_alone()
    {
        var report = Run(["benchmark", "threshold-xor", .. Quick, "--json"]).Json;

        Assert.DoesNotContain(report.GetProperty("rows").EnumerateArray(), row => Text(row, "task") == "training");
        Assert.All(
            report.GetProperty("untimed").EnumerateArray(),
            engine => Assert.Contains("step activation", Text(engine, "reason"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_that_a_file_describes_is_timed()
    {
        File.WriteAllText(_folder["net.json"], Run("models", "mlp", "--architecture").ShouldSucceed().Replace("300", "30"));

        var report = Run(["benchmark", "net.json", .. Quick, "--json"]).Json;

        Assert.Equal(23860, Number(report, "parameters"));
    }

    [Theory]
    [InlineData("--seconds", "0", "--seconds is 0; expected a number above 0")]
    [InlineData("--threads", "0", "--threads is 0; expected at least 1")]
    public void What_makes_no_sense_is_refused(string option, string value, string expected) =>
        Run("benchmark", option, value).ShouldFail(2, expected);

    [Fact]
    public void An_engine_whose_answers_are_wrong_is_found_out()
    {
        var model = ModelCatalog.Find("lenet1").Initial(seed: 1);
        var proof = EngineProof.For(model, seed: 1);

        var error = Assert.Throws<TorchBasicsException>(() => proof.Compare(new Wrong(new KernelEngine(model))));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Contains("; expected ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_speed_is_the_median_of_comparisons_within_a_round()
    {
        var contender = new Contender(BenchmarkTask.Batch, "x", 1, 10, _ => { });

        var row = contender.Row([2, 4, 8], [1, 4, 16]);

        Assert.Equal((4, 2, 8, 2.5, 1), (row.SecondsPerStep, row.Fastest, row.Slowest, row.SamplesPerSecond, row.Speed));
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private sealed class Wrong(IOriginal engine) : IOriginal
    {
        public string Engine => engine.Engine;

        public double[] Run(NamedArray samples, bool softmax) =>
            [.. engine.Run(samples, softmax).Select(value => value * (1 + 1e-3))];
    }
}
