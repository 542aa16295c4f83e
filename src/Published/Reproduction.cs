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
    /// <param name="before">What an earlier run of the same row has done, which is taken as it is; null for nothing.</param>
    /// <param name="epochs">Told after each epoch how many are done, over all seeds.</param>
    /// <param name="seed">Told after each seed what is done.</param>
    /// <param name="cancellation">Ends it; what was told last can be gone on with.</param>
    /// <exception cref="TorchBasicsException">
    /// The data are missing or others, or a loss is not a number, or the earlier run did something else or elsewhere: kind Data.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public RowResult Run(
        RowProgress? before, IProgress<long>? epochs, Action<RowProgress> seed, CancellationToken cancellation)
    {
        if (before is not null && DifferenceTo(before) is { } other)
            throw Other(other);
        var done = before;
        var counter = new EpochCounter(epochs, (long)(before?.Seeds.Count ?? 0) * Networks * Epochs);
        for (var number = 1UL + (ulong)(before?.Seeds.Count ?? 0); number <= (ulong)Seeds; number++)
        {
            var (result, record) = new SeedRun(row, RequestOf(number), counter, cancellation).Execute();
            if (done is not null && done.Hardware != record.Hardware)
                throw Other($"on {done.Hardware}, not {record.Hardware}");
            if (done is not null && (done.TrainingSet, done.TestSet) != (record.DataHashes.Training, record.DataHashes.Test))
                throw Other("on other data");
            done = new()
            {
                Row = row.Name,
                Work = Work,
                Seeds = [.. done?.Seeds ?? [], result],
                TrainingSet = record.DataHashes.Training,
                TestSet = record.DataHashes.Test,
                Machine = Machine,
                Hardware = record.Hardware,
                Versions = record.Versions,
            };
            seed(done);
        }

        return Together(done!);
    }

    /// <summary>What an earlier run of the row came to, judged anew.</summary>
    /// <param name="earlier">Its result.</param>
    /// <param name="cancellation">Ends the reading of the data.</param>
    /// <returns>Null where that run did something else, elsewhere or on other data, or its file does not say so.</returns>
    /// <exception cref="TorchBasicsException">The data are missing: kind Data.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public RowResult? Reuse(RowResult earlier, CancellationToken cancellation)
    {
        if (earlier is not { Work: { } work, TrainingSet: { } training, TestSet: { } test } || earlier.Seeds.Count != Seeds)
            return null;
        var done = new RowProgress
        {
            Row = earlier.Row,
            Work = work,
            Seeds = earlier.Seeds,
            TrainingSet = training,
            TestSet = test,
            Machine = earlier.Machine,
            Hardware = earlier.Hardware,
            Versions = earlier.Versions,
        };
        return DifferenceTo(done) is null && IsOfSameData(done, cancellation)
            ? Together(done) with { Date = earlier.Date }
            : null;
    }

    private bool IsOfSameData(RowProgress done, CancellationToken cancellation)
    {
        var data = RunSamples.Load(RequestOf(1), cancellation: cancellation);
        return (done.TrainingSet, done.TestSet) == (data.Train.Hash, data.Test.Hash);
    }

    private string Work => WorkOfSeed.Of(row, Epochs, options).Hash();

    private static string Machine => NativeRuntime.Load().Host.Processor ?? "unknown";

    // How the seeds of an earlier run are not those that this one would have got; null where they are.
    private string? DifferenceTo(RowProgress before)
    {
        if (before.Row != row.Name || before.Work != Work)
            return "with another network, recipe, device or number of threads";
        if (before.Machine != Machine)
            return $"on another processor ({before.Machine})";
        foreach (var (name, version) in Versions.All())
            if (before.Versions.GetValueOrDefault(name) != version)
                return $"with {name} {before.Versions.GetValueOrDefault(name) ?? "unknown"}, not {version}";
        for (var place = 0; place < before.Seeds.Count; place++)
            if (before.Seeds[place].Seed != SeedOf(1 + (ulong)place) || before.Seeds[place].Epochs.Count != Epochs)
                return "with other seeds";
        return before.Seeds.Count is 0 || before.Seeds.Count > Seeds ? $"with {before.Seeds.Count} seeds, not {Seeds}" : null;
    }

    private TorchBasicsException Other(string how) => new(
        ErrorKind.Data, $"The seeds of {row.Name} that are to be gone on with were run {how}. Begin the row anew.");

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
    private ulong SeedOf(ulong number) => 1 + ((number - 1) * (ulong)Networks);

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
            Seed = SeedOf(number),
        },
    };

    private RowResult Together(RowProgress done)
    {
        var statistics = SeedStatistics.Of([.. done.Seeds.Select(result => result.Error)]);
        return new()
        {
            Row = row.Name,
            Verdict = options.IsQuick ? Verdict.Shortened : statistics.Compare(row),
            Mean = Math.Round(statistics.Mean, 4),
            Deviation = Math.Round(statistics.Deviation, 4),
            HalfWidth = Math.Round(statistics.HalfWidth, 4),
            Seeds = done.Seeds,
            Work = done.Work,
            TrainingSet = done.TrainingSet,
            TestSet = done.TestSet,
            Seconds = Math.Round(done.Seeds.Sum(result => result.Seconds), 1),
            Date = DateOnly.FromDateTime(DateTime.UtcNow),
            Machine = done.Machine,
            Hardware = done.Hardware,
            Versions = done.Versions,
        };
    }

    private sealed class EpochCounter(IProgress<long>? epochs, long before) : ITrainingObserver
    {
        private long _done = before;

        public void OnEpoch(TrainingRun run, EpochMetrics metrics) => epochs?.Report(++_done);
    }
}
