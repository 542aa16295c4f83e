using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using TorchBasics.Bindings.Runtime;

// One process for all: libtorch is loaded once, and rivals meet the same threads and the same memory allocator.
NativeRuntime.Load();
var job = Job.Default.WithToolchain(new InProcessNoEmitToolchain(timeout: TimeSpan.FromMinutes(10), logOutput: false)).WithWarmupCount(2).WithIterationCount(10);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
