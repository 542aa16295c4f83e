using TorchBasics.Training.Metrics;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class RunningMeterTests
{
    [Fact]
    public void Weighs_batches_by_their_samples()
    {
        using var scope = NewDisposeScope();
        using var meter = new RunningMeter(CPU);

        meter.Add(tensor(0.5f), tensor(new float[,] { { 1, 0 }, { 0, 1 }, { 2, 1 } }), tensor([0L, 0L, 0L]));
        meter.Add(tensor(2f), tensor(new float[,] { { 1, 0 } }), tensor([1L]));

        // (3 x 0.5 + 1 x 2) / 4, and the first and third of the first batch are right.
        Assert.Equal((0.875, 0.5, 4), meter.Read());
    }

    [Fact]
    public void Numbers_at_hand_weigh_by_their_samples_too()
    {
        using var meter = new RunningMeter(CPU);

        meter.Add(0.5, correct: 2, samples: 3);
        meter.Add(2, correct: 0, samples: 1);

        Assert.Equal((0.875, 0.5, 4), meter.Read()); // (3 x 0.5 + 1 x 2) / 4
    }

    [Fact]
    public void A_single_output_above_one_half_says_1()
    {
        using var scope = NewDisposeScope();
        using var meter = new RunningMeter(CPU);

        meter.Add(tensor(0f), tensor([0.4f, 0.6f, 0.5f]).unsqueeze(1), tensor([0L, 1L, 0L]));

        Assert.Equal(1, meter.Read().Accuracy);
    }

    [Fact]
    public void A_saved_state_continues_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var whole = new RunningMeter(CPU);
        using var resumed = new RunningMeter(CPU);
        var outputs = zeros(3, 2);
        var labels = tensor([0L, 1L, 0L]);

        for (var i = 0; i < 20; i++)
        {
            if (i == 10)
                resumed.State = whole.State;
            whole.Add(tensor(0.1f * (i + 1)), outputs, labels);
            if (i >= 10)
                resumed.Add(tensor(0.1f * (i + 1)), outputs, labels);
        }

        Assert.Equal(whole.State, resumed.State);
    }

    [Fact]
    public void Starts_again_from_zero()
    {
        using var scope = NewDisposeScope();
        using var meter = new RunningMeter(CPU);
        meter.Add(tensor(1f), zeros(3, 2), tensor([0L, 1L, 0L]));

        meter.Reset();

        Assert.Equal(default, meter.State);
    }

    [Fact]
    public void Leaves_no_tensor_behind_and_keeps_no_graph()
    {
        using var scope = NewDisposeScope();
        using var meter = new RunningMeter(CPU);
        var outputs = zeros(3, 2).requires_grad_();
        var labels = tensor([0L, 1L, 0L]);

        Live.AssertConstantOver100Runs(() =>
        {
            using var inner = NewDisposeScope();
            meter.Add(outputs.sum(), outputs, labels);
        });
    }
}
