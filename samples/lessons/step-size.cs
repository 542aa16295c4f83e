#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var descent = new ReferenceOptimizer(OptimizerKind.Sgd, Momentum: 0);
foreach (var rate in new[] { 0.125, 0.75, 1.75, 2.25 }) // on f(x) = x² / 2, whose slope is x
{
    var x = Tensor<Rational>.From([1], [1]);
    for (var step = 1; step <= 10; step++)
        x = descent.Step(x, x, [], step, rate).Parameter;
    Console.WriteLine($"rate {rate,5}: after 10 steps x = {x[0].Value,-12:G6} = {x[0]} exactly");
}
