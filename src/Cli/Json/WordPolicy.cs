using System.Text.Json;

namespace TorchBasics.Cli.Json;

/// <summary>
/// The words that options take for the values of enumerations: "one-cycle", and what is one word to everybody, "safetensors".
/// </summary>
internal sealed class WordPolicy : JsonNamingPolicy
{
    public static WordPolicy Instance { get; } = new();

    /// <inheritdoc/>
    public override string ConvertName(string name) => name switch
    {
        "DiagonalLevenbergMarquardt" => "sdlm",
        "MeanSquaredError" => "mse",
        "AdamW" or "RmsProp" or "PyTorch" or "SafeTensors" => name.ToLowerInvariant(),
        _ when char.IsAsciiDigit(name[^1]) => name.ToLowerInvariant(), // types of elements: "bfloat16"
        _ => KebabCaseLower.ConvertName(name),
    };
}
