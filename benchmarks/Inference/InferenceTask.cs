using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Inference;

/// <summary>
/// What all rivals of an inference contest start from: a network that was trained a little, and normalised pictures as floats.
/// </summary>
internal sealed class InferenceTask
{
    private const int Pictures = 6_400;

    public InferenceTask(int batch)
    {
        Batch = batch;
        var split = DataCatalog.Load("digits", new DataOptions { TrainLimit = Pictures, TestLimit = batch });
        using var network = new LeNet5(seed: 1);
        using var data = new TensorData(split.Train, split.DefaultNormalization(), CPU);
        using var trainer = new Trainer(
            network, data, new TrainingOptions { Recipe = Core.Catalog.LeNet5.Recipe with { Epochs = 1 }, Seed = 1 });
        for (var step = 0; step < trainer.TotalSteps; step++)
            trainer.Step();

        Model = network.ToModel() with
        {
            Normalization = data.Normalization,
            ClassNames = split.Train.ClassNames,
            TrainedOn = "digits",
            CreatedBy = ProductVersion.Text
        };
        using var test = new TensorData(split.Test, data.Normalization, CPU);
        Inputs = test.Inputs.data<float>().ToArray();
    }

    public static Architecture Architecture => Core.Catalog.LeNet5.Architecture;

    /// <summary>Samples per run.</summary>
    public int Batch { get; }

    public Model Model { get; }

    public IReadOnlyList<NamedArray> Weights => Model.Weights;

    /// <summary>Float32 [Batch, 1, 28, 28], row by row.</summary>
    public float[] Inputs { get; }

    public long[] InputSizes => [Batch, .. Architecture.Input];

    public int OutputCount => Batch * Architecture.Output[0];
}
