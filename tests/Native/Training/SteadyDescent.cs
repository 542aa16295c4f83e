using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

/// <summary>
/// A step whose outcome is known exactly: one sample of ones that the network takes for class 0 beyond all doubt, though it is
/// class 1. The softmax is (1, 0) to the last bit, so that the gradient of the outputs is (1, -1) at every step and that of
/// fc.weight[0, i] is what entered as input i.
/// </summary>
internal sealed class SteadyDescent : IDisposable
{
    public const int Inputs = 64;

    private readonly Network _network;
    private readonly TensorData _data;

    public SteadyDescent(
        KernelChoice kernels,
        int steps,
        double rate,
        ScheduleKind schedule = ScheduleKind.Constant,
        double dropout = 0,
        ulong seed = 1)
    {
        var linear = new Linear("fc", Inputs, 2);
        _network = new Network(
            new Architecture("steady", [Inputs], dropout > 0 ? [new Dropout(dropout), linear] : [linear]), seed: 1);
        _network.Load([
            NamedArray.Of<float>("fc.weight", [2, Inputs], new float[2 * Inputs]),
            NamedArray.Of<float>("fc.bias", [2], [1000, 0])
        ]);
        var ones = Enumerable.Repeat(1f, Inputs).ToArray();
        _data = new TensorData(
            new SampleSet("ones", NamedArray.Of<float>("ones", [1, Inputs], ones), new[] { 1 }, ["no", "yes"]),
            Normalization.Identity,
            CPU);
        Trainer = new Trainer(_network, _data, new TrainingOptions
        {
            Recipe = new TrainingRecipe
            {
                Data = "ones",
                Epochs = steps,
                BatchSize = 1,
                LearningRate = rate,
                Optimizer = OptimizerKind.Sgd,
                Schedule = schedule
            },
            Seed = seed,
            Kernels = kernels,
        });
    }

    public Trainer Trainer { get; }

    /// <summary>Does a step; returns how far it moved each weight of output 0.</summary>
    public float[] Step()
    {
        var before = Weights();
        Trainer.Step();
        return [.. Weights().Zip(before, (after, old) => after - old)];
    }

    public void Dispose()
    {
        Trainer.Dispose();
        _data.Dispose();
        _network.Dispose();
    }

    private float[] Weights() => _network.Save()[0].Values<float>()[..Inputs].ToArray();
}
