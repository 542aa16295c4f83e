using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TorchBasics.Tests.Native.Repository;

/// <summary>
/// A Scalar of TorchSharp is freed by the collector as soon as its handle has been taken. Whoever hands one to libtorch keeps
/// it in a variable that is disposed of later; one that C# or TorchSharp makes in passing fails once in some million calls.
/// </summary>
public sealed class ScalarTests
{
    private static readonly Lazy<HashSet<string>> InTorchSharp = new(FindInTorchSharp);

    [Theory]
    [InlineData("TorchBasics.Bindings")]
    [InlineData("TorchBasics.Models")]
    [InlineData("TorchBasics.Training")]
    [InlineData("TorchBasics.Verification")]
    [InlineData("TorchBasics.Export")]
    [InlineData("torchbasics")]
    public void No_scalar_is_made_in_passing(string assembly)
    {
        using var module = Read(assembly);

        // What is wrong on purpose runs a few times, in the self-test alone.
        var methods = Methods(module).Where(
            method => !method.DeclaringType.FullName.StartsWith("TorchBasics.Verification.Faults.", StringComparison.Ordinal));
        Assert.Equal([], methods.SelectMany(method => method.Body.Instructions.Where(IsWrong)
            .Select(instruction => $"{method.DeclaringType.FullName}.{method.Name}: {instruction.Operand}")));
    }

    [Fact]
    public void A_scalar_in_passing_is_found()
    {
        using var module = Read("TorchBasics.Verification");

        Assert.Contains(Methods(module), method => method.Body.Instructions.Any(IsPassing));
        Assert.Contains(
            "TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)",
            InTorchSharp.Value);
    }

    private static bool IsWrong(Instruction instruction) => IsPassing(instruction)
        || (instruction.Operand is MethodReference called && InTorchSharp.Value.Contains(called.GetElementMethod().FullName));

    // Made, and not put into a variable or a field at once.
    private static bool IsPassing(Instruction instruction) =>
        instruction.Operand is MethodReference { DeclaringType.FullName: "TorchSharp.Scalar", Name: "op_Implicit" or ".ctor" }
        && !IsKept(instruction.Next);

    private static bool IsKept(Instruction next) => next.OpCode.Code switch
    {
        Code.Br or Code.Br_S => IsKept((Instruction)next.Operand),
        (>= Code.Stloc_0 and <= Code.Stloc_3) or Code.Stloc_S or Code.Stloc or Code.Stfld or Code.Stsfld or Code.Ret => true,
        _ => false,
    };

    // Those that make one themselves, those that call them, and so on.
    private static HashSet<string> FindInTorchSharp()
    {
        using var module = Read("TorchSharp");
        var methods = Methods(module).Where(method => method.DeclaringType.FullName != "TorchSharp.Scalar").ToList();
        var found = methods.Where(method => method.Body.Instructions.Any(IsPassing))
            .Select(method => method.FullName).ToHashSet();
        for (var before = 0; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(methods.Where(method => method.Body.Instructions.Any(Calls))
                .Select(method => method.FullName).ToList());
        }

        return found;

        bool Calls(Instruction instruction) =>
            instruction.Operand is MethodReference called && found.Contains(called.GetElementMethod().FullName);
    }

    private static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);
}
