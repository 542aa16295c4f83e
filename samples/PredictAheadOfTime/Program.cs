// Tells the classes of images, as a program that is compiled ahead of time: it starts at once and needs no .NET and no libtorch.
using PredictAheadOfTime;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;
using TorchBasics.Kernels.Inference;

if (args is not [var modelPath, var imagePath])
{
    Console.Error.WriteLine(
        "usage: predict-aot MODEL.safetensors IMAGES, which are an IDX file, plain or gzip, or an .npz file with one array");
    return (int)ErrorKind.Usage;
}

try
{
    var model = ModelFile.Read(modelPath);
    using var predictor = new Predictor(model);
    if (model.ClassNames.Count != predictor.Outputs)
        throw new TorchBasicsException(
            ErrorKind.Usage,
            $"{modelPath} has {predictor.Outputs} outputs for {model.ClassNames.Count} classes; expected one for each.");

    var (pixels, count) = ImageFile.Read(imagePath, model.Architecture);
    var probabilities = new double[predictor.Outputs];
    for (var image = 0; image < count; image++)
    {
        var sample = model.Prepare(pixels.Span.Slice(image * predictor.Inputs, predictor.Inputs));
        predictor.Probabilities(sample, probabilities);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        Console.WriteLine($"{model.ClassNames[best]}\t{probabilities[best]}");
    }

    return 0;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return (int)error.Kind;
}
