using System.Diagnostics;
using TorchBasics.Core;
using TorchBasics.Training.Boosting;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Published;

/// <summary>What one seed of a row trains: a network, or the members of a committee one after the other.</summary>
/// <param name="row">The row.</param>
/// <param name="request">What the first network is asked for; it has the seed.</param>
/// <param name="observer">Sees each epoch.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class SeedRun(
    PublishedRow row, RunRequest request, ITrainingObserver observer, CancellationToken cancellation)
{
    private const int Percent = 100;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Trains and tests.</summary>
    /// <returns>What came out, and the record of the first network.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (SeedResult Result, RunRecord Record) Execute()
    {
        var data = RunSamples.Load(request, cancellation: cancellation);
        return row.Committee is { } committee ? Together(committee, data) : Alone(data);
    }

    private (SeedResult Result, RunRecord Record) Alone(DataSplit data)
    {
        var (_, record) = Train(request, data);
        return (ResultOf(ErrorOf(record.Test!.Accuracy), [record], record.WeightHash!), record);
    }

    private (SeedResult Result, RunRecord Record) Together(CommitteeForm form, DataSplit data)
    {
        var asked = new CommitteeRequest(form.Members, request);
        var (members, records) = (new List<Model>(), new List<RunRecord>());
        for (var place = 0; place < form.Members; place++)
        {
            var (model, record) = form.IsBoosted && place > 0
                ? Train(Undistorted(asked.Of(place)), Filtered(data, members))
                : Train(asked.Of(place), data);
            members.Add(model);
            records.Add(record);
        }

        var committee = Committee.Combine(
            [.. members.Select((model, place) => ($"member {place + 1}", model))], CommitteeFolder.MeanOf(row.Recipe.Loss));
        var (classes, labels) = (Classifier.Classify(committee, data.Test), data.Test.Labels.ToArray());
        var correct = classes.Zip(labels).Count(pair => pair.First == pair.Second);
        return (
            ResultOf(ErrorOf((double)correct / labels.Length), records, WeightHash.Of(committee.Weights)) with
            {
                Members = [.. records.Select(record => ErrorOf(record.Test!.Accuracy))],
            },
            records[0]);
    }

    // As many pictures as there are samples; they are distorted already.
    private DataSplit Filtered(DataSplit data, List<Model> before)
    {
        var filter = new BoostingFilter(data.Train, row.Recipe.Augmentation, request.Options.Seed);
        var train = before is [var first, var second]
            ? filter.Third(first, second, data.Train.Count, cancellation)
            : filter.Second(before[0], data.Train.Count, cancellation);
        return new(train, data.Test) { RawValues = data.RawValues };
    }

    private static RunRequest Undistorted(RunRequest request) => request with
    {
        Options = request.Options with { Recipe = request.Options.Recipe with { Augmentation = new() } },
    };

    private (Model Model, RunRecord Record) Train(RunRequest asked, DataSplit data)
    {
        using var run = TrainingRun.StartUnstored(asked, BeginningOf(asked.Options.Seed), data, cancellation);
        var record = run.Execute(observer, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return (run.ToModel(), record);
    }

    private Model BeginningOf(ulong seed) => new(row.Network, WeightInitializer.Draw(row.Network, seed))
    {
        Normalization = Normalization.FromRange(row.Recipe.Pixels!.Value),
        TrainedOn = Model.Untrained,
        CreatedBy = ProductVersion.Text,
    };

    // Of several networks the mean after each epoch.
    private SeedResult ResultOf(double error, List<RunRecord> records, string hash) => new(
        request.Options.Seed,
        error,
        [
            .. Enumerable.Range(0, records[0].Epochs.Count)
                .Select(epoch => ErrorOf(records.Average(record => record.Epochs[epoch].Accuracy))),
        ],
        Math.Round(_watch.Elapsed.TotalSeconds, 2),
        hash);

    private static double ErrorOf(double accuracy) => Math.Round(Percent - (Percent * accuracy), 4);
}
