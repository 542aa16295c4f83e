#:project ../../src/Digits/Digits.csproj
#:project ../../src/Export/Export.csproj
#:project ../../src/Kernels/Kernels.csproj

using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Kernels.Learning;

var (images, labels) = DigitSet.Training.Generate(3200);
var start = ModelCatalog.Find("lenet5").Initial(seed: 1) with { Normalization = Normalization.FromMean(0.17, 0.33) };
using var trainer = new KernelTrainer(start, LossKind.CrossEntropy, OptimizerKind.Nesterov);
for (var n = 0; n < labels.Length; n += 32)
{
    var loss = trainer.Step(images.Bytes.Span.Slice(784 * n, 784 * 32), labels.AsSpan(n, 32), learningRate: 0.02);
    if (n % 640 == 0)
        Console.WriteLine($"after {n,4} digits: loss {loss:F3}");
}

Console.WriteLine($"as ONNX: {ModelExport.ToBytes(trainer.Model, FileKind.Onnx).Length:N0} bytes");
