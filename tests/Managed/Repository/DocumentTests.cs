using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. RepositoryFiles.Find("docs", "*.md"), "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_that_a_document_names_exists(string document)
    {
        var text = RepositoryFiles.Read(document);
        var folder = Path.GetDirectoryName(document)!;

        var named = Named().Matches(text).Select(match => match.Groups[1].Value)
            .Concat(Linked().Matches(text).Select(match => Path.Combine(folder, match.Groups[1].Value)));

        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(RepositoryFiles.Root, path)), path));
    }

    // `src/Core/Model.cs` in text, with or without an extension; what holds a placeholder is no path.
    [GeneratedRegex(@"`((?:src|tests|scripts|samples|benchmarks|docs)/[\w./-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\(([\w./-]+\.\w+)\)")]
    private static partial Regex Linked();
}
