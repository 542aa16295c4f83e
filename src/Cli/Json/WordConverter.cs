using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchBasics.Cli.Json;

/// <summary>Writes the values of enumerations as <see cref="WordPolicy"/> spells them.</summary>
internal sealed class WordConverter : JsonConverterFactory
{
    private readonly JsonStringEnumConverter _words = new(WordPolicy.Instance, allowIntegerValues: false);

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => _words.CanConvert(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        _words.CreateConverter(typeToConvert, options);
}
