#:project ../src/OnnxRuntime/OnnxRuntime.csproj
#:property PublishAot=false

// Prints how near every model stays to itself in every format: see scripts/export-matrix.

using System.Globalization;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.OnnxRuntime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
FileKind[] weights = [FileKind.SafeTensors, FileKind.PyTorch, FileKind.Npz];
var folder = Directory.CreateTempSubdirectory("torchbasics-matrix-");
try
{
    Console.WriteLine("| model | our kernels | ONNX on the reference | ONNX in ONNX Runtime | safetensors | PyTorch | npz |");
    Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
    foreach (var entry in ModelCatalog.All)
    {
        var model = entry.Initial(seed: 1);
        var onnx = ModelExport.Write(
            model,
            Path.Combine(folder.FullName, "model.onnx"),
            FileKind.Onnx,
            new ExportOptions { VerifyWith = new OnnxRuntimeBackend() });
        var others = weights.Select(format => ModelExport.Write(model, Path.Combine(folder.FullName, "model.weights"), format));
        var cells = onnx.Proof.Where(line => !line.Subject.EndsWith("bit by bit", StringComparison.Ordinal)).Select(Cell)
            .Concat(others.Select(report => Same(report)));
        Console.WriteLine($"| `{entry.Name}` | {string.Join(" | ", cells)} |");
    }

    return 0;
}
catch (TorchBasicsException error)
{
    Console.Error.WriteLine($"export-matrix: {error.Message}");
    return (int)error.Kind;
}
finally
{
    folder.Delete(recursive: true);
}

static string Cell(ProofLine line) => line.Largest == 0 ? "0" : $"{line.Largest:0.0E+0} ({100 * line.Share:G2} %)";

// The arrays come back bit by bit, or there is an error; what they compute on the reference is the same then.
static string Same(ExportReport report) =>
    report.Proof.Where(line => line.Subject != "the network on our kernels" && line.Subject != "the file on our kernels")
        .Sum(line => line.Largest) == 0 ? "same bits" : "differs";
