#:project ../../src/Core/Core.csproj

using TorchBasics.Core.Catalog;

foreach (var name in (string[])["xor-mlp", "mlp", "lenet5", "lenet5-original"])
{
    var network = ModelCatalog.Find(name).Architecture;
    Console.WriteLine($"{name}: {network.ParameterCount:N0} parameters, {network.MultiplyAdds:N0} multiply-adds");

    foreach (var row in network.Summarize())
        Console.WriteLine($"  {row.Name,-8} {row.Kind,-13} {row.Output,-18} {row.Parameters,9:N0}");
}
