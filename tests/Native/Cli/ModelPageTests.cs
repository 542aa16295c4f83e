using System.Globalization;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Tests.Native.Cli;

public class ModelPageTests
{
    [Fact]
    public void The_table_of_models_says_what_the_catalogue_says()
    {
        var rows = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "models.md"))
            .SkipWhile(line => !line.StartsWith("| model ", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

        var expected = ModelCatalog.All.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{entry.Name}` | {entry.Architecture.ParameterCount:N0} | "
            + $"{entry.Architecture.MultiplyAdds:N0} | {entry.Title} |"));

        Assert.Equal(expected, rows);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TorchBasics.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds TorchBasics.sln.");
        return folder;
    }
}
