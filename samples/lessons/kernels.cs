#:project ../../src/Digits/Digits.csproj
#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Digits;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var pixels = new byte[784];
var digit = DigitSet.Test.Render(7, pixels);
var picture = Tensor<Float64>.From([1, 1, 28, 28], Array.ConvertAll(pixels, pixel => (double)pixel));
Tensor<Float64>[] sobel = [Tensor<Float64>.From([1, 1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]), Tensor<Float64>.From([1], [0])];

var slope = ReferenceLayer.Forward(new Conv2d("sobel", 1, 1, kernel: 3, stride: 1, padding: 1), sobel, picture);
Console.WriteLine($"The left (+) and right (-) edges of a {digit}:");
for (var row = 0; row < 28; row++)
    Console.WriteLine(string.Concat(Enumerable.Range(0, 28).Select(
        column => slope[0, 0, row, column].Value switch { > 200 => "++", < -200 => "--", _ => "  " })).TrimEnd());
