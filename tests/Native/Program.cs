using System.Runtime.CompilerServices;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Tests.Native;
using TorchBasics.Tests.Native.Bindings.Runtime;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test program starts itself again for what needs a process of its own.
if (args is [ChildProcess.Command, var name])
    return ChildProcess.Run(name);

// A test may begin with TorchSharp; ours must be asked first where the libraries are.
RuntimeHelpers.RunModuleConstructor(typeof(NativeRuntime).Module.ModuleHandle);

// As the entry point that xunit would generate.
return args.Any(arg => arg is "-automated" or "@@")
    ? await ConsoleRunner.Run(args)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
