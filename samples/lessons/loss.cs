#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;

Console.WriteLine("    z          y    slope of (y - 1)^2    slope of -ln y");
foreach (var z in new double[] { -8, -4, -2, 0, 2 })
{
    var logits = Tensor<Float64>.From([1, 2], [z, 0]); // the softmax of z and 0 is the sigmoid of z
    var (x, one) = (Tensor<Float64>.From([1, 1], [z]), Tensor<Float64>.From([1, 1], [1]));
    var y = ReferenceLayer.Forward(new Sigmoid(), [], x);
    var squared = ReferenceLayer.Backward(new Sigmoid(), [], x, y, MeanSquaredError.Gradient(y, one, Reduction.Mean)).Input;
    var entropy = CrossEntropy.Gradient(logits, ClassTargets<Float64>.OfLabels([0], 2), Reduction.Mean);
    Console.WriteLine($"{z,5} {y[0, 0].Value,10:F6} {squared[0, 0].Value,21:F6} {entropy[0, 0].Value,17:F6}");
}
