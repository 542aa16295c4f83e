using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using TorchBasics.Core;
using TorchBasics.Formats.Models;
using TorchBasics.Kernels.Inference;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Samples;

/// <summary>
/// A sample that "dotnet publish" has compiled ahead of time; tests do not do it themselves, since it takes a linker.
/// </summary>
internal static class PublishedSample
{
    private static readonly string[] Libraries =
        [typeof(Architecture).Assembly.Location, typeof(ModelFile).Assembly.Location, typeof(Predictor).Assembly.Location];

    /// <summary>The program; skips the test where there is none of the code that is tested.</summary>
    public static string Find(string name)
    {
        var sample = RepositoryFiles.Find("samples", "*.csproj").Single(
            project => RepositoryFiles.Read(project).Contains($"<AssemblyName>{name}</AssemblyName>", StringComparison.Ordinal));
        var folder = Path.Combine(
            RepositoryFiles.Root, "artifacts", "publish", Path.GetFileNameWithoutExtension(sample), "release");
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        Assert.SkipUnless(
            File.Exists(program)
                && Libraries.All(library => File.GetLastWriteTimeUtc(library) <= File.GetLastWriteTimeUtc(program)),
            $"{name} is not published, or was before the last change: dotnet publish -c Release {Path.GetDirectoryName(sample)}");
        return program;
    }

    /// <summary>Runs the program.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(string name, params string[] arguments)
    {
        var program = Find(name);
        Assert.SkipUnless(
            Avx2.IsSupported || !X86Base.IsSupported,
            "Not a processor with AVX2, which samples that are compiled ahead of time need.");
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
    }
}
