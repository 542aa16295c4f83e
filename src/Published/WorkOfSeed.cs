using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Published;

/// <summary>What each seed of a run does: runs that agree in it can be continued by each other.</summary>
internal sealed record WorkOfSeed(string Network, TrainingRecipe Recipe, CommitteeForm? Committee, string Device, int Threads)
{
    /// <summary>The work of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="epochs">Passes over the training set.</param>
    /// <param name="options">How it is run.</param>
    public static WorkOfSeed Of(PublishedRow row, int epochs, ReproductionOptions options) => new(
        ArchitectureJson.Write(row.Network),
        row.Recipe with { Epochs = epochs },
        row.Committee,
        options.Device,
        options.Threads ?? Environment.ProcessorCount);

    /// <summary>A hash of all of it.</summary>
    public string Hash() => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, RowJson.Default.WorkOfSeed))));
}
