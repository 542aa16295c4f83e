using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchBasics.Lessons;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>The programs that pages show, compiled and run; scripts/check also runs one as its reader does.</summary>
public sealed class SampleProgramTests : IDisposable
{
    // What the SDK adds to a program in one file.
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    private static readonly CSharpParseOptions Syntax =
        new CSharpParseOptions(LanguageVersion.Preview).WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-sample-");

    public static TheoryData<string> Names => [.. CourseCatalog.All.Select(lesson => lesson.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sample_compiles_and_prints_what_it_computes(string lesson)
    {
        var program = Path.Combine(_folder.FullName, $"{lesson}.dll");
        var compiled = CSharpCompilation.Create(
            lesson,
            [
                CSharpSyntaxTree.ParseText(RepositoryFiles.Read($"samples/lessons/{lesson}.cs"), Syntax),
                CSharpSyntaxTree.ParseText(Usings, Syntax),
            ],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)).Emit(program);
        Assert.Empty(compiled.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec", "--runtimeconfig", Beside("runtimeconfig.json"), "--depsfile", Beside("deps.json"), program,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await errors);
        Assert.Equal(0, process.ExitCode);
        Assert.Matches("[0-9]", output);
        Assert.DoesNotContain("NaN", output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Beside(string ending) =>
        Path.Combine(AppContext.BaseDirectory, $"{typeof(SampleProgramTests).Assembly.GetName().Name}.{ending}");
}
