// Reads files that may come from anywhere: writes one network in four formats, and reads each back. Needs no libtorch.
#:project ../src/Export/Export.csproj

using TorchBasics.Core.Catalog;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Kernels.Inference;

var model = ModelCatalog.Find("lenet5").Initial(seed: 1);
var pixels = new byte[28 * 28];
pixels.AsSpan(10 * 28, 28).Fill(255); // a line across the picture

foreach (var (path, format) in (ReadOnlySpan<(string, FileKind)>)[
    ("lenet5.onnx", FileKind.Onnx), ("lenet5.safetensors", FileKind.SafeTensors), ("lenet5.pt", FileKind.PyTorch),
    ("lenet5.npz", FileKind.Npz)])
{
    ModelExport.Write(model, path, format);
    var imported = ModelImport.Read(path); // by its content, whatever it is called
    using var predictor = new Predictor(imported.Model);
    var answer = predictor.Predict(imported.Model.Prepare(pixels));
    Console.WriteLine($"{path}: {imported.Model.Architecture.Name}, {imported.Model.Architecture.ParameterCount:N0} parameters, "
        + $"answers {imported.Model.ClassNames[answer]}");
    foreach (var note in imported.Notes)
        Console.WriteLine($"    {note}");
}
