#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

// On f(x) = x² / 2, whose slope is x, with the rate 1/16: overdamped, critical, underdamped.
foreach (var momentum in new[] { 0.25, 0.5625, 0.875 })
{
    var rule = new ReferenceOptimizer(OptimizerKind.Momentum, momentum);
    var x = Tensor<Float64>.From([1], [1]);
    var velocity = rule.Start(x);
    var turns = 0;
    for (var step = 1; step <= 60; step++)
    {
        var moved = rule.Step(x, x, velocity, step, rate: 0.0625);
        turns += moved.Parameter[0].Value * x[0].Value < 0 ? 1 : 0;
        (x, velocity) = (moved.Parameter, moved.Buffers);
    }

    Console.WriteLine($"momentum {momentum,6}: x = {x[0].Value,12:E3} after 60 steps, through the bottom {turns} times");
}
