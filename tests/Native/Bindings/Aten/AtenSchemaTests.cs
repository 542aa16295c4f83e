using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Stable;
using TorchBasics.Tests.Native.Bindings.Runtime;
using TorchBasics.Training.Optimizers;

namespace TorchBasics.Tests.Native.Bindings.Aten;

public class AtenSchemaTests
{
    /// <summary>Every declaration that the product calls an operator by.</summary>
    public static TheoryData<string> Declared => [AtenRules.SgdSchema, AtenRules.AdamSchema, AtenRules.AdamWSchema];

    [Theory]
    [MemberData(nameof(Declared))]
    public async Task A_declaration_that_we_call_by_is_libtorchs_own(string declared)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(), "Elsewhere the C++ library may not print the exception that ends a process.");
        var name = AtenSchema.Parse(declared).Name["aten::".Length..];

        var errors = await ChildProcess.ErrorsOf(
            nameof(LoadScenarios.Libtorch_declares_an_operator), (LoadScenarios.OperatorVariable, name));

        Assert.Contains($"\n  {declared}:\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declaration_is_taken_apart()
    {
        var schema = AtenSchema.Parse("ns::f.over(Tensor(a -> *) x, Tensor(b!)[] y, *, SymInt[2] z=[0, 1], Tensor?[] u, float[]? "
            + "v=None, Scalar? w=None) -> (Tensor(a) p, int[], str)");

        Assert.Equal(("ns::f", "over"), (schema.Name, schema.Overload));
        Assert.Equal(
        [
            ("x", new(AtenKind.Tensor, false, false, false)),
            ("y", new(AtenKind.Tensor, true, false, false)),
            ("z", new(AtenKind.Int64, true, false, false)),
            ("u", new(AtenKind.Tensor, true, false, true)),
            ("v", new(AtenKind.Float64, true, true, false)),
            ("w", new(AtenKind.Unsupported, false, true, false)),
        ], schema.Parameters);
        Assert.Equal(
            [new(AtenKind.Tensor, false, false, false), new(AtenKind.Int64, true, false, false),
                new AtenType(AtenKind.Text, false, false, false)],
            schema.Results);
    }
}
