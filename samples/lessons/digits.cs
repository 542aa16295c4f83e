#:project ../../src/Digits/Digits.csproj
#:project ../../src/Kernels/Kernels.csproj

using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Learning;

var (images, labels) = DigitSet.Training.Generate(19_200);
var start = ModelCatalog.Find("lenet5").Initial(seed: 1) with { Normalization = Normalization.FromMean(0.17, 0.33) };
using var trainer = new KernelTrainer(start, LossKind.CrossEntropy, OptimizerKind.Nesterov);
for (var n = 0; n < labels.Length; n += 64)
    trainer.Step(images.Bytes.Span.Slice(784 * n, 784 * 64), labels.AsSpan(n, 64), learningRate: 0.02);

var (tests, right) = DigitSet.Test.Generate(1000);
using var lenet = new Predictor(trainer.Model);
var correct = Enumerable.Range(0, 1000).Count(n =>
    lenet.Predict(start.Normalization.Apply(tests.Bytes.Span.Slice(784 * n, 784), start.Architecture.Input)) == right[n]);
Console.WriteLine($"LeNet-5, after one look at {labels.Length} digits, reads {correct} of 1000 others correctly.");
