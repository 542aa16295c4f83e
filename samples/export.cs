// Writes a TorchSharp Sequential of one's own as ONNX. "--unsupported" puts in a layer that has no place there.
#:property UsesLibtorch=true
#:project ../src/OnnxRuntime/OnnxRuntime.csproj
#:project ../src/TorchExport/TorchExport.csproj

using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.OnnxRuntime;
using TorchBasics.TorchExport;
using TorchSharp;
using static TorchSharp.torch.nn;

NativeRuntime.Load();
torch.manual_seed(1);

using var model = Sequential(
    ("conv1", Conv2d(1, 6, 5, padding: 2)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
    ("conv2", Conv2d(6, 16, 5)), ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
    ("flatten", Flatten()), ("fc1", Linear(400, 10)));

if (args.Contains("--unsupported"))
    model.append("norm1", LayerNorm(10));

try
{
    var options = new ExportOptions { VerifyWith = new OnnxRuntimeBackend() };
    Console.WriteLine(ModuleExport.Write(model, [1, 28, 28], "my-model.onnx", FileKind.Onnx, options));
    return 0;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return (int)error.Kind;
}
