using System.Runtime.CompilerServices;
using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Tests.Native;

/// <summary>Lets every test touch TorchSharp first: the resolver of the bindings is in place before any test starts.</summary>
internal static class NativeStart
{
#pragma warning disable CA2255 // a test may start with any type; only a module initializer comes before all of them
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => RuntimeHelpers.RunModuleConstructor(typeof(NativeRuntime).Module.ModuleHandle);
}
