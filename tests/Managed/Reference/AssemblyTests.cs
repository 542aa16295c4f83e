using TorchBasics.Reference;

namespace TorchBasics.Tests.Managed.Reference;

public class AssemblyTests
{
    [Fact]
    public void The_reference_knows_only_Core_and_the_runtime()
    {
        var references = typeof(ReferenceLayer).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.All(references, name => Assert.True(
            name == "TorchBasics.Core" || name.StartsWith("System", StringComparison.Ordinal),
            $"The reference must not know {name}."));
    }
}
