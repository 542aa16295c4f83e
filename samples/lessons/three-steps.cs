#:project ../../src/Reference/Reference.csproj

using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;

double[] prediction = [0, 0, 0.1, 0, 0, 0.88, 0, 0, 0, 0.02];
double[] oneHot = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0];

var (y, t) = (Tensor<Float64>.From([1, 10], prediction), Tensor<Float64>.From([1, 10], oneHot));
var logits = y.Map(Float64.Log); // the softmax of logarithms of probabilities gives the probabilities back
var right = ClassTargets<Float64>.OfLabels([5], 10);
var gradient = CrossEntropy.Gradient(logits, right, Reduction.Mean).ToDoubles(); // what is minus what should be

Console.WriteLine($"mean squared error  {MeanSquaredError.Value(y, t, Reduction.Mean).Value}");
Console.WriteLine($"cross-entropy       {CrossEntropy.Value(logits, right, Reduction.Mean).Value}");
Console.WriteLine($"its gradient        {string.Join(", ", gradient.Select(g => Math.Round(g, 4)))}");
