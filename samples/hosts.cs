// Says whether libtorch and our kernels compute right numbers on this machine, and what was done about it where not.
#:property UsesLibtorch=true
#:project ../src/Bindings/Bindings.csproj

using TorchBasics.Bindings.Runtime;

var host = NativeRuntime.Load();
Console.WriteLine($"libtorch {host.Libtorch}: {host.Proof.State} by {host.Proof.Questions} questions");
Console.WriteLine($"our kernels: {host.Kernels}");
foreach (var problem in host.Problems)
    Console.WriteLine(problem); // what was found, and what to do

NativeRuntime.RequireProvenOperators(); // throws where an answer is still wrong
