using System.Reflection;
using Xunit.v3;

[assembly: TorchBasics.Tests.Mutants.Planted.TraceTests]

namespace TorchBasics.Tests.Mutants.Planted;

/// <summary>Tells the switch which test runs.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TraceTestsAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Switch.Begin($"{methodUnderTest.ReflectedType!.FullName}.{methodUnderTest.Name}");

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Switch.End();
}
