// Damages a model file in three ways and reads it: each ends in one kind of error that says file, byte and reason.
#:project ../src/Formats/Formats.csproj

using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;

ModelFile.Write("whole.safetensors", ModelCatalog.Find("xor-mlp").Initial(seed: 1));
var bytes = File.ReadAllBytes("whole.safetensors");

File.WriteAllBytes("cut.safetensors", bytes[..^10]);
File.WriteAllBytes("longer.safetensors", [.. bytes, 0]);
bytes[0] ^= 1; // the length of the header
File.WriteAllBytes("length.safetensors", bytes);

foreach (var file in (string[])["whole.safetensors", "cut.safetensors", "longer.safetensors", "length.safetensors"])
{
    try
    {
        Console.WriteLine($"{file} holds {ModelFile.Read(file).Architecture.Name}");
    }
    catch (TorchBasicsException error)
    {
        Console.WriteLine($"exit code {(int)error.Kind}: {error.Message}");
    }
}
