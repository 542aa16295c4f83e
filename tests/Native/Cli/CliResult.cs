using System.Text.Json;
using TorchBasics.Tests.Native.Cli.Json;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>How a command ended and what it printed.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    /// <summary>
    /// Standard output as JSON; fails when there is anything else in it, or what the schema of docs/json does not say.
    /// </summary>
    public JsonElement Json => Schemas.Validate(JsonDocument.Parse(Output).RootElement);

    /// <summary>The lines of standard output as JSON, likewise.</summary>
    public IReadOnlyList<JsonElement> JsonLines => LinesOf(Output);

    /// <summary>The lines of standard error as JSON, likewise.</summary>
    public IReadOnlyList<JsonElement> JsonErrors => LinesOf(Error);

    /// <summary>Asserts the exit code and that the error says something; a stack trace is never part of it.</summary>
    public void ShouldFail(int code, params string[] texts)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n{Output}\n{Error}");
        foreach (var text in texts)
            Assert.Contains(text, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("this is a bug", Error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<JsonElement> LinesOf(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Schemas.Validate(JsonDocument.Parse(line).RootElement))];

    /// <summary>Asserts that the command succeeded, and returns what it printed.</summary>
    public string ShouldSucceed()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Output}\n{Error}");
        return Output;
    }
}
