// Draws a digit, and what it looks like in three epochs of a training that distorts it.
#:property UsesLibtorch=true
#:project ../src/Training/Training.csproj

using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;

NativeRuntime.Load();
var digits = DataCatalog.Load("digits", new DataOptions { TrainLimit = 1 }).Train;
var augmentation = new Augmentation
{
    Shift = 2,
    Rotation = 15,
    Scale = 0.15,
    Elastic = Augmentation.ElasticDeviation(alpha: 34, sigma: 4),
};

SampleSet[] pictures =
    [digits, .. Enumerable.Range(0, 3).Select(epoch => DistortedSamples.Draw(digits, augmentation, seed: 1, epoch))];
for (var row = 0; row < 28; row += 2) // letters are twice as high as wide
    Console.WriteLine(string.Join(" ", pictures.Select(picture => Ink(picture.Inputs.Bytes.Span.Slice(28 * row, 28)))));

static string Ink(ReadOnlySpan<byte> pixels) => string.Concat(pixels.ToArray().Select(pixel => " .:*#"[pixel * 5 / 256]));
