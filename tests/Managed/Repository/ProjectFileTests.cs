using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>Keeps the arrows between the projects pointing one way.</summary>
public sealed class ProjectFileTests
{
    // What a project may name. Reference and product meet where one is held against the other, in Verification and in what
    // Export proves, so that no mistake can hide in both; Formats and Graphs do without libtorch, so that a hostile file is
    // refused before any native library is loaded, Kernels, so that a network learns and predicts without one, and Export, so
    // that a page in a browser can offer files; TorchExport reads modules of TorchSharp. Kernels brings Formats along, so that
    // one package is enough to predict. Bindings asks kernels and libtorch the same questions and reports on both. Pictures and
    // OnnxRuntime bring native libraries that only those need who read pictures, be it to learn from them, or want a second
    // opinion.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Digits"] = ["Core"],
        ["Pages"] = [],
        ["Reference"] = ["Core"],
        ["Formats"] = ["Core"],
        ["Kernels"] = ["Core", "Formats"],
        ["Pictures"] = ["Core", "Kernels"],
        ["Graphs"] = ["Formats", "Reference"],
        ["Bindings"] = ["Core", "Kernels"],
        ["Models"] = ["Core", "Kernels", "Bindings"],
        ["Training"] = ["Models", "Digits", "Formats", "Pages", "Pictures"],
        ["Published"] = ["Training"],
        ["Torch"] = ["Training", "Export"],
        ["Verification"] = ["Training", "Reference", "Graphs"],
        ["Export"] = ["Core", "Kernels", "Formats", "Graphs"],
        ["TorchExport"] = ["Bindings", "Export"],
        ["OnnxRuntime"] = ["Export"],
        ["Lessons"] = ["Core", "Digits", "Reference", "Kernels", "Formats", "Pages", "Export"],
        ["Web"] = ["Core", "Reference", "Kernels", "Formats", "Export", "Lessons"],
        ["Cli"] = ["Training", "Published", "Pictures", "Verification", "Export", "OnnxRuntime", "Lessons", "Web"],
    };

    // Who sees what a project hides. Kernels: blocks over raw memory, which no public surface should promise. Models: the same
    // kernels over libtorch's memory. Training: the parts of a step that the checks watch and, in the self-test, replace.
    private static readonly Dictionary<string, string[]> Insiders = new()
    {
        ["Kernels"] = ["Bindings", "Models", "Training", "Verification"],
        ["Models"] = ["Training", "Verification"],
        ["Training"] = ["Verification"],
    };

    public static TheoryData<string> Projects => [.. RepositoryFiles.Find("src", "*.csproj")];

    public static TheoryData<string> AllProjects => [.. AllProjectFiles];

    private static IEnumerable<string> AllProjectFiles =>
        new[] { "src", "tests", "benchmarks", "samples" }.SelectMany(folder => RepositoryFiles.Find(folder, "*.csproj"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_design_allows(string project)
    {
        var references = References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal([], references.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_shows_its_insides_to_none_but_the_named(string project)
    {
        var insiders = References(project, "InternalsVisibleTo")
            .Where(name => !name.StartsWith("TorchBasics.Tests.", StringComparison.Ordinal));

        Assert.Equal(
            Insiders.GetValueOrDefault(Path.GetFileNameWithoutExtension(project), []).Select(name => $"TorchBasics.{name}"),
            insiders);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_surface_of_a_library_is_a_file_to_be_reviewed(string project)
    {
        var folder = Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(project)!);

        Assert.Equal(
            project is not ("src/Cli/Cli.csproj" or "src/Web/Web.csproj"),
            File.Exists(Path.Combine(folder, "PublicAPI.Unshipped.txt")));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Only_Bindings_names_the_native_packages(string project)
    {
        var native = References(project, "PackageReference").Where(IsNativePackage);

        Assert.Equal(project == "src/Bindings/Bindings.csproj", native.Any());
    }

    [Theory]
    [InlineData("SkiaSharp", "src/Pictures/Pictures.csproj")]
    [InlineData("OxyPlot", "src/Pages/Pages.csproj")]
    [InlineData("Microsoft.ML.OnnxRuntime", "src/OnnxRuntime/OnnxRuntime.csproj")]
    public void One_project_brings_a_library_that_few_need(string package, string owner)
    {
        var users = RepositoryFiles.Find("src", "*.csproj")
            .Where(project =>
                References(project, "PackageReference").Any(name => name.StartsWith(package, StringComparison.Ordinal)));

        Assert.Equal([owner], users);
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Versions_of_packages_stand_in_one_place(string project) =>
        Assert.DoesNotContain(XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PackageReference"), HasVersion);

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = RepositoryFiles.Read("TorchBasics.sln").Replace('\\', '/');

        Assert.All(AllProjectFiles, project => Assert.Contains($"\"{project}\"", solution));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(RepositoryFiles.Read(project)).Descendants(kind).Select(item => (string)item.Attribute("Include")!);

    private static bool IsNativePackage(string name) =>
        Regex.IsMatch(name, "^(libtorch|TorchSharp|\\$\\(LibtorchPackage\\))", RegexOptions.IgnoreCase);

    private static bool HasVersion(XElement package) =>
        package.Attribute("Version") is not null || package.Element("Version") is not null;
}
