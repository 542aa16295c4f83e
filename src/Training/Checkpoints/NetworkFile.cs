using TorchBasics.Core;
using TorchBasics.Formats.Models;
using TorchBasics.Models;

namespace TorchBasics.Training.Checkpoints;

/// <summary>Builds libtorch networks from files.</summary>
public static class NetworkFile
{
    /// <summary>Reads a model and builds its network.</summary>
    /// <param name="path">A model file or a checkpoint.</param>
    /// <returns>What the weights are, and the network with them, on the CPU.</returns>
    /// <exception cref="MalformedFileException">The file is damaged or incomplete.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, is not a TorchBasics model, or its weights do not belong to its network.</exception>
    public static (ModelInfo Info, Network Network) Open(string path)
    {
        var (info, weights) = ModelFile.Read(path);
        StateMatch.Check(info.Architecture, weights);
        var network = new DescribedNetwork(info.Architecture, seed: 0);
        network.Load(weights);
        return (info, network);
    }
}
