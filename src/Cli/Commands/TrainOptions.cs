using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>
/// Everything that "train" takes: the rows of <see cref="RunOptions"/>, and what is no part of a run. What was not typed stays
/// as the model's recipe has it.
/// </summary>
internal sealed class TrainOptions
{
    /// <summary>Where runs go when nobody says otherwise, and where the other commands look for them.</summary>
    public const string RunsFolder = "runs";

    private readonly IReadOnlyList<BoundOption> _rows = [.. RunOptions.All.Select(BoundOption.Of)];

    public Option<string?> Architecture { get; } = TypedOption.Text(
        "--architecture",
        "Instead of MODEL: train the network that this JSON file describes, from random weights; "
        + "'models MODEL --architecture' prints one to begin with (default: none)",
        "FILE");

    public Option<string?> Output { get; } = TypedOption.Text(
        "--output", $"Folder for what the run writes (default: {RunsFolder}/MODEL-DATE-TIME)", "DIR");

    public Option<string?> Resume { get; } = TypedOption.Text(
        "--resume", "Continue the run in this folder from its newest checkpoint; needs no MODEL", "DIR");

    public Option<int?> Members { get; } = TypedOption.WholeNumber(
        "--members",
        "Train so many networks, with this seed and those after it, and combine them to a committee (default: one network)");

    public Option<bool> FindLearningRate { get; } = new("--find-learning-rate")
    {
        Description = "Do not train; try rising learning rates for 200 steps and suggest one",
    };

    public Option<bool> Json { get; } = GlobalOptions.Json("the record of the run");

    public Option<bool> JsonLines { get; } = new("--json-lines")
    {
        Description = "Print a line of JSON for each event while it trains: start, step (once a second), epoch, checkpoint, end",
    };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Print the result only, no progress" };

    public Option<double?> PeerTimeout { get; } = TypedOption.RealNumber(
        "--peer-timeout",
        "With several processes: seconds that one may be silent before it counts as lost "
        + $"(default: {RankGroup.UsualLimit.TotalSeconds})");

    public Option<int?> CompareEvery { get; } = TypedOption.WholeNumber(
        "--compare-every", "With several processes: steps after which they compare their weights (default: an epoch)");

    /// <summary>All of them, in the order in which the help lists them: what is rarely needed last.</summary>
    public IReadOnlyList<Option> All
    {
        get
        {
            var (data, checkpoints) = (Bound(RunOptions.OfData.Contains), Bound(row => row == RunOptions.CheckpointEvery));
            return
            [
                Architecture, .. Bound(_ => true).Except(data).Except(checkpoints), Output, .. checkpoints,
                Resume, Members, FindLearningRate, .. data, Json, JsonLines, Quiet, PeerTimeout, CompareEvery,
            ];
        }
    }

    /// <summary>What may be said again when a run continues.</summary>
    public IReadOnlyList<Option> WithResume =>
        [Resume, .. Bound(row => row.IsMeans), Json, JsonLines, Quiet, PeerTimeout, CompareEvery];

    /// <summary>What the perceptron's own rule can use.</summary>
    public IReadOnlyList<Option> WithPerceptron => [.. Bound(row => row.IsOfPerceptron), Output, Json, Quiet];

    /// <summary>The names of the options that were typed.</summary>
    public IReadOnlyList<Option> Typed(ParseResult parsed) =>
        [.. All.Where(option => parsed.GetResult(option) is { Implicit: false })];

    /// <summary>What was typed for a row; null for nothing.</summary>
    public T? Value<T>(ParseResult parsed, RunOption<T> row) =>
        parsed.GetValue((Option<T>)_rows.First(bound => bound.Row == row).Option);

    /// <summary>A request with what was typed in place of what it said.</summary>
    public RunRequest Request(ParseResult parsed, RunRequest before)
    {
        var request = _rows.Aggregate(before, (request, row) => row.Apply(parsed, request));
        Computing.CheckThreads(request.Threads);
        return request;
    }

    private IReadOnlyList<Option> Bound(Func<RunOption, bool> which) =>
        [.. _rows.Where(bound => which(bound.Row)).Select(bound => bound.Option)];
}
