using System.Text.Json;
using System.Xml.Linq;
using Spectre.Console;
using TorchBasics.Cli.Commands;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Catalog;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Native.Cli.Json;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>
/// What "check" prints, writes and returns when an engine is wrong: this one forgets to divide the gradients by two.
/// </summary>
public sealed class CheckDeviationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void A_deviation_ends_in_code_1_with_what_and_where_and_how_much()
    {
        var code = CheckCommand.Run(Screen(), Plan(Faulty), file: null, json: false);

        var output = _output.ToString();
        Assert.Equal(1, code);
        Assert.Contains("OUT OF BOUNDS", output, StringComparison.Ordinal);
        Assert.Contains("of xor-mlp on libtorch float32 (local check, step 1)", output, StringComparison.Ordinal);
        Assert.Contains("times as much)", output, StringComparison.Ordinal);
        Assert.Contains("A deviation: ", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_a_deviation_is_written_although_the_check_fails()
    {
        var code = CheckCommand.Run(Screen(), Plan(Faulty), _folder["check.xml"], json: false);

        var suites = XDocument.Load(_folder["check.xml"]).Descendants("testsuite").ToList();
        Assert.Equal(1, code);
        Assert.Equal("xor-mlp on libtorch float32", Assert.Single(suites).Attribute("name")!.Value);
        Assert.NotEmpty(suites[0].Descendants("failure"));
    }

    [Fact]
    public void Json_is_all_that_is_printed_and_says_that_it_failed()
    {
        var code = CheckCommand.Run(Screen(), Plan(Faulty), file: null, json: true);

        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(1, code);
        Schemas.Validate(json.RootElement);
        Assert.Contains(
            json.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.TryGetProperty("firstFailure", out _));
    }

    [Fact]
    public void A_run_that_the_reference_cannot_follow_to_the_end_says_where_and_why()
    {
        var neuron = ModelCatalog.Find("threshold-and");
        var run = RunSpecs.Random(neuron.Architecture, RunSpecs.RecipeOf(neuron), steps: 2, batchSize: 2, seed: 1);
        var open = run with
        {
            Weights = [Tensor<Float64>.From([1, 2], [1, 1]), Tensor<Float64>.From([1], [0])],
            Steps = [.. run.Steps.Select(step => step with { Inputs = Tensor<Float64>.From([2, 2], [0.1f, -0.1f, 0.5f, 0.5f]) })],
        };

        var code = CheckCommand.Run(Screen(), Plan(TorchParts.Product) with { Runs = [open] }, file: null, json: false);

        // 0.1 - 0.1 is zero or nearly so: rounding decides the neuron's answer.
        Assert.Equal(0, code);
        Assert.Contains(
            "followed    threshold-and on libtorch float32: 0 of 2; at step 1: rounding may",
            _output.ToString(),
            StringComparison.Ordinal);
    }

    private static TorchParts Faulty => TorchParts.Product with
    {
        AfterBackward = parameters =>
        {
            foreach (var (_, values) in parameters)
                values.grad?.mul_(2);
        },
    };

    private static CheckPlan Plan(TorchParts parts) => new(
        [RunSpecs.Random(XorMlp.Architecture, XorMlp.Recipe, steps: 2, batchSize: 3, seed: 1)],
        [new TorchEngine(Precision.Float32, parts: parts)],
        new CheckOptions());

    private Screen Screen()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_output) });
        return new(console, console, isTerminal: false);
    }
}
