using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TorchBasics.Benchmarks.Training;

/// <summary>Looks for a Python that has PyTorch.</summary>
internal static class PythonFinder
{
    /// <summary>Names a Python to use instead of those on the path.</summary>
    public const string Variable = "TORCHBASICS_PYTHON";

    // The fastest of several products of 1024 x 1024 floats, in GFLOP/s.
    private const string ProductRate = """
        import sys, time, torch
        torch.set_num_threads(int(sys.argv[1]))
        a, b, best = torch.rand(1024, 1024), torch.rand(1024, 1024), 1e9
        for _ in range(20):
            start = time.perf_counter()
            a @ b
            best = min(best, time.perf_counter() - start)
        print(round(2 * 1024 ** 3 / best / 1e9))
        """;

    private static readonly Lazy<(string Program, string Version)?> Found = new(Search);

    /// <summary>The program and the version of its PyTorch; null when there is none.</summary>
    public static (string Program, string Version)? Python => Found.Value;

    /// <summary>What the table calls it.</summary>
    /// <param name="version">The version of its PyTorch.</param>
    public static string TitleOf(string version) => $"PyTorch {version} in Python";

    /// <summary>
    /// How fast that PyTorch multiplies matrices. Whoever built it chose its BLAS; with the reference BLAS it is some forty
    /// times slower than it could be, and a comparison with it would flatter.
    /// </summary>
    /// <param name="program">The Python.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>GFLOP/s, rounded, as text.</returns>
    public static string MatrixProductRate(string program, int threads) =>
        Ask(program, ProductRate, threads.ToString(CultureInfo.InvariantCulture)) ?? "unknown";

    private static (string Program, string Version)? Search()
    {
        string[] candidates = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? [named]
            : ["python3", "/usr/bin/python3", "python"];
        foreach (var program in candidates)
            if (Ask(program, "import torch; print(torch.__version__)") is { Length: > 0 } version)
                return (program, version);
        return null;
    }

    private static string? Ask(string program, params string[] script)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-c", .. script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }
}
