using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>The words for <see cref="OneDnnUse"/>.</summary>
public static class OneDnnWish
{
    /// <summary>Environment variable that holds one of the words.</summary>
    public const string Variable = "TORCHBASICS_ONEDNN";

    /// <summary>Every word and what it stands for.</summary>
    public static IReadOnlyDictionary<string, OneDnnUse> Words { get; } = new Dictionary<string, OneDnnUse>
    {
        ["auto"] = OneDnnUse.Auto,
        ["keep"] = OneDnnUse.Keep,
        ["off"] = OneDnnUse.Off,
    };

    /// <summary>"keep", for one.</summary>
    public static string Word(OneDnnUse use) => Words.First(pair => pair.Value == use).Key;

    /// <summary>What the environment says; Auto where it says nothing.</summary>
    /// <exception cref="TorchBasicsException">It says something else: kind Usage.</exception>
    public static OneDnnUse OfEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => OneDnnUse.Auto,
        var word when Words.TryGetValue(word, out var use) => use,
        var word =>
            throw new TorchBasicsException(ErrorKind.Usage, $"{Variable} is '{word}'; expected {string.Join(", ", Words.Keys)}."),
    };
}
