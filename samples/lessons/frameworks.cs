#:project ../../src/Core/Core.csproj

using TorchBasics.Core.Catalog;

foreach (var name in new[] { "softmax-regression", "caffe-lenet", "tensorflow-tutorial" })
{
    var network = ModelCatalog.Find(name).Architecture;
    Console.WriteLine($"{name}: {network.ParameterCount:N0} numbers to learn, {network.MultiplyAdds:N0} products");
    foreach (var row in network.Summarize().Where(row => row.Parameters > 0))
        Console.WriteLine($"  {row.Name,-6} {(double)row.Parameters / network.ParameterCount,6:P1} of the numbers, "
            + $"{(double)row.MultiplyAdds / network.MultiplyAdds,6:P1} of the work; result {row.Output}");
}
