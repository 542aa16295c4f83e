using Spectre.Console;
using TorchBasics.Cli.Commands;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Training.Ranks;
using TorchBasics.Training;
using TorchBasics.Training.Ranks;
using TorchSharp;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>
/// What ranks say, and with which code they end, when one of them alone meets an error in the middle of training. They are
/// threads here.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RankStartTests : IDisposable
{
    private const int FailingStep = 3;

    private readonly int _threads = torch.get_num_threads();

    public void Dispose() => torch.set_num_threads(_threads);

    [Theory]
    [InlineData(0, "error: The card is full.")]
    [InlineData(2, "error: Rank 2 (machine2): The card is full.")]
    public void An_error_of_one_rank_is_said_once_and_ends_all_with_its_code(int failing, string message)
    {
        var ends = Run(failing, new TorchBasicsException(ErrorKind.Data, "The card is full."));

        Assert.All(ends, end => Assert.Equal((int)ErrorKind.Data, end.Code));
        Assert.Equal(message, string.Concat(ends.Select(end => end.Errors)).Trim());
        Assert.Equal(message, ends[failing].Errors.Trim());
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void What_nobody_foresaw_on_one_rank_ends_the_others_at_once(int failing)
    {
        var ends = Run(failing, new InvalidOperationException("A bug."));

        Assert.Equal("A bug.", Assert.IsType<InvalidOperationException>(ends[failing].Thrown).Message);
        Assert.All(ends.Where((_, rank) => rank != failing), end => Assert.Equal((int)ErrorKind.Failed, end.Code));
        Assert.All(ends, end => Assert.Equal("", end.Errors));
        // Far below the peer timeout, after which they would have ended anyway.
        Assert.All(ends, end => Assert.InRange(end.Steps, FailingStep - 1, FailingStep));
    }

    private static End[] Run(int failing, Exception error)
    {
        var world = new MemoryWorld(3);
        var ends = new End[world.Size];
        var threads = Enumerable.Range(0, world.Size).Select(rank => new Thread(() => ends[rank] = Run(world, rank, () =>
        {
            if (rank == failing)
                throw error;
        }))).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(Crew.Patient / 2), "A rank hangs."));
        return ends;
    }

    private static End Run(MemoryWorld world, int rank, Action fail)
    {
        using var errors = new StringWriter();
        var screen = new Screen(Console(TextWriter.Null), Console(errors), isTerminal: false);
        var start = new RankStart(screen, limit => new RankGroup(world.Link(rank), limit));
        var steps = 0;
        try
        {
            var code = start.Run(Crew.Patient.TotalSeconds, ranks => Train(ranks!, step =>
            {
                steps = step;
                if (step == FailingStep)
                    fail();
            }), CancellationToken.None);
            return new(code, $"{errors}", steps, Thrown: null);
        }
        catch (InvalidOperationException error)
        {
            return new(Code: null, $"{errors}", steps, error);
        }
    }

    private static int Train(RankGroup ranks, Action<int> onStep)
    {
        torch.set_num_threads(1);
        using var network = new Network(Learners.Distances, seed: 1);
        using var data = Learners.Data(Learners.Distances, Learners.SamplesFor(100));
        var step = 0;
        var parts = TrainerParts.Product with { AfterBackward = _ => onStep(++step) };
        var options = Learners.Options(Learners.Distances, batchSize: 100, epochs: 40);
        using var trainer = new Trainer(network, data, options, parts, ranks);
        while (step < 100)
            trainer.Step();
        return 0;
    }

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });

    private sealed record End(int? Code, string Errors, int Steps, Exception? Thrown);
}
