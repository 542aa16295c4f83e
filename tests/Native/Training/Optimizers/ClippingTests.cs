using TorchBasics.Core.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Optimizer = TorchBasics.Training.Optimizers.Optimizer;

namespace TorchBasics.Tests.Native.Training.Optimizers;

public class ClippingTests
{
    [Fact]
    public void A_long_gradient_is_shortened_to_the_maximum_and_keeps_its_direction()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (new Parameter(zeros(2)), new Parameter(zeros(1)));
        using var optimizer = Create(("a", a), ("b", b));
        (a.grad, b.grad) = (tensor([1f, 2f]), tensor([2f]));

        var norm = optimizer.ClipGradients(1.5);

        // sqrt(1 + 4 + 4) = 3, so everything is halved; PyTorch's 1e-6 under the norm costs 3e-7 of it.
        Assert.Equal(3, norm, 1e-6);
        Assert.Equal([0.5f, 1f], a.grad!.data<float>().ToArray(), (x, y) => MathF.Abs(x - y) < 1e-6f);
        Assert.Equal(1, b.grad!.item<float>(), 1e-6f);
    }

    [Fact]
    public void A_short_gradient_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        var a = new Parameter(zeros(2));
        using var optimizer = Create(("a", a));
        a.grad = tensor([0.3f, 0.4f]);

        var norm = optimizer.ClipGradients(1);

        Assert.Equal(0.5, norm, 1e-6);
        Assert.Equal([0.3f, 0.4f], a.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Agrees_with_TorchSharps_own()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Problem.Create(), Problem.Create());
        using var optimizer = Create(ours.Parameters);
        ours.Backward();
        theirs.Backward();

        var norm = optimizer.ClipGradients(0.7);

        Assert.Equal(nn.utils.clip_grad_norm_(theirs.Parameters.Select(parameter => parameter.Values), 0.7), norm, 1e-6);
        foreach (var (mine, yours) in ours.Parameters.Zip(theirs.Parameters))
            Assert.True(mine.Values.grad!.allclose(yours.Values.grad!, rtol: 1e-6), mine.Name);
    }

    [Fact]
    public void Without_gradients_the_norm_is_0()
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create(("a", new Parameter(zeros(2))));

        Assert.Equal(0, optimizer.ClipGradients(1));
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN)]
    public void A_maximum_that_is_not_positive_is_refused(double maximum)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Create(("a", new Parameter(zeros(2))));

        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipGradients(maximum));
    }

    private static Optimizer Create(params (string Name, Parameter Values)[] parameters) =>
        Optimizer.Create(OptimizerTests.Recipe(OptimizerKind.Sgd, 0), parameters);
}
