using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace TorchBasics.Benchmarks.Micro;

/// <summary>Single operations of our own without a rival, measured by BenchmarkDotNet in this process.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs them.</summary>
    /// <param name="arguments">Options of BenchmarkDotNet; none means everything.</param>
    public static void Run(string[] arguments)
    {
        var toolchain = new InProcessNoEmitToolchain(timeout: TimeSpan.FromMinutes(10), logOutput: false);
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(toolchain).WithWarmupCount(2).WithIterationCount(10))
            .WithArtifactsPath("artifacts/benchmarks");
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly)
            .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
    }
}
