using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Cuda;

/// <summary>What the environment says about CUDA graphs.</summary>
internal static class CudaGraphWish
{
    /// <summary>Environment variable that holds one of the words.</summary>
    public const string Variable = "TORCHBASICS_CUDA_GRAPHS";

    /// <summary>The word for none.</summary>
    public const string Off = "off";

    private const string Auto = "auto";

    /// <summary>Whether nothing is to be recorded.</summary>
    /// <exception cref="TorchBasicsException">It says something else: kind Usage.</exception>
    public static bool IsOff => MeansOff(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether a word is that for none.</summary>
    /// <param name="word">The word; null and nothing mean auto.</param>
    public static bool MeansOff(string? word) => word switch
    {
        null or "" or Auto => false,
        Off => true,
        _ => throw new TorchBasicsException(ErrorKind.Usage, $"{Variable} is '{word}'; expected {Auto}, {Off}."),
    };
}
