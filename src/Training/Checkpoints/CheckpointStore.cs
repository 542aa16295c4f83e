using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Formats;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: numbered files of which the newest two are kept. The older one goes only after the newer
/// one is complete on disk, so that a run always has one to return to.
/// </summary>
public sealed class CheckpointStore
{
    private const int Kept = 2;
    private const string Pattern = "step-*.safetensors";

    /// <summary>Opens or creates a folder of checkpoints and removes what a killed process left half-written.</summary>
    /// <param name="folder">The folder.</param>
    public CheckpointStore(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        AtomicFile.RemoveLeftovers(folder);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Writes a checkpoint, then removes the ones that are no longer needed.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Its file; when the call returns, the file is safe on disk.</returns>
    public string Save(Checkpoint checkpoint)
    {
        var path = Path.Combine(Folder, $"step-{checkpoint.State.Step:D9}.safetensors");
        checkpoint.Write(path);
        foreach (var old in Newest().Skip(Kept))
            File.Delete(old);
        return path;
    }

    /// <summary>Reads the newest checkpoint that is undamaged; damaged ones are set aside under another name.</summary>
    /// <param name="skipped">Called for each newer one that is damaged, with the reason.</param>
    /// <returns>The checkpoint and its file.</returns>
    /// <exception cref="TorchBasicsException">There is none.</exception>
    public (Checkpoint Checkpoint, string Path) Latest(Action<MalformedFileException> skipped)
    {
        MalformedFileException? last = null;
        foreach (var path in Newest())
        {
            try
            {
                return (Checkpoint.Read(path), path);
            }
            catch (MalformedFileException damage)
            {
                File.Move(path, path + ".damaged", overwrite: true); // out of the way of the count of good ones
                skipped(last = damage);
            }
        }

        throw new TorchBasicsException(ErrorKind.Data, $"{Folder} holds no checkpoint that can be read; the run has to start again. {last?.Message}", last);
    }

    private List<string> Newest() => [.. Directory.EnumerateFiles(Folder, Pattern).OrderByDescending(StepOf)];

    private static long StepOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan("step-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
}
