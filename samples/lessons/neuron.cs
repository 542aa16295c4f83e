#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var z = Tensor<Float64>.From([7, 1], [-8, -4, -1, 0, 1, 4, 8]);

foreach (Activation f in (Activation[])[new Step(), new Sigmoid(), new Tanh(), new Relu(), new Gelu()])
{
    var y = ReferenceLayer.Forward(f, [], z);
    var slope = ReferenceLayer.Backward(f, [], z, y, z.Map(_ => new Float64(1))).Input;
    Console.WriteLine($"{f.Kind,-8} slopes: {string.Join("  ", slope.ToDoubles().Select(value => $"{value:F4}"))}");
}
