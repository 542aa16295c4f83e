using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Published;

/// <summary>Runs a row: the same recipe with one seed after the other.</summary>
/// <param name="row">The row.</param>
/// <param name="options">How.</param>
public sealed class Reproduction(PublishedRow row, ReproductionOptions options)
{
    /// <summary>The seeds, from 1.</summary>
    public int Seeds { get; } = SeedsOf(row, options);

    /// <summary>Passes over the training set for each seed.</summary>
    public int Epochs { get; } = options.IsQuick ? QuickOf(row).Epochs : row.Recipe.Epochs;

    /// <summary>Networks that are trained for each seed.</summary>
    public int Networks { get; } = row.Committee?.Members ?? 1;

    /// <summary>Epochs of all networks of all seeds.</summary>
    public long TotalEpochs => (long)Seeds * Networks * Epochs;

    /// <summary>Runs it.</summary>
    /// <param name="epochs">Told after each epoch how many are done, over all seeds.</param>
    /// <param name="seed">Told of each seed that is done.</param>
    /// <param name="cancellation">Ends it; nothing is kept.</param>
    /// <exception cref="TorchBasicsException">The data are missing or others, or a loss is not a number.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public RowResult Run(IProgress<long>? epochs, Action<SeedResult> seed, CancellationToken cancellation)
    {
        var counter = new EpochCounter(epochs);
        var (results, records) = (new List<SeedResult>(), new List<RunRecord>());
        for (var number = 1UL; number <= (ulong)Seeds; number++)
        {
            var (result, record) = new SeedRun(row, RequestOf(number), counter, cancellation).Execute();
            results.Add(result);
            records.Add(record);
            seed(result);
        }

        return Together(results, records[0]);
    }

    private static int SeedsOf(PublishedRow row, ReproductionOptions options)
    {
        var seeds = options.Seeds ?? (options.IsQuick ? QuickOf(row).Seeds : row.Seeds);
        return seeds >= 2 && seeds <= SeedStatistics.Most ? seeds : throw new TorchBasicsException(
            ErrorKind.Usage, $"The number of seeds is {seeds}; expected from 2 to {SeedStatistics.Most}.");
    }

    private static QuickForm QuickOf(PublishedRow row) => row.Quick ?? throw new TorchBasicsException(
        ErrorKind.Usage, $"{row.Name} has no quick form; these have one: "
            + $"{string.Join(", ", RowCatalog.All.Where(each => each.Quick is not null).Select(each => each.Name))}.");

    // No network takes part in the committees of two seeds.
    private RunRequest RequestOf(ulong number) => new()
    {
        Model = row.Network.Name,
        Data = row.Recipe.Data,
        DataOptions = new() { Folder = options.DataFolder },
        Device = options.Device,
        Threads = options.Threads,
        Options = new TrainingOptions
        {
            Recipe = row.Recipe with { Epochs = Epochs },
            Seed = 1 + ((number - 1) * (ulong)Networks),
        },
    };

    private RowResult Together(IReadOnlyList<SeedResult> results, RunRecord record)
    {
        var statistics = SeedStatistics.Of([.. results.Select(result => result.Error)]);
        return new()
        {
            Row = row.Name,
            Verdict = options.IsQuick ? Verdict.Shortened : statistics.Compare(row),
            Mean = Math.Round(statistics.Mean, 4),
            Deviation = Math.Round(statistics.Deviation, 4),
            HalfWidth = Math.Round(statistics.HalfWidth, 4),
            Seeds = results,
            Seconds = Math.Round(results.Sum(result => result.Seconds), 1),
            Date = DateOnly.FromDateTime(DateTime.UtcNow),
            Machine = NativeRuntime.Load().Host.Processor ?? "unknown",
            Hardware = record.Hardware,
            Versions = record.Versions,
        };
    }

    private sealed class EpochCounter(IProgress<long>? epochs) : ITrainingObserver
    {
        private long _done;

        public void OnEpoch(TrainingRun run, EpochMetrics metrics) => epochs?.Report(++_done);
    }
}
