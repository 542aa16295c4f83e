using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

public class OptimizerLoadTests
{
    private static readonly NamedArray A = NamedArray.Of<float>("momentum.a.weight", [2, 3], [1, 2, 3, 4, 5, 6]);
    private static readonly NamedArray B = NamedArray.Of<float>("momentum.b", [4], [7, 8, 9, 10]);
    private static readonly NamedArray Count = NamedArray.Of<long>("step", [], [12]);

    public static TheoryData<NamedArray[], string> Wrong => new()
    {
        { [A, Count], "lacks momentum.b" },
        { [A, B], "lacks step" },
        { [A, B, B, Count], "holds momentum.b twice" },
        { [A, B, Count, NamedArray.Of<float>("momentum.c", [1], [0])], "holds momentum.c, which this optimizer does not have" },
        {
            [A, NamedArray.Of<float>("momentum.b", [2, 2], [7, 8, 9, 10]), Count],
            "holds momentum.b Float32 [2, 2]; expected Float32 [4]"
        },
        {
            [A, NamedArray.Of<double>("momentum.b", [4], [7, 8, 9, 10]), Count],
            "holds momentum.b Float64 [4]; expected Float32 [4]"
        },
        { [A, B, NamedArray.Of<long>("step", [], [-1])], "counts -1 steps" },
    };

    [Fact]
    public void What_was_saved_is_there_after_loading()
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create();

        optimizer.Load([Count, B, A]);

        Assert.Equal(12, optimizer.StepCount);
        Assert.Equal([1f, 2, 3, 4, 5, 6], optimizer.State[0].Values.data<float>().ToArray());
        Assert.Equal([7f, 8, 9, 10], optimizer.State[1].Values.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Arrays_of_another_optimizer_are_refused_before_anything_changes(NamedArray[] arrays, string what)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create();

        var error = Assert.Throws<TorchBasicsException>(() => optimizer.Load(arrays));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal(
            $"The saved state of the optimizer {what}. It belongs to another optimizer or model: resume with the same ones.",
            error.Message);
        Assert.Equal(0, optimizer.StepCount);
        Assert.All(optimizer.State, pair => Assert.Equal(0, pair.Values.abs().sum().ToDouble()));
    }

    private static Optimizer Create() =>
        Optimizer.Create(OptimizerTests.Recipe(OptimizerKind.Momentum, 0), Problem.Create().Parameters);
}
