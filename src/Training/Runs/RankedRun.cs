using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Architectures;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>
/// Prepares runs of several processes. Each reads the samples from its own disk; only rank 0 has a folder, and what continues
/// from there is sent to the others. Whatever goes wrong on one rank ends all of them with one message.
/// </summary>
public static class RankedRun
{
    /// <summary>Prepares a new run.</summary>
    /// <param name="ranks">The processes; they stay the caller's.</param>
    /// <param name="reading">The samples, which are being read.</param>
    /// <param name="folder">A folder without a run, which rank 0 makes.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to be executed on all ranks.</returns>
    /// <exception cref="TorchBasicsException">
    /// Something is unknown, missing, damaged or impossible on a rank, or not the same on all. Rank 0 says so, the others throw
    /// a <see cref="PeerFailedException"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun Start(
        RankGroup ranks, DataReading reading, string folder, CancellationToken cancellation = default)
    {
        var parts = RunParts.Product with { Load = (_, _, stopped) => reading.Wait(stopped) };
        return Prepare(ranks, () =>
        {
            var network = reading.Network ?? ModelCatalog.Find(reading.Request.Model);
            return TrainingRun.Open(
                New(ranks, folder),
                store => new TrainingRun(
                    reading.Request, store, checkpoint: null, cancellation, parts: parts, ranks: ranks, network: network));
        });
    }

    /// <summary>Prepares a new run that trains a network further, which each rank has read from its own disk.</summary>
    /// <inheritdoc cref="Start(RankGroup, DataReading, string, CancellationToken)"/>
    public static TrainingRun Start(
        RankGroup ranks, RunRequest request, string folder, Model origin, CancellationToken cancellation = default) =>
        Start(ranks, request, folder, origin, RunParts.Product, cancellation);

    /// <summary>The same with a part that may be wrong.</summary>
    internal static TrainingRun Start(
        RankGroup ranks,
        RunRequest request,
        string folder,
        Model origin,
        RunParts parts,
        CancellationToken cancellation = default) =>
        Prepare(ranks, () => TrainingRun.Open(
            New(ranks, folder), store => new TrainingRun(request, store, null, cancellation, origin, parts, ranks)));

    /// <summary>Prepares to continue a run, with as many processes as before or with others.</summary>
    /// <param name="ranks">The processes; they stay the caller's.</param>
    /// <param name="folder">The folder of the run, which rank 0 has.</param>
    /// <param name="skipped">Called for each newer checkpoint that is damaged.</param>
    /// <param name="adjust">Changes what the run was started with, such as its threads; null for nothing.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to be executed on all ranks.</returns>
    /// <exception cref="TorchBasicsException">As <see cref="TrainingRun"/>, on any rank.</exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun Resume(
        RankGroup ranks,
        string folder,
        Action<TorchBasicsException> skipped,
        Func<RunRequest, RunRequest>? adjust = null,
        CancellationToken cancellation = default)
    {
        var found = ranks.Together(() => ranks.Leads ? OpenedRun.Open(folder, skipped) : null);
        try
        {
            var bytes = ranks.Broadcast(found is null ? [] : File.ReadAllBytes(found.Path));
            return Prepare(ranks, () =>
            {
                var checkpoint = found?.Checkpoint ?? Received(bytes);
                IRunStore store = found is null ? new NoStore() : found.Take();
                var request = adjust?.Invoke(checkpoint.State.Request) ?? checkpoint.State.Request;
                return TrainingRun.Open(
                    store, opened => new TrainingRun(request, opened, checkpoint, cancellation, ranks: ranks));
            });
        }
        finally
        {
            found?.Dispose();
        }
    }

    private static IRunStore New(RankGroup ranks, string folder) => ranks.Leads ? RunFolder.Create(folder) : new NoStore();

    private static Checkpoint Received(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return Checkpoint.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TrainingRun Prepare(RankGroup ranks, Func<TrainingRun> prepare)
    {
        var run = ranks.Together(prepare, prepared => prepared.Abandon());
        try
        {
            new RankAgreement(
                VersionsOf(run),
                run.Trainer.IsFused ? ArithmeticOf(run) : "",
                JsonSerializer.Serialize(run.Request, CheckpointJson.Default.RunRequest),
                JsonSerializer.Serialize(run.DataHashes, CheckpointJson.Default.DataHashes),
                ArchitectureJson.Write(run.Network.Architecture),
                WeightHash.Of(run.Network.Save())).Require(ranks);
            ranks.Folder = ranks.GatherTexts(run.Folder)[0];
            return run;
        }
        catch
        {
            run.Abandon();
            throw;
        }
    }

    private static string VersionsOf(TrainingRun run)
    {
        var versions = Versions.All();
        string[] names = run.Trainer.IsFused ? ["torchbasics"] : ["torchbasics", "torchsharp", "libtorch", "onednn"];
        var kernels = run.Trainer.IsFused ? "our kernels" : "libtorch's kernels";
        return string.Join(", ", names.Select(name => $"{name} {versions[name]}").Append(kernels));
    }

    // What the kernels make of a few samples here, to the last bit.
    private static string ArithmeticOf(TrainingRun run)
    {
        const int Samples = 16;
        var recipe = run.Request.Options.Recipe;
        using var network = new FusedNetwork(run.Network);
        using var source = new SampleSource(run.Data.Train, run.ToModel().Normalization);
        source.Choose(order: null, start: 0);
        var loss = Loss.Create(recipe.Loss, recipe.LabelSmoothing, run.Network.Architecture.Output[0]);
        network.ComputeGradients(source, FusedLoss.Of(loss), Math.Min(Samples, run.Data.Train.Count), seed: 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(network.Loss));
        foreach (var (_, gradient) in network.Gradients.OrderBy(each => each.Key, StringComparer.Ordinal))
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(gradient.data<float>().ToArray().AsSpan()));
        return Convert.ToHexString(hash.GetHashAndReset()).ToLower(CultureInfo.InvariantCulture);
    }
}
