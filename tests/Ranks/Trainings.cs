using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Ranks;

/// <summary>Whole trainings, of as many processes as a launcher has started, or of one alone.</summary>
internal static class Trainings
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Prints the hash of the weights that each of several networks ends with.</summary>
    public static void Hashes(string[] words)
    {
        NativeRuntime.Load();
        using var ranks = RankGroup.Join(Limit);
        foreach (var (model, request) in (IEnumerable<(Model, RunRequest)>)[LeNet(), Distorted(), Large()])
        {
            var record = Train(ranks, request, model, RunParts.Product);
            if (ranks is not { Leads: false })
                Console.WriteLine($"{request.Model} {record.WeightHash} {record.Test!.Loss:R} {record.Epochs[^1].TrainLoss:R}");
        }
    }

    /// <summary>A rank whose processor errs once: one bit of one gradient.</summary>
    public static void Flipped(string[] words)
    {
        NativeRuntime.Load();
        using var ranks = RankGroup.Join(Limit) ?? throw new InvalidOperationException("started by no launcher");
        var (step, wrong) = (0, int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture));
        var parts = RunParts.Product with
        {
            Trainer = TrainerParts.Product with
            {
                AfterBackward = network =>
                {
                    if (step++ != 3 || ranks.Rank != wrong)
                        return;
                    using var noGradient = no_grad();
                    using var gradient = network.parameters().First().grad!;
                    using var first = gradient.view(-1).narrow(0, 0, 1);
                    var bits = BitConverter.SingleToInt32Bits(first.item<float>()) ^ (1 << 22);
                    first.fill_(BitConverter.Int32BitsToSingle(bits));
                },
            },
        };
        var (model, request) = LeNet();
        try
        {
            Train(ranks, request, model, parts, compareEvery: 2);
        }
        catch (Exception error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
            throw;
        }
    }

    private static RunRecord Train(RankGroup? ranks, RunRequest request, Model model, RunParts parts, int? compareEvery = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var run = ranks is null
                ? TrainingRun.Start(request, folder, model, parts)
                : RankedRun.Start(ranks, request, folder, model, parts);
            run.CompareEvery = compareEvery;
            return run.Execute(new ObserverGroup([]));
        }
        finally
        {
            if (ranks is not { Leads: false } && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    // 1,000 is 15 batches of 64 and one of 40.
    private static (Model Model, RunRequest Request) LeNet() => Of(
        LeNet5.Architecture, LeNet5.Recipe with { Epochs = 2 }, samples: 1000, options => options);

    // All that draws random numbers or looks at the whole batch: distortions, dropout, a clip, a hold-out with patience.
    private static (Model Model, RunRequest Request) Distorted() => Of(
        new Architecture("mlp-dropout", [1, 28, 28], new Flatten(), new Linear("fc1", 784, 50),
            new Relu(), new Dropout(0.4), new Linear("fc2", 50, 10)),
        Mlp.Recipe with
        {
            Epochs = 3,
            BatchSize = 250,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 0.01,
            Augmentation = new() { Shift = 2, Rotation = 10, Elastic = 1 },
        },
        samples: 900,
        options => options with { ClipNorm = 1, HoldOut = 100, Patience = 2 });

    // 3.3 million weights: several parts of gradients, which each rank adds up for the others.
    private static (Model Model, RunRequest Request) Large()
    {
        var entry = ModelCatalog.Find("tensorflow-tutorial");
        return Of(entry.Architecture, entry.Recipe! with { Epochs = 1, BatchSize = 70 }, samples: 140, options => options);
    }

    private static (Model Model, RunRequest Request) Of(
        Architecture architecture, TrainingRecipe recipe, int samples, Func<TrainingOptions, TrainingOptions> change)
    {
        using var network = new Models.Network(architecture, seed: 1);
        var usual = RunRequest.Usual(architecture.Name, recipe);
        return (
            new Model(architecture, network.Save()) { Normalization = Normalization.FromRange(new PixelRange(0, 1)) },
            usual with
            {
                Options = change(usual.Options),
                DataOptions = new DataOptions { TrainLimit = samples, TestLimit = 200 },
                Threads = 1,
            });
    }
}
