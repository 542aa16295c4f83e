using TorchBasics.Core;

namespace TorchBasics.Lessons;

/// <summary>Networks that were trained on drawn digits before a lesson asks for them.</summary>
public interface ITrainedNetworks
{
    /// <summary>A trained network.</summary>
    /// <param name="name">Its name in the catalogue, such as "lenet5".</param>
    /// <returns>The network, with its weights and how pixels enter it.</returns>
    /// <exception cref="InvalidOperationException">Nobody has provided it.</exception>
    Model Get(string name);
}
