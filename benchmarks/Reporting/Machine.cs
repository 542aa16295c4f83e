using System.Globalization;
using System.Runtime.Intrinsics.X86;
using TorchBasics.Benchmarks.Inference;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;

namespace TorchBasics.Benchmarks.Reporting;

/// <summary>Where and with what a table was measured.</summary>
internal static class Machine
{
    /// <summary>One fact per line, name and value.</summary>
    /// <param name="threads">Threads of the training contests.</param>
    public static IReadOnlyList<(string Name, string Value)> Describe(int threads)
    {
        var native = NativeRuntime.Load();
        return
        [
            ("date", DateTime.UtcNow.ToString("d MMMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("processor", $"{Processor()}, {native.Processors} processors in use, {Features()}"),
            ("memory", string.Create(
                CultureInfo.InvariantCulture,
                $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):f0} GiB")),
            ("system", native.System),
            ("threads", $"{threads} for training, 1 for inference; waiting threads {Waiting()}"),
            ("kernels", $"libtorch {native.CpuCapability}, oneDNN {native.OneDnn} {(native.Proof.OneDnn ? "on" : "off")}, "
                + $"operators {$"{native.Proof.State}".ToLowerInvariant()}, .NET vectors of {native.DotNetVectorBits} bits"),
            ("other libraries", Others()),
            ("versions", $"{ProductVersion.Text}, TorchSharp {native.TorchSharp}, libtorch {native.Libtorch}, "
                + $".NET {native.DotNet}, {OnnxInference.Title}, {Python(threads)}"),
        ];
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown processor";
    }

    private static string Features() => string.Join(" ", new (string Name, bool Has)[]
    {
        ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512BW", Avx512BW.IsSupported), ("AVX-512VBMI", Avx512Vbmi.IsSupported),
    }.Where(feature => feature.Has).Select(feature => feature.Name));

    private static string Waiting() =>
        (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY"), Environment.GetEnvironmentVariable("GOMP_SPINCOUNT")) switch
        {
            ({ } policy, _) => $"as OMP_WAIT_POLICY={policy} says",
            (_, { } spins) => $"spin {spins} times, then sleep",
            _ => "as GNU OpenMP or TorchBasics decides",
        };

    // Whoever multiplies matrices by the system's BLAS is as fast as that.
    private static string Others()
    {
        var libraries = OtherLibrary.All.ToLookup(library => library.Title is not null);
        var there = libraries[true].Any() ? string.Join(", ", libraries[true].Select(library => library.Title)) : "none";
        var missing = string.Join(", ", libraries[false].Select(library => $"{library.Name} ({library.Source})"));
        return $"{there}{(missing.Length > 0 ? $"; not at hand: {missing}" : "")}; "
            + $"dlib, scikit-learn and Debian's PyTorch multiply by {SystemBlas.Name()}";
    }

    private static string Python(int threads) => PythonFinder.Python is { } python
        ? $"PyTorch {python.Version} (its own matrix product: {PythonFinder.MatrixProductRate(python.Program, threads)} GFLOP/s)"
        : $"no PyTorch in Python found ({PythonFinder.Variable} names one)";
}
