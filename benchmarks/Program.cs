using BenchmarkDotNet.Running;
using TorchBasics.Bindings.Runtime;

NativeRuntime.Load();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
