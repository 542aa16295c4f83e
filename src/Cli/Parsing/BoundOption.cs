using System.CommandLine;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Parsing;

/// <summary>A row of <see cref="RunOptions"/> with what is typed for it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Option">What is typed.</param>
/// <param name="Apply">Puts what was typed, if anything, into a request.</param>
internal sealed record BoundOption(RunOption Row, Option Option, Func<ParseResult, RunRequest, RunRequest> Apply)
{
    /// <summary>Binds a row.</summary>
    public static BoundOption Of(RunOption row) => row.Accept(new Binder());

    private sealed class Binder : IRunOptionReader<BoundOption>
    {
        public BoundOption Read<T>(RunOption<T> row)
        {
            var option = TypedOption.Of(row);
            return new(row, option, (parsed, request) =>
                parsed.GetResult(option) is { Implicit: false } ? row.Set(request, parsed.GetValue(option)!) : request);
        }
    }
}
