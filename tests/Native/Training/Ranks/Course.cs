using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Ranks;
using Architecture = TorchBasics.Core.Architecture;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>All that training brings about, to the last bit.</summary>
/// <param name="Losses">Of each step.</param>
/// <param name="Gradients">Hash of those of each step.</param>
/// <param name="Meters">Mean loss and accuracy after each step.</param>
/// <param name="Weights">Hash of those in the end.</param>
internal sealed record Course(double[] Losses, string[] Gradients, (double Loss, double Accuracy)[] Meters, string Weights)
{
    /// <summary>Trains a network by our kernels, on ranks or alone.</summary>
    public static Course Of(Architecture architecture, TrainingOptions options, int samples, RankGroup? ranks)
    {
        using var network = new Network(architecture, seed: 1);
        using var data = Learners.Data(architecture, samples);
        using var trainer = new Trainer(network, data, options, TrainerParts.Product, ranks);
        Assert.True(trainer.IsFused);
        var (losses, gradients, meters) = (new List<double>(), new List<string>(), new List<(double, double)>());
        while (trainer.StepCount < trainer.TotalSteps)
        {
            trainer.Step();
            losses.Add(trainer.LastLoss);
            gradients.Add(Hash(trainer));
            meters.Add(trainer.ReadMeter());
        }

        return new([.. losses], [.. gradients], [.. meters], network.Hash());
    }

    public void AssertIs(Course other)
    {
        Assert.Equal(Losses, other.Losses);
        Assert.Equal(Meters, other.Meters);
        Assert.Equal(Gradients, other.Gradients);
        Assert.Equal(Weights, other.Weights);
        Assert.Equal(Losses.Length, Gradients.Distinct().Count()); // something is learnt at each step
    }

    private static string Hash(Trainer trainer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, gradient) in trainer.Fused!.Gradients.OrderBy(each => each.Key, StringComparer.Ordinal))
            hash.AppendData(MemoryMarshal.AsBytes(gradient.data<float>().ToArray().AsSpan()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
