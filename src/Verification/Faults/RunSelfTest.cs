using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Running;
using TorchBasics.Verification.Runs;

namespace TorchBasics.Verification.Faults;

/// <summary>
/// Proves that the check of a run can fail: trains a small run with one fault, checks it with a product that has the same
/// fault, as it would if somebody had made it, and demands that the check names the stage at once.
/// </summary>
public static class RunSelfTest
{
    private const ulong Seed = 5;

    private sealed class Silence : ITrainingObserver;

    /// <summary>Checks every probe without a fault.</summary>
    /// <returns>Probes and whatever was found, which should be nothing.</returns>
    public static IEnumerable<(RunProbe Probe, IReadOnlyList<Finding> Alarms)> RunClean() =>
        Enum.GetValues<RunProbe>().Select(probe => (probe, (IReadOnlyList<Finding>)[.. Failures(probe, RunParts.Product)]));

    /// <summary>Injects one fault and checks the run.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>What the check said first.</returns>
    public static RunFaultResult Run(RunFault fault) => new(fault, Failures(fault.Probe, fault.Parts).FirstOrDefault());

    private static List<Finding> Failures(RunProbe probe, RunParts parts)
    {
        var folder = Directory.CreateTempSubdirectory("torchbasics-self-test-").FullName;
        try
        {
            var run = Path.Combine(folder, "run");
            var origin = probe is RunProbe.Chance or RunProbe.ChanceOnLibtorch ? Chance() : null;
            using (var training = origin is not null
                ? TrainingRun.Start(RequestOf(probe), run, origin, parts)
                : TrainingRun.Start(RequestOf(probe), run, FileOperations.Instance, parts: parts))
                training.Execute(new Silence());
            var report = RunCheck.Open(run, new RunCheckOptions { Origin = origin }, parts).Run(new Dictionary<string, string>());
            return [.. report.Failures.Select(row => row.FirstFailure!)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunRequest RequestOf(RunProbe probe) => probe switch
    {
        RunProbe.Pictures => Pictures(KernelChoice.Fused),
        RunProbe.PicturesOnLibtorch => Pictures(KernelChoice.Libtorch),
        RunProbe.Curvature => OfCurvature(),
        RunProbe.Chance => OfChance(KernelChoice.Fused),
        RunProbe.ChanceOnLibtorch => OfChance(KernelChoice.Libtorch),
        _ => throw new ArgumentOutOfRangeException(nameof(probe), probe, null),
    };

    // 34 samples in batches of 8: the fifth has 2.
    private static RunRequest Pictures(KernelChoice kernels) => new()
    {
        Model = "softmax-regression",
        Data = "digits",
        DataOptions = new() { TrainLimit = 44, TestLimit = 20 },
        Device = "cpu",
        Options = new()
        {
            Seed = Seed,
            HoldOut = 10,
            ClipNorm = 0.5,
            Kernels = kernels,
            Recipe = SoftmaxRegression.Recipe with
            {
                Epochs = 2,
                BatchSize = 8,
                LabelSmoothing = 0.1,
                Schedule = ScheduleKind.Cosine,
                WarmUp = 1.5,
                Deskew = true,
                Augmentation = new()
                {
                    Shift = 2,
                    Rotation = 15,
                    Scale = 0.1,
                    Squeeze = 0.1,
                    Shear = 0.1,
                    Elastic = 1,
                    ElasticSigma = 5,
                },
            },
        },
    };

    private static RunRequest OfCurvature()
    {
        var request = Pictures(KernelChoice.Fused);
        return request with
        {
            Options = request.Options with
            {
                Recipe = request.Options.Recipe with
                {
                    Optimizer = OptimizerKind.DiagonalLevenbergMarquardt,
                    LearningRate = 0.001,
                },
            },
        };
    }

    private static RunRequest OfChance(KernelChoice kernels) => new()
    {
        Model = "chance",
        Origin = "a network with dropout",
        Data = "xor",
        Device = "cpu",
        Options = new() { Seed = Seed, Kernels = kernels, Recipe = XorMlp.Recipe with { Epochs = 3, BatchSize = 3 } },
    };

    private static Model Chance()
    {
        var architecture = new Architecture(
            "chance", [2], new Linear("fc1", 2, 12), new Tanh(), new Dropout(0.5), new Linear("fc2", 12, 2));
        return new(architecture, WeightInitializer.Draw(architecture, Seed))
        {
            TrainedOn = Model.Untrained,
            CreatedBy = "self-test"
        };
    }
}
