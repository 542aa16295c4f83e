using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>Keeps the files where a reader looks for them, and small enough to be read.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 400;
    private const int MostColumns = 130; // as .editorconfig says, which no analyzer checks

    private static IReadOnlyList<string> Sources { get; } = RepositoryFiles.Find("src", "*.cs");

    private static IReadOnlyList<string> Tests { get; } = RepositoryFiles.Find("tests", "*.cs");

    [Fact]
    public void No_file_is_too_long_to_be_read_at_a_sitting()
    {
        var lengths = Sources.Concat(Tests).Select(file => (File: file, Lines: RepositoryFiles.Read(file).AsSpan().Count('\n')))
            .OrderByDescending(file => file.Lines).ToList();

        foreach (var (file, lines) in lengths.Take(5))
            TestContext.Current.TestOutputHelper!.WriteLine($"{lines,4} lines  {file}");
        Assert.DoesNotContain(lengths, file => file.Lines > MostLines);
    }

    [Fact]
    public void No_line_is_wider_than_a_reader_s_window()
    {
        var files = new[] { "src", "tests", "benchmarks", "samples", "scripts" }
            .SelectMany(folder => RepositoryFiles.Find(folder, "*.cs"));
        var wide = files.SelectMany(file => RepositoryFiles.Read(file).Split('\n').Index()
            .Where(line => line.Item.Length > MostColumns).Select(line => $"{file}:{line.Index + 1}"));

        Assert.Equal([], wide);
    }

    [Fact]
    public void A_folder_is_a_namespace()
    {
        var wrong = Sources.Concat(Tests).Where(file => Path.GetFileName(file) != "Program.cs")
            .Where(file => DeclaredNamespace(file) != ExpectedNamespace(file));

        Assert.Equal([], wrong);
    }

    [Fact]
    public void A_file_holds_one_public_type_and_bears_its_name()
    {
        var wrong = Sources.Where(
            file => PublicType().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups["name"].Value)
                .Any(type => type != Path.GetFileName(file).Split('.')[0]));

        Assert.Equal([], wrong);
    }

    [Theory]
    // the type, not a variable of that name: type errors belong to the compiler
    [InlineData("\\bdynamic(?=\\??(\\[\\])?\\s+\\w|\\??[>\\[])")]
    [InlineData("\\bGC\\s*\\.\\s*Collect\\b")] // tensors have owners
    [InlineData("\\bNotImplementedException\\b")]
    [InlineData("\\bThread\\s*\\.\\s*Sleep\\b")]
    public void Code_does_without(string pattern) =>
        Assert.Equal([], Sources.Where(file => Regex.IsMatch(RepositoryFiles.CodeOnly(RepositoryFiles.Read(file)), pattern)));

    [Theory]
    [InlineData("\\b(TODO|FIXME|XXX|HACK)\\b")]
    [InlineData("(?i)(/home/|/root/|/work/|[a-z]:\\\\+users)")] // the machine of whoever wrote it
    public void No_line_contains(string pattern) =>
        Assert.Equal([], Sources.Where(file => Regex.IsMatch(RepositoryFiles.Read(file), pattern)));

    // With a default the compiler would not find the places that a new optimizer, loss, schedule or kind of file has to be added
    // to.
    [Fact]
    public void A_switch_over_a_kind_has_no_default() =>
        Assert.Equal(
            [], Sources.Where(file => DefaultBehindKinds().IsMatch(RepositoryFiles.CodeOnly(RepositoryFiles.Read(file)))));

    [Theory]
    [InlineData("    {\n        LossKind.Rbf => 1,\n        _ => 2,\n    };", true)]
    [InlineData(
        "    {\n        FileKind.Onnx or FileKind.Npz => 1,\n        FileKind.PyTorch =>\n            2,\n"
        + "        _ when a => 2,\n    };",
        true)]
    [InlineData("    {\n        LossKind.Rbf => 1,\n    };\n        _ => 2,", false)]
    public void A_default_behind_kinds_is_found(string code, bool isFound) =>
        Assert.Equal(isFound, DefaultBehindKinds().IsMatch(code));

    [Theory]
    [InlineData("a(); // dynamic", "a();  ")]
    [InlineData("a(\"dynamic // \\\" x\", 'd'); /* dynamic\n */ b();", "a(\"\", \"\");   b();")]
    [InlineData("a(@\"dynamic \\\", \"\"\" dynamic \"\"\"); dynamic", "a(\"\", \"\"); dynamic")]
    public void Comments_and_literals_are_told_from_code(string text, string code) =>
        Assert.Equal(code, RepositoryFiles.CodeOnly(text));

    private static string? DeclaredNamespace(string file) =>
        NamespaceLine().Match(RepositoryFiles.Read(file)) is { Success: true } match ? match.Groups[1].Value : null;

    // src/Core/Layers/Tanh.cs is in TorchBasics.Core.Layers, tests/Managed/Core/TanhTests.cs in TorchBasics.Tests.Managed.Core
    private static string ExpectedNamespace(string file)
    {
        var folders = Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/');
        return string.Join('.', ["TorchBasics", .. folders[0] == "src" ? folders[1..] : ["Tests", .. folders[1..]]]);
    }

    [GeneratedRegex("^namespace ([\\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    // An arm for a member, and at its indentation, before the switch ends, a discard.
    [GeneratedRegex(
        "^( +)(?:OptimizerKind|LossKind|ScheduleKind|FileKind)\\.\\w.*\\n(?:\\1.*\\n)*?\\1_ ", RegexOptions.Multiline)]
    private static partial Regex DefaultBehindKinds();

    // Types stand at the first column, since every namespace is file-scoped; nested ones are indented.
    [GeneratedRegex(
        "^public (?:(?:sealed|abstract|static|partial|readonly|unsafe|ref) )*"
        + "(?:class|record class|record struct|record|struct|interface|enum|delegate [\\w<>?,. ]+?) (?<name>\\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
