using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Recording;

/// <summary>Recorded steps beside eager ones, on the CPU with a recorder that calls the step again.</summary>
public class RecordedStepsTests
{
    private const int Steps = 12; // six epochs: each of the two sizes is recorded and launched

    // The eager steps use TorchSharp's operators, as on CUDA, not libtorch's operator for the whole step.
    private static readonly TrainerParts Eager = TrainerParts.Product with
    {
        Update = (optimizer, rate) =>
        {
            optimizer.UsesAten = false;
            optimizer.Step(rate);
        },
    };

    public static TheoryData<OptimizerKind, double?> Rules => new(
        from kind in Enum.GetValues<OptimizerKind>()
        from norm in (double?[])[null, 0.5]
        select (kind, norm));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Recorded_steps_give_the_bits_of_eager_ones(OptimizerKind kind, double? clipNorm)
    {
        using var data = Xor();
        var options = Options(kind) with { ClipNorm = clipNorm };
        var recorder = new FakeRecorder();

        var recorded = Train(data, options, recorder.Parts);

        Assert.Equal(Train(data, options, Eager), recorded);
        Assert.Equal(4, recorder.Log.Count(call => call == "warm up"));
        Assert.Equal(2, recorder.Log.Count(call => call == "record"));
        Assert.Equal(Steps - 4, recorder.Log.Count(call => call == "launch"));
        Assert.Equal(("dispose", 0), (recorder.Log[^1], recorder.Live));
    }

    [Fact]
    public void A_convolutional_network_gives_the_same_bits_too()
    {
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 36, TestLimit = 1 }).Train;
        using var data = new TensorData(samples, Normalization.Identity, CPU);
        var options = new TrainingOptions
        {
            Recipe = Core.Catalog.LeNet5.Recipe with { BatchSize = 16, Epochs = 5, LabelSmoothing = 0.1 },
            Seed = 3,
            Kernels = KernelChoice.Libtorch,
        };

        Assert.Equal(
            Train(data, options, Eager, () => new LeNet5(seed: 1)),
            Train(data, options, new FakeRecorder().Parts, () => new LeNet5(seed: 1)));
    }

    [Fact]
    public void What_cannot_be_recorded_is_done_eagerly_and_said()
    {
        using var data = Xor();
        var recorder = new FakeRecorder(fails: true);
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(network, data, Options(OptimizerKind.Adam), recorder.Parts);

        Take(trainer, Steps);

        Assert.Equal("nothing can be recorded here", trainer.RecordingRemark);
        Assert.Equal(2, recorder.Log.Count(call => call == "record"));
        Assert.Equal(Train(data, Options(OptimizerKind.Adam), Eager), State(trainer));
    }

    [Fact]
    public void A_loaded_state_goes_on_with_the_same_bits_and_new_records()
    {
        using var data = Xor();
        var recorder = new FakeRecorder();
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(network, data, Options(OptimizerKind.AdamW), recorder.Parts);
        Take(trainer, 7);
        var state = trainer.Save();
        Take(trainer, Steps - 7);
        var expected = State(trainer);

        trainer.Load(state);
        Assert.Equal(0, recorder.Live);
        Take(trainer, Steps - 7);

        Assert.Equal(expected, State(trainer));
    }

    [Fact]
    public void The_last_loss_is_that_of_the_last_step()
    {
        using var data = Xor();
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(network, data, Options(OptimizerKind.Sgd), new FakeRecorder().Parts);
        Assert.Equal(double.NaN, trainer.LastLoss);

        for (var epoch = 0; epoch < Steps / 2; epoch++)
        {
            trainer.Step();
            var first = trainer.LastLoss;
            trainer.Step();

            Assert.Equal(((3 * first) + trainer.LastLoss) / 4, trainer.ReadMeter().Loss, 1e-6);
        }
    }

    private static TensorData Xor() => new(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);

    private static TrainingOptions Options(OptimizerKind kind) => new()
    {
        Recipe = Core.Catalog.XorMlp.Recipe with
        {
            Optimizer = kind,
            BatchSize = 3,
            Epochs = Steps / 2,
            WeightDecay = 0.01,
            Schedule = ScheduleKind.OneCycle,
        },
        Seed = 1,
        Kernels = KernelChoice.Libtorch,
    };

    private static IReadOnlyList<string> Train(
        TensorData data, TrainingOptions options, TrainerParts parts, Func<Network>? create = null)
    {
        using var network = create?.Invoke() ?? new XorMlp(seed: 1);
        using var trainer = new Trainer(network, data, options, parts);
        Take(trainer, (int)trainer.TotalSteps);
        return State(trainer);
    }

    private static void Take(Trainer trainer, int steps)
    {
        for (var step = 0; step < steps; step++)
            trainer.Step();
    }

    /// <summary>All numbers of a trainer, to the bit.</summary>
    internal static IReadOnlyList<string> State(Trainer trainer)
    {
        var state = trainer.Save();
        return
        [
            $"step {state.Step}, {state.Meter}",
            .. state.Weights.Concat(state.OptimizerArrays).Select(array => $"{array} {Convert.ToHexString(array.Bytes.Span)}"),
        ];
    }
}
